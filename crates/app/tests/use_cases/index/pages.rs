//! Pages of lists: in which order, and what becomes of them while others write.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::lifecycle::history::{Standing, covers};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::text::fold;
use casebook_app::domain::time::DAY;
use casebook_app::domain::zone::UTC;
use casebook_app::parties::{self, Filter, FindRequest, Leaf, Sort, SortBy, find};
use casebook_app::{Error, Session, evidence, explain, history};
use casebook_store::Engine;
use rstest::rstest;

use super::filters::{unsettled, wanted_text};
use super::plain::Company;
use crate::room::Room;

/// Every order but that of names, from the first to the last.
fn by_value() -> impl Iterator<Item = Sort> {
    let words = ["created_at", "updated_at", "last_evidence", "standing", "stage.journey", "stage.inbound"];
    words.into_iter().chain(Sort::fields()).chain(Sort::READ).map(|word| Sort::parse(word).unwrap())
}

/// What a party is sorted by: nothing last, numbers before texts, of which an order has but one kind.
fn value(room: &Room, id: PartyId, by: &SortBy) -> Option<(i64, String)> {
    let card = parties::show(&room.session, id).unwrap();
    let number = |number: i64| Some((number, String::new()));
    match by {
        SortBy::Created => number(card.created_at.0),
        SortBy::Updated => number(card.updated_at.0),
        SortBy::LastEvidence => {
            let all = evidence::list(&room.session, id).unwrap();
            let live = all.into_iter().filter(|one| one.live).filter_map(|one| one.evidence.occurred_at);
            live.max().and_then(|at| number(at.0))
        }
        SortBy::Standing => {
            let (standing, _) = card.standing?;
            number(Standing::ALL.iter().position(|known| *known == standing).unwrap() as i64)
        }
        SortBy::Stage(name) => {
            let explained = explain::explain(&room.session, id, name, None).unwrap();
            explained.explanation.stage.and_then(|place| number(i64::from(place)))
        }
        SortBy::Field(field) => card.fields.get(*field).map(|value| (0, fold(value))),
        SortBy::Own(field) => card.fields.get(field).map(|value| (0, fold(value))),
        SortBy::Name => panic!("names have a test of their own"),
    }
}

