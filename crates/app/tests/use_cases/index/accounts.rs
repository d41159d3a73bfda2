//! People by fields of the account that they belong to: in the funnel, in facets and in lists.

use std::collections::BTreeMap;

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::DAY;
use casebook_app::funnel::{Basis, FunnelRequest, GroupField, funnel};
use casebook_app::links::{self, NewLink};
use casebook_app::parties::{self, Filter, Leaf};
use casebook_app::{Error, funnel as funnels};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

fn asked(vocabulary: &str) -> FunnelRequest {
    FunnelRequest { vocabulary: vocabulary.to_owned(), ..FunnelRequest::default() }
}

fn link(room: &Room, person: PartyId, organization: PartyId, from: i64, to: Option<i64>) -> links::LinkRow {
    let days = |days: i64| room.session.now().plus(days * DAY);
    let role = "employee".to_owned();
    let new = NewLink { person, organization, role, from: Some(days(from)), to: to.map(days) };
    links::add(&room.session, new).unwrap()
}

type Counts = BTreeMap<Option<String>, u64>;

fn counts(expected: &[(Option<&str>, u64)]) -> Counts {
    expected.iter().map(|(key, count)| (key.map(str::to_owned), *count)).collect()
}

/// How many are in which group; each group opens the list of exactly those, on both bases and in the facets alike.
fn groups(room: &Room, by: &str, of: Option<PartyKind>) -> Counts {
    let field = GroupField::read(by).unwrap();
    let mut found = Vec::new();
    for basis in [Basis::Occurred, Basis::Recorded] {
        let request = FunnelRequest { basis, of, by: Some(field.clone()), ..asked("journey") };
        let report = funnel(&room.session, &request).unwrap();
        for (key, one) in &report.groups {
            let members = funnels::FunnelMembers {
                request: FunnelRequest { by: None, ..request.clone() },
                stage: None,
                number: funnels::Number::Cohort,
                dates: None,
            };
            let counted = Filter::Leaf(Leaf::Funnel(Box::new(members)));
            let filter = Filter::All(vec![counted, field.condition(key.as_deref())]);
            assert_eq!(parties::count(&room.session, &filter).unwrap(), one.cohort, "{by} {key:?} {basis:?}");
        }
        found.push(report.groups.into_iter().map(|(key, one)| (key, one.cohort)).collect::<Counts>());
    }
    let kind = of.map(|of| Filter::Leaf(Leaf::Kind(of)));
    let facets = parties::facets(&room.session, &Filter::All(kind.into_iter().collect()), &[by]).unwrap();
    found.push(facets.into_iter().flat_map(|facet| facet.counts).collect());
    assert!(found.iter().all(|one| *one == found[0]), "{by}: {found:?}");
    found.remove(0)
}

/// Everybody is a lead, so that every funnel counts everybody.
fn lead(room: &Room, kind: PartyKind, name: &str) -> PartyId {
    let party = room.add(kind, name);
    room.record(party, "form_submitted", 3);
    party
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn people_are_grouped_by_fields_of_their_account(#[case] engine: Engine) {
    let room = Room::new(engine);
    let organization = |name: &str, country: &str, sector: Option<&str>| {
        let party = lead(&room, PartyKind::Organization, name);
        room.edit(party, "country", country);
        if let Some(sector) = sector {
            room.edit(party, "sector", sector);
        }
        party
    };
    let mill = organization("Mill & Sons", "NO", Some("Timber"));
    let dock = organization("Dockyard", "PT", Some("timber"));
    let shop = organization("Corner Shop", "PT", None);
    let [ane, bo, cem, dot, eli, fay] =
        ["Ane", "Bo", "Cem", "Dot", "Eli", "Fay"].map(|name| lead(&room, PartyKind::Person, name));
    link(&room, ane, mill, -90, None);
    // Of two accounts, the one linked first counts.
    link(&room, bo, dock, -10, None);
    link(&room, bo, mill, -90, None);
    // What is over, has not begun or was removed does not count.
    link(&room, cem, mill, -90, Some(-5));
    link(&room, cem, shop, -5, None);
    link(&room, dot, mill, 5, None);
    let removed = link(&room, eli, mill, -90, None);
    links::take_back(&room.session, removed.id).unwrap();
    room.edit(fay, "country", "NO");

    let people = Some(PartyKind::Person);
    let none = None::<&str>;
    assert_eq!(
        groups(&room, "account.country", people),
        counts(&[(Some("NO"), 1), (Some("PT"), 2), (none, 3)])
    );
    // Spellings are one group; an account without the value has none.
    assert_eq!(groups(&room, "account.more.sector", people), counts(&[(Some("Timber"), 1 + 1), (none, 4)]));
    // An organization is its own account.
    assert_eq!(
        groups(&room, "account.country", None),
        counts(&[(Some("NO"), 2), (Some("PT"), 4), (none, 3)])
    );

    // What changes is followed: a link, its end, an account that is hidden or edited, and time itself.
    link(&room, fay, shop, -1, None);
    parties::hide(&room.session, dock).unwrap();
    room.edit(shop, "country", "ES");
    assert_eq!(
        groups(&room, "account.country", people),
        counts(&[(Some("NO"), 2), (Some("ES"), 2), (none, 2)])
    );
    // Values of own fields are followed too, in the account and in the person.
    room.edit(shop, "sector", "Dairy");
    room.edit(mill, "sector", "Paper");
    room.edit(fay, "team", "North");
    assert_eq!(
        groups(&room, "account.more.sector", people),
        counts(&[(Some("Paper"), 2), (Some("Dairy"), 2), (none, 2)])
    );
    assert_eq!(groups(&room, "more.team", people), counts(&[(Some("North"), 1), (none, 5)]));
    // Of spellings that are equally frequent, the first in the alphabet is shown.
    room.edit(ane, "team", "South");
    room.edit(fay, "team", "SOUTH");
    assert_eq!(groups(&room, "more.team", people), counts(&[(Some("SOUTH"), 2), (none, 4)]));
    parties::restore(&room.session, dock).unwrap();
    assert_eq!(
        groups(&room, "account.country", people),
        counts(&[(Some("NO"), 1), (Some("ES"), 2), (Some("PT"), 1), (none, 2)])
    );
    let later = room.session.now().plus(6 * DAY);
    room.clock.set(later);
    assert_eq!(groups(&room, "account.country", people)[&Some("NO".to_owned())], 2, "Dot has begun");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_account_is_a_condition_like_any_other(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mill = room.add(PartyKind::Organization, "Mill & Sons");
    let ane = room.add(PartyKind::Person, "Ane");
    room.add(PartyKind::Person, "Bo");
    link(&room, ane, mill, -1, None);
    let text = |text: &str| Filter::of_account(Filter::text(text));
    let linked = Filter::of_account(Filter::Leaf(Leaf::LinkedToAny(Box::new(Filter::text("Ane")))));
    for (filter, expected) in [
        (text("mill"), vec![mill, ane]),
        (text("shop"), vec![]),
        (linked, vec![mill, ane]),
        (Filter::All(vec![text("mill"), Filter::Leaf(Leaf::Kind(PartyKind::Person))]), vec![ane]),
    ] {
        let mut found = parties::ids(&room.session, &filter).unwrap();
        let mut expected = expected;
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{filter:?}");
    }
    for unknown in ["account.more.sectr", "account.ownr"] {
        let facets = parties::facets(&room.session, &Filter::default(), &[unknown]);
        let Err(Error::NotFound { what, given, .. }) = &facets else { panic!("{facets:?}") };
        assert_eq!((*what, given.as_str()), ("field to count by", unknown));
    }
}
