//! A dry run says what the import would come to, and stores nothing.

use casebook_app::imports::ImportReport;
use casebook_store::Engine;
use rstest::rstest;

use crate::reimport::{CRM, crm};
use crate::room::Room;

const CALLS: &str = r#"
name = "calls"
system = "crm"
[party]
kind = "person"
external_id = "Id"
known = true
[row]
key = ["Call"]
[[evidence]]
kind = "call_held"
at = "At"
detail = { topic = "Topic" }
"#;

fn counts(report: &ImportReport) -> ([u64; 6], Vec<(String, String, u64)>) {
    let unknown = report.unknown_values.clone();
    let of =
        [report.created, report.updated, report.unchanged, report.rejected, report.evidence, report.kept];
    (of, unknown)
}

fn people(city: &str) -> String {
    let mut rows = Vec::new();
    for n in 0..1_000 {
        let created = if n % 90 == 7 { "never" } else { "2025-11-02" };
        let status = if n % 3 == 0 { "Qualified" } else { "Asleep" };
        // Keys that come back in the same batch and in another.
        let id = if n % 10 == 9 { n - 1 - (n % 400) / 2 } else { n };
        rows.push(format!("{id},P{n},p{id}@example.org,{city},,Firm {},{created},{status}", n % 30));
    }
    crm(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_dry_run_stores_nothing_and_predicts_the_import(#[case] engine: Engine) {
    let room = Room::new(engine);
    let calls =
        "Call,Id,At,Topic\n1,0,2026-01-01,a\n2,0,2026-01-02,b\n3,9999,2026-01-02,b\n4,9999,2026-01-02,c\n";
    let more_calls = "Call,Id,At,Topic\n1,0,2026-01-01,a\n2,0,2026-01-02,changed\n5,1,2026-01-02,new\n";
    let steps = [
        (CALLS, calls.to_owned()),
        (CRM, people("Rome")),
        (CRM, people("Rome")),
        (CALLS, calls.to_owned()),
        (CALLS, more_calls.to_owned()),
        (CRM, people("Milan")),
    ];
    for (step, (mapping, file)) in steps.iter().enumerate() {
        if step == 5 {
            room.edit(room.party("crm/0"), "city", "Paris");
        }
        let before = room.rows();
        let predicted = room.dry_run(mapping, file);
        assert_eq!(predicted.import, None);
        assert_eq!(room.rows(), before, "a dry run stores nothing");
        let report = room.import(mapping, file);
        assert_eq!(counts(&predicted), counts(&report), "step {step}");
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn values_of_rejected_rows_are_not_among_those_that_are_kept(#[case] engine: Engine) {
    const TALKS: &str = r#"
name = "talks"
system = "crm"
[party]
kind = "person"
external_id = "Id"
known = true
[row]
key = ["Call"]
[[evidence]]
column = "Type"
[evidence.values]
Call = { kind = "call_held" }
"#;
    let room = Room::new(engine);
    room.import(CRM, &crm(&["7,Mia Kern,mia@x.example,Rome,,,2025-11-02,Asleep"]));
    let talks = "Call,Id,Type\n1,7,Call\n2,7,Fax\n3,99,Fax\n4,99,Telex\n";
    for report in [room.dry_run(TALKS, talks), room.import(TALKS, talks)] {
        assert_eq!((report.rejected, report.updated), (2, 2));
        assert_eq!(report.unknown_values, [("Type".to_owned(), "Fax".to_owned(), 1)]);
    }
}

#[rstest]
#[case::equal_rows("Ann,Call,a\nAnn,Call,a\n", 1)]
#[case::another_key("Ann,Visit,c\nBob,Call,b\n", 0)]
#[case::somebody_left("Ann,Call,a\n", 1)]
fn a_dry_run_of_the_next_export_says_what_the_import_does(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
    #[case] rows: &str,
    #[case] absent: u64,
) {
    const TALKS: &str = "name = \"talks\"\n[party]\nkind = \"person\"\nkey = [\"name\"]\n[fields]\nname = \"Name\"\n\
        [row]\nkey = [\"Name\", \"Type\"]\n";
    let room = Room::new(engine);
    room.import(TALKS, "Name,Type,Topic\nAnn,Call,a\nAnn,Call,a\nBob,Call,b\n");
    let table = format!("Name,Type,Topic\n{rows}");
    let (predicted, report) = (room.dry_run(TALKS, &table), room.import(TALKS, &table));
    assert_eq!((predicted.absent, report.absent), (absent, absent));
    assert_eq!(counts(&predicted), counts(&report));
}
