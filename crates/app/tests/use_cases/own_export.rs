//! What Casebook exports comes in again: unchanged it changes nothing, and a corrected cell is a correction.

use std::collections::BTreeMap;

use casebook_app::Unwatched;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::RecordFilter;
use casebook_app::export::{self, Format, Who};
use casebook_app::imports::{self, ImportReport, ImportRequest, PrepareOptions};
use casebook_app::parties::{self, NewParty};
use casebook_app::records::{self, NewRecord, RecordChange, RecordImport};
use casebook_app::tables::read::{ReadOptions, Table};
use casebook_store::Engine;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Map, Value as Json, json};

use crate::records::visit;
use crate::room::Room;

fn exported(room: &Room) -> String {
    let mut out = Format::Csv.mark().to_vec();
    export::parties(&room.session, &Who::everybody(false), Format::Csv, &mut out, &Unwatched).unwrap();
    String::from_utf8(out).unwrap()
}

/// Imports a table as the shell would without a mapping.
fn imported(room: &Room, table: &str) -> ImportReport {
    room.clock.advance(60_000_000);
    let prepared = imports::prepare(&room.session, &room.file(table), PrepareOptions::default()).unwrap();
    let request = ImportRequest { table: prepared.table, mapping: prepared.mapping, dry_run: false };
    imports::run(&room.session, &request, &Unwatched).unwrap()
}

fn added(room: &Room, kind: PartyKind, fields: &[(&str, &str)]) {
    let fields: BTreeMap<_, _> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let external = Vec::new();
    parties::add(&room.session, NewParty { kind, fields, external }).unwrap();
}

/// Texts that spreadsheets, CSV and imports take for something else.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-ZäöüßŁ' ,;\"\n=+@|/:-]{1,12}",
        Just("N/A".to_owned()),
        Just("-".to_owned()),
        Just("'=1+1".to_owned()),
        Just("+49 30 1234567".to_owned()),
        Just("2025-01-02".to_owned()),
    ]
    .prop_filter("a value of blanks is none", |text| !text.trim().is_empty())
}

fn party() -> impl Strategy<Value = (bool, BTreeMap<String, String>)> {
    let names = prop::sample::select(vec![
        "first_name",
        "last_name",
        "title",
        "company",
        "city",
        "note",
        "source",
        "Shoe size",
        "standing",
        "id",
        "hidden",
        "more.x",
    ]);
    let fields = prop::collection::btree_map(names.prop_map(str::to_owned), text(), 0..6);
    let mails = prop::collection::vec("[a-z]{3,8}@[a-z]{3}\\.example", 0..3);
    (any::<bool>(), text(), fields, mails).prop_map(|(is_person, name, mut fields, mails)| {
        fields.insert("name".to_owned(), name);
        if !mails.is_empty() {
            fields.insert("emails".to_owned(), mails.join("; "));
        }
        (is_person, fields)
    })
}

/// What has happened with somebody, and how other systems know them.
#[derive(Clone, Debug)]
struct Happened {
    kinds: Vec<String>,
    ids: Vec<String>,
    is_hidden: bool,
}

