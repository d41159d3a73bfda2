//! Lists and searches on both engines.

#![expect(clippy::unwrap_used, reason = "a failed test panics")]

use casebook_domain::access::Scope;
use casebook_domain::filter::{FieldIs, Filter, Leaf};
use casebook_domain::ids::PartyId;
use casebook_domain::party::PartyKind;
use casebook_index::{FindRequest, Index, Reader};
use casebook_store::definitions::DefinitionsCache;
use casebook_store::party::PartyRow;
use casebook_store::{Engine, party};
use casebook_testkit::sample::{organization, person};
use casebook_testkit::{FixedClock, TestDatabase};
use rstest::rstest;

/// The index of a database, and its reader.
struct Room {
    database: TestDatabase,
    clock: FixedClock,
    definitions: DefinitionsCache,
    index: Index,
    scope: Scope,
}

impl Room {
    fn with(engine: Engine, parties: Vec<PartyRow>) -> Self {
        let database = TestDatabase::new(engine);
        database.store().write(move |c| party::insert_many(c, &parties)).unwrap();
        Self {
            database,
            clock: FixedClock::at(FixedClock::START),
            definitions: DefinitionsCache::default(),
            index: Index::default(),
            scope: Scope::All,
        }
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            store: self.database.store().clone(),
            clock: &self.clock,
            definitions: &self.definitions,
            scope: self.scope.clone(),
        }
    }

    /// All names of a filter, read page by page.
    fn listed(&self, filter: &Filter, limit: usize) -> Vec<String> {
        let mut names = Vec::new();
        let mut cursor = None;
        loop {
            let request = FindRequest { filter: filter.clone(), cursor, limit, ..FindRequest::default() };
            let found = self.index.find(&self.reader(), &request).unwrap();
            assert!(found.items.len() <= limit);
            names.extend(found.items.iter().map(|row| row.party.fields["name"].clone()));
            cursor = found.next;
            if cursor.is_none() {
                return names;
            }
        }
    }

    fn count(&self, filter: &Filter) -> u64 {
        self.index.count(&self.reader(), filter).unwrap()
    }
}

fn named(names: &[&str]) -> Vec<PartyRow> {
    (1..).zip(names).map(|(n, name)| person(n, &[("name", name)])).collect()
}

