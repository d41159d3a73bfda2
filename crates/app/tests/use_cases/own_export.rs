//! What Casebook exports comes in again: unchanged it changes nothing, and a corrected cell is a correction.

use std::collections::BTreeMap;

use casebook_app::Unwatched;
use casebook_app::domain::party::PartyKind;
use casebook_app::export::{self, Format, Who};
use casebook_app::imports::{self, ImportReport, ImportRequest, PrepareOptions};
use casebook_app::parties::{self, NewParty};
use casebook_store::Engine;
use proptest::prelude::*;
use rstest::rstest;

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_export_that_comes_in_again_changes_nothing(all in prop::collection::vec(party(), 1..8)) {
        let room = Room::new(Engine::Sqlite);
        for (is_person, fields) in all {
            let kind = if is_person { PartyKind::Person } else { PartyKind::Organization };
            parties::add(&room.session, NewParty { kind, fields, external: Vec::new() }).unwrap();
        }
        let (before, table) = (room.seen(), exported(&room));
        let report = imported(&room, &table);
        prop_assert_eq!((report.created, report.updated, report.rejected, report.kept), (0, 0, 0, 0));
        prop_assert_eq!(report.evidence, 0);
        prop_assert_eq!(room.seen(), before);
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