fn history() -> impl Strategy<Value = Happened> {
    let kinds = ["form_submitted", "meeting_held", "sales_accepted", "deal_won", "cancelled", "disqualified"];
    let kinds = prop::collection::vec(prop::sample::select(kinds.map(str::to_owned).to_vec()), 0..4);
    let ids =
        prop::sample::subsequence(["crm", "shop/north", "crm-people"].map(str::to_owned).to_vec(), 0..3);
    (kinds, ids, prop::bool::weighted(0.2)).prop_map(|(kinds, ids, is_hidden)| Happened {
        kinds,
        ids,
        is_hidden,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_export_that_comes_in_again_changes_nothing(all in prop::collection::vec((party(), history()), 1..8)) {
        let room = Room::new(Engine::Sqlite);
        for (place, ((is_person, fields), Happened { kinds, ids, is_hidden })) in all.into_iter().enumerate() {
            let kind = if is_person { PartyKind::Person } else { PartyKind::Organization };
            let external = ids.into_iter().map(|system| (system, format!("{place}/; 7"))).collect();
            let id = parties::add(&room.session, NewParty { kind, fields, external }).unwrap();
            for (days_ago, kind) in kinds.into_iter().enumerate() {
                room.record(id, &kind, days_ago as i64 + 1);
            }
            if is_hidden {
                parties::hide(&room.session, id).unwrap();
            }
        }
        let (before, table) = (room.seen(), exported(&room));
        let report = imported(&room, &table);
        prop_assert_eq!((report.created, report.updated, report.rejected, report.kept), (0, 0, 0, 0));
        prop_assert_eq!(report.evidence, 0);
        prop_assert_eq!(room.seen(), before);
        prop_assert_eq!(&exported(&room), &table);
        let mut json = Vec::new();
        export::parties(&room.session, &Who::everybody(true), Format::Json, &mut json, &Unwatched).unwrap();
        let report = imported(&room, std::str::from_utf8(&json).unwrap());
        prop_assert_eq!((report.created, report.updated, report.rejected, report.kept), (0, 0, 0, 0));
        prop_assert_eq!(report.evidence, 0);
        prop_assert_eq!(exported(&room), table);
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_corrected_cell_of_an_export_is_a_correction(#[case] engine: Engine) {
    let room = Room::new(engine);
    added(
        &room,
        PartyKind::Person,
        &[("name", "Mia Kern"), ("city", "Bern"), ("note", "=tall"), ("Shoe size", "38")],
    );
    added(&room, PartyKind::Organization, &[("name", "Aster Labs"), ("city", "Basel")]);
    let table = exported(&room);
    let corrected = table.replace("Bern", "Thun").replace(",38,", ",,");
    let report = imported(&room, &corrected);
    assert_eq!((report.created, report.updated, report.unchanged, report.kept), (0, 1, 1, 0));
    let mia = room.seen().into_values().find(|one| one.fields["name"] == "Mia Kern").unwrap();
    assert_eq!(mia.fields["city"], "Thun");
    assert_eq!(mia.fields["note"], "=tall", "the mark against formulas is no part of the text");
    assert!(!mia.fields.contains_key("Shoe size"), "an emptied cell empties the field");
    // The first export again: Mia has changed since, so that it corrects nothing.
    let old = imported(&room, &table);
    assert_eq!((old.updated, old.kept), (1, 1), "the shoe size fills what is empty; the city is named");
    assert_eq!(room.seen().len(), 2);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_export_comes_into_another_casebook(#[case] engine: Engine) {
    let (room, other) = (Room::new(engine), Room::new(engine));
    added(&room, PartyKind::Person, &[("name", "Mia Kern"), ("city", "Bern")]);
    added(&room, PartyKind::Organization, &[("name", "Aster Labs")]);
    let table = exported(&room);
    let report = imported(&other, &table);
    assert_eq!((report.created, report.rejected), (2, 0));
    let kinds: Vec<&str> = other.seen().keys().map(|id| id.kind().word()).collect();
    assert_eq!(kinds, ["person", "organization"]);
    let again = imported(&other, &table.replace("Bern", "Thun"));
    assert_eq!((again.created, again.kept), (0, 1), "it is known by the id of the other casebook");
    other.assert_verified();
}

/// A table of all records of a type.
fn exported_records(room: &Room, of: &str) -> Vec<u8> {
    let mut table = Format::Csv.mark().to_vec();
    records::export(&room.session, of, &RecordFilter::default(), &mut table, &Unwatched).unwrap();
    table
}

/// A record of a type of which nothing is known but what is given, by the place of its words.
#[derive(Clone, Debug)]
struct Noted {
    of: usize,
    name: String,
    owner: Option<String>,
    ids: Vec<String>,
    fields: Vec<(usize, String)>,
}

fn noted() -> impl Strategy<Value = Noted> {
    let ids = prop::sample::subsequence(["crm", "shop/north"].map(str::to_owned).to_vec(), 0..3);
    let fields = prop::collection::vec((0_usize..40, text()), 0..6);
    (0_usize..10, text(), prop::option::of(text()), ids, fields)
        .prop_map(|(of, name, owner, ids, fields)| Noted { of, name, owner, ids, fields })
}

/// A value for a field of a kind, if one can be made of a text.
fn value(kind: &str, text: &str, party: &str) -> Option<Json> {
    let number = text.len();
    Some(match kind {
        "text" | "long_text" | "user" => json!(text.trim()),
        "number" => json!(number as f64 / 4.0 - 2.0),
        "money" => json!({ "minor": number * 95, "currency": "JPY" }),
        "yes_no" => json!(number.is_multiple_of(2)),
        "date" => json!(format!("2026-01-{:02}", number + 1)),
        "instant" => json!(format!("2026-01-{:02}T09:30:00.25Z", number + 1)),
        "duration" => json!("PT1H30M"),
        "email" => json!("ada@example.org"),
        "phone" => json!("+44 20 7946 0958"),
        "url" => json!("https://example.org/?a=1"),
        "address" => json!({ "city": text.trim(), "street": "Gasse 1; 2" }),
        "party" => json!([{ "party": party, "role": "buyer" }]),
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_export_of_records_that_comes_in_again_changes_nothing(all in prop::collection::vec(noted(), 1..12)) {
        let room = Room::new(Engine::Sqlite);
        records::declare(&room.session, visit()).unwrap();
        let party = room.add(PartyKind::Organization, "Aster Labs").to_string();
        let types = records::types(&room.session).unwrap();
        for (place, Noted { of, name, owner, ids, fields }) in all.into_iter().enumerate() {
            let of = &types[of % types.len()];
            let mut given = Map::new();
            for (field, text) in fields {
                let field = &of.fields[field % of.fields.len()];
                given.extend(value(field.kind.name(), &text, &party).map(|value| (field.name.clone(), value)));
            }
            let external = ids.into_iter().map(|system| (system, format!("{place}/, 7"))).collect();
            let (name, owner) = (Some(name), Some(owner));
            let holds = RecordChange { name, owner, fields: given, external, ..RecordChange::default() };
            // What a type does not let be set together is refused, as a form would be.
            let _ = records::add(&room.session, &of.name, NewRecord { holds });
        }
        for of in &types {
            let table = exported_records(&room, &of.name);
            room.clock.advance(60_000_000);
            let open = Table::open(&room.file(&table), &ReadOptions::default()).unwrap();
            let import = RecordImport { type_name: of.name.clone(), table: open, dry_run: false };
            let report = records::import(&room.session, &import, &Unwatched).unwrap();
            prop_assert_eq!(&report.rejects, &vec![]);
            prop_assert_eq!((report.added, report.edited), (0, 0), "{}", String::from_utf8_lossy(&table));
            prop_assert_eq!(exported_records(&room, &of.name), table);
        }
    }
}