fn leaf(leaf: Leaf) -> Filter {
    Filter::Leaf(leaf)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn lists_sort_by_folded_name_and_page_without_gaps(#[case] engine: Engine) {
    let names = ["émile", "Zoë", "ada", "Emil", "Ada", "Ölaf", "bob", "Emile", "", "z"];
    let room = Room::with(engine, named(&names));
    let all = room.listed(&Filter::default(), 100);
    assert_eq!(all, ["", "ada", "Ada", "bob", "Emil", "émile", "Emile", "Ölaf", "z", "Zoë"]);
    for limit in 1..=4 {
        assert_eq!(room.listed(&Filter::default(), limit), all, "pages of {limit}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn search_puts_names_that_begin_so_first(#[case] engine: Engine) {
    let names = ["Zimmer Müller", "Muller Anna", "Adam Muellerson", "Müller", "Anna Muller-Zander", "Huber"];
    let room = Room::with(engine, named(&names));
    let expected = ["Müller", "Muller Anna", "Anna Muller-Zander", "Zimmer Müller"];
    for limit in 1..=5 {
        assert_eq!(room.listed(&Filter::text("MÜLLER"), limit), expected, "pages of {limit}");
    }
    assert_eq!(room.listed(&Filter::text("anna müller"), 9), ["Anna Muller-Zander", "Muller Anna"]);
    assert_eq!(room.count(&Filter::text("ulle")), 4);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn search_looks_in_five_fields_and_takes_no_text_for_a_pattern(#[case] engine: Engine) {
    let fields =
        |n: i64, field: &'static str, value: &'static str| person(n, &[("name", "X"), (field, value)]);
    let room = Room::with(
        engine,
        vec![
            fields(1, "email", "ada@example.org"),
            fields(2, "phone", "+43 1 5877"),
            fields(3, "company", "100% Wolle_GmbH"),
            fields(4, "note", "likes \"quotes\" and 'apostrophes'"),
            fields(5, "city", "Example"),
        ],
    );
    let hits = |text: &str| room.count(&Filter::text(text));
    assert_eq!([hits("example"), hits("5877"), hits("wolle"), hits("quotes")], [1, 1, 1, 1]);
    assert_eq!(
        [hits("100%"), hits("%%%"), hits("___"), hits("'apo"), hits("*"), hits("\" OR 1")],
        [1, 0, 0, 1, 0, 0]
    );
    assert_eq!([hits("wo"), hits("ol"), hits("gm"), hits("x"), hits("")], [1, 0, 0, 5, 5]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn filters_join_and_hidden_parties_show_only_when_asked_for(#[case] engine: Engine) {
    let mut parties = vec![
        person(1, &[("name", "A"), ("source", "fair"), ("owner", "eve")]),
        organization(2, &[("name", "B"), ("source", "fair")]),
        person(3, &[("name", "C")]),
    ];
    parties[2].hidden = true;
    let ids: Vec<PartyId> = parties.iter().map(|party| party.id).collect();
    let room = Room::with(engine, parties);
    let is = |field: &str, value: &str| leaf(Leaf::Field(field.to_owned(), FieldIs::Is(value.to_owned())));
    let hidden_too = Filter::Any([true, false].map(|hidden| leaf(Leaf::Hidden(hidden))).into());
    assert_eq!(room.listed(&Filter::default(), 9), ["A", "B"]);
    assert_eq!(room.listed(&hidden_too, 9), ["A", "B", "C"]);
    assert_eq!(room.listed(&leaf(Leaf::Kind(PartyKind::Organization)), 9), ["B"]);
    assert_eq!(room.listed(&Filter::All(vec![is("source", "fair"), is("owner", "eve")]), 9), ["A"]);
    assert_eq!(room.listed(&leaf(Leaf::Ids(vec![ids[1], ids[2]])), 9), ["B"]);
    assert_eq!(room.index.ids(&room.reader(), &hidden_too).unwrap(), ids);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn no_one_is_listed_counted_or_named_beyond_the_scope(#[case] engine: Engine) {
    let theirs = person(1, &[("name", "Ada"), ("source", "fair"), ("shoe size", "38")]);
    let other = person(2, &[("name", "Adam"), ("source", "shop"), ("hat size", "57")]);
    let (own, foreign) = (theirs.id, other.id);
    let mut room = Room::with(engine, vec![theirs, other]);
    let is = |field: &str, value: &str| leaf(Leaf::Field(field.to_owned(), FieldIs::Is(value.to_owned())));
    assert_eq!(room.listed(&Filter::text("ada"), 9), ["Ada", "Adam"]);
    assert_eq!(room.count(&is("hat size", "57")), 1);
    room.scope = Scope::Only(std::sync::Arc::new([own].into()));
    for filter in [
        Filter::default(),
        Filter::text("ada"),
        leaf(Leaf::Ids(vec![own, foreign])),
        Filter::Not(Box::new(is("source", "shop"))),
        Filter::Not(Box::new(is("source", "nowhere"))),
    ] {
        assert_eq!(room.listed(&filter, 9), ["Ada"], "{filter:?}");
        assert_eq!(room.count(&filter), 1, "{filter:?}");
    }
    assert_eq!(room.count(&is("source", "shop")), 0);
    let facets = room.index.facets(&room.reader(), &Filter::default(), &["source"]).unwrap();
    assert_eq!(facets[0].counts, [(Some("fair".to_owned()), 1)]);
    let own = |name: &str| room.index.facets(&room.reader(), &Filter::default(), &["source", name]);
    assert_eq!(own("more.shoe size").unwrap()[1].counts, [(Some("38".to_owned()), 1)]);
    let error = own("more.hat size").unwrap_err();
    assert!(error.to_string().contains("there is no field to count by `more.hat size`"), "{error}");
    let error = room.index.count(&room.reader(), &is("hat size", "57")).unwrap_err();
    assert!(!error.to_string().contains("did you mean"), "{error}");
    assert!(error.to_string().contains("there is no field `hat size`"), "{error}");
}