/// All pages, one behind the other; between them something happens.
pub fn walked(
    session: &Session,
    filter: &Filter,
    sort: &Sort,
    limit: usize,
    mut between: impl FnMut(usize),
) -> Vec<PartyId> {
    let (mut seen, mut cursor) = (Vec::new(), None);
    for page in 0.. {
        let request = FindRequest { filter: filter.clone(), sort: sort.clone(), cursor, limit };
        let found = find(session, &request).unwrap();
        assert!(found.items.len() <= limit, "no page is longer than was asked for");
        seen.extend(found.items.iter().map(|row| row.party.id));
        cursor = found.next;
        if cursor.is_none() {
            return seen;
        }
        assert_eq!(found.items.len(), limit, "only the last page is short");
        between(page);
    }
    seen
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn lists_are_in_the_order_of_names_whatever_the_length_of_a_page(#[case] engine: Engine) {
    let room = unsettled(engine, 250, 3);
    let company = Company::of(&room);
    let texts = ["", "a", "an", "mu", "gmbh", "ma", "de", "zzz", "a b", "example", "1"];
    for text in texts.into_iter().map(str::to_owned).chain(wanted_text(&room)) {
        let name = |id: &PartyId| fold(&room.field(*id, "name").unwrap());
        let mut expected = company.fitting(&Filter::text(text.clone()));
        expected.sort_by_cached_key(|id| {
            let name = name(id);
            (!name.starts_with(&fold(&text)), name, *id)
        });
        for limit in [1_000, 7, 50] {
            let sort = &Sort::default();
            let listed = walked(&room.session, &Filter::text(text.clone()), sort, limit, |_| ());
            assert_eq!(listed, expected, "{text:?} in pages of {limit}");
        }
        let descending = Sort { descending: true, ..Sort::default() };
        let listed = walked(&room.session, &Filter::text(text.clone()), &descending, 9, |_| ());
        let (hits, others): (Vec<PartyId>, Vec<PartyId>) =
            expected.iter().rev().partition(|id| !text.is_empty() && name(id).starts_with(&fold(&text)));
        assert_eq!(listed, [hits, others].concat(), "{text:?} backwards");
    }
}

/// The order of two values in one direction; a missing one comes last in either.
fn in_direction<V: Ord>(one: Option<&V>, other: Option<&V>, descending: bool) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) if descending => other.cmp(one),
        (Some(one), Some(other)) => one.cmp(other),
        (one, other) => other.is_some().cmp(&one.is_some()),
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_second_key_orders_those_who_are_equal_in_the_first(#[case] engine: Engine) {
    let room = unsettled(engine, 60, 5);
    for (place, id) in room.seen().into_keys().enumerate() {
        room.edit(id, "region", ["North", "south", "South", ""][place % 4]);
        room.edit(id, "language", ["de", "", "en"][place % 3]);
    }
    let keys = ["region", "language", "standing", "stage.journey", "last_evidence", "created_at"];
    let by = keys.map(|key| Sort::parse(key).unwrap().by);
    let values: BTreeMap<PartyId, Vec<_>> =
        room.seen().into_keys().map(|id| (id, by.iter().map(|by| value(&room, id, by)).collect())).collect();
    for (first, second) in (0..keys.len()).flat_map(|one| (0..keys.len()).map(move |other| (one, other))) {
        for (down, up) in [(false, false), (false, true), (true, false), (true, true)] {
            let minus = |descending: bool| if descending { "-" } else { "" };
            let text = format!("{}{},{}{}", minus(down), keys[first], minus(up), keys[second]);
            let mut expected: Vec<PartyId> = values.keys().copied().collect();
            expected.sort_by(|one, other| {
                let (one_values, other_values) = (&values[one], &values[other]);
                in_direction(one_values[first].as_ref(), other_values[first].as_ref(), down)
                    .then_with(|| {
                        in_direction(one_values[second].as_ref(), other_values[second].as_ref(), up)
                    })
                    .then_with(|| one.cmp(other))
            });
            let sort = Sort::parse(&text).unwrap();
            let listed = walked(&room.session, &Filter::default(), &sort, 7, |_| ());
            assert_eq!(listed, expected, "{text}");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn lists_are_in_the_order_of_a_value_and_the_id_and_without_one_come_last(#[case] engine: Engine) {
    let room = unsettled(engine, 60, 5);
    for (place, id) in room.seen().into_keys().enumerate() {
        for field in ["title", "region", "language"].into_iter().filter(|_| place % 3 == 0) {
            room.edit(id, field, ["Émile", "emil", "Zoë"][place % 9 / 3]);
        }
    }
    for Sort { by, .. } in by_value() {
        let valued = room.seen().into_keys().map(|id| (value(&room, id, &by), id));
        let (mut with, mut without): (Vec<_>, Vec<_>) = valued.partition(|(value, _)| value.is_some());
        assert!(!with.is_empty(), "{by:?} sorts nobody");
        with.sort_unstable();
        without.sort_unstable();
        for descending in [false, true] {
            let sort = Sort { by: by.clone(), descending, then: None };
            let expected: Vec<PartyId> = with.iter().chain(&without).map(|(_, id)| *id).collect();
            for limit in [7, 500] {
                let seen = walked(&room.session, &Filter::default(), &sort, limit, |_| ());
                assert_eq!(seen, expected, "{sort:?}");
            }
            with.reverse();
            without.reverse();
        }
    }
}

#[test]
fn an_order_by_the_stages_of_no_vocabulary_is_refused() {
    let room = unsettled(Engine::Sqlite, 10, 5);
    let sort = Sort::parse("stage.latin").unwrap();
    let refused = find(&room.session, &FindRequest { sort, ..FindRequest::default() });
    assert!(matches!(refused, Err(Error::NotFound { what: "vocabulary", .. })));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn nothing_that_stays_is_skipped_or_repeated_while_others_write(#[case] engine: Engine) {
    let room = unsettled(engine, 150, 8);
    let other = room.another();
    let words = ["name", "created_at", "updated_at", "last_evidence", "stage.journey", "company"];
    let sorts = words.map(|word| Sort::parse(word).unwrap()).into_iter();
    for (by, descending) in sorts.flat_map(|sort| [(sort.by.clone(), false), (sort.by, true)]) {
        let sort = Sort { by: by.clone(), descending, then: None };
        let all: Vec<PartyId> = room.seen().into_keys().collect();
        let (moved, stay): (Vec<PartyId>, Vec<PartyId>) = all.iter().partition(|id| (id.0 >> 1) % 4 == 0);
        let mut moved = moved.into_iter();
        let seen = walked(&room.session, &Filter::default(), &sort, 10, |page| {
            room.clock.advance(1_000_000);
            let kind = if page % 2 == 0 { PartyKind::Person } else { PartyKind::Organization };
            let name = ["Aaron", "Zoe", "Mia"][page % 3];
            let fields = [("name".to_owned(), name.to_owned())].into_iter().collect();
            let new = parties::NewParty { kind, fields, external: Vec::new() };
            parties::add(&other, new).unwrap();
            if let Some(one) = moved.next() {
                parties::edit(&other, one, vec![("name".to_owned(), Some(format!("{name} {page}")))])
                    .unwrap();
            }
            if let Some(one) = moved.next() {
                parties::hide(&other, one).unwrap();
            }
        });
        for id in stay {
            let times = seen.iter().filter(|one| **one == id).count();
            assert_eq!(times, 1, "{id} by {by:?}, descending: {descending}");
        }
        let met: BTreeSet<PartyId> = seen.iter().copied().collect();
        assert!(met.len() + 3 >= all.len() / 2);
    }
}

#[test]
fn a_row_shows_what_is_stored_of_the_party() {
    let room = unsettled(Engine::Sqlite, 120, 11);
    for _ in 0..2 {
        let everybody =
            Filter::Any(vec![Filter::Leaf(Leaf::Hidden(true)), Filter::Leaf(Leaf::Hidden(false))]);
        let request = FindRequest { filter: everybody, limit: 1_000, ..FindRequest::default() };
        let found = find(&room.session, &request).unwrap();
        assert!(found.items.len() > 120);
        for row in found.items {
            let card = parties::show(&room.session, row.party.id).unwrap();
            assert_eq!(row.party.fields, card.fields);
            assert_eq!((row.party.hidden, row.party.version), (card.hidden, card.version));
            assert_eq!((row.party.created_at, row.party.updated_at), (card.created_at, card.updated_at));
            assert_eq!(row.standing, card.standing);
            assert_eq!(row.stages, card.stages);
            let standings = history::history(&room.session, row.party.id).unwrap().standings;
            let now = room.session.now();
            let present = standings.iter().find(|one| covers(one.entered_at, one.left_at, now));
            assert_eq!(row.standing_since, present.and_then(|one| one.since(&UTC)));
            let last = value(&room, row.party.id, &SortBy::LastEvidence).map(|(at, _)| at);
            assert_eq!(row.last_evidence.map(|at| at.0), last);
        }
        // The second time with rows that are kept, and some that have changed.
        let some: Vec<PartyId> = room.seen().into_keys().step_by(5).collect();
        for id in some {
            room.edit(id, "city", "Elsewhere");
            room.record(id, "webinar_attended", 0);
        }
        room.clock.advance(40 * DAY);
    }
}

#[test]
fn a_cursor_that_is_none_of_this_list_is_refused() {
    let room = unsettled(Engine::Sqlite, 40, 12);
    let page = |sort: &Sort, cursor: Option<String>| {
        find(&room.session, &FindRequest { sort: sort.clone(), cursor, limit: 5, ..FindRequest::default() })
    };
    let by_name = page(&Sort::default(), None).unwrap().next.unwrap();
    assert!(page(&Sort::default(), Some(by_name.clone())).is_ok());
    let by_time = Sort { by: SortBy::Created, descending: true, then: None };
    for (sort, cursor) in [(&by_time, by_name), (&by_time, "garbage".to_owned()), (&by_time, String::new())] {
        assert!(matches!(page(sort, Some(cursor)), Err(Error::Argument { .. })));
    }
}
