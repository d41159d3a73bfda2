//! Rows that cannot be taken: each is reported with its place and reason, and the others go on.

use casebook_app::domain::party::PartyKind;
use casebook_app::parties::{self, NewParty};
use casebook_store::Engine;
use rstest::rstest;

use crate::reimport::{CRM, crm};
use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn bad_rows_are_listed_and_the_rest_goes_on(#[case] engine: Engine) {
    let room = Room::new(engine);
    let long = "x".repeat(70_000);
    let report = room.import(
        CRM,
        &crm(&[
            "1,Ada,ada@example.org,Rome,web,,2026-01-05,New",
            "2,Bob,bob@example.org,Rome,web,,31/31/2026,New",
            "3,E\0ve,eve@example.org,Rome,web,,2026-01-05,New",
            &format!("4,Zoe,zoe@example.org,{long},web,,2026-01-05,New"),
            "5,Kim,kim@example.org,Rome,web,,2026-01-05,New,surplus",
            "6,Lea,lea@example.org,Rome,web,,2031-01-05,New",
            ",,,,,,2026-01-05,New",
            "8,Max,max@example.org,Rome,web,,2026-01-05,New",
        ]),
    );
    assert_eq!((report.created, report.rejected), (2, 6));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(report.rejected_file.unwrap())
        .unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let listed: Vec<(&str, &str)> = rows.iter().map(|row| (&row[0], &row[1])).collect();
    assert_eq!(listed[0], ("line", "column"));
    assert_eq!(listed[1], ("3", "Created"));
    assert_eq!(listed[2].0, "4");
    assert_eq!(listed[3], ("5", "City"));
    assert_eq!(listed[4].0, "6");
    assert_eq!(listed[5].0, "7");
    assert_eq!(listed[6].0, "8");
    assert_eq!(&rows[1][2], "31/31/2026");
    assert_eq!((&rows[1][4], &rows[1][5], &rows[1][6]), ("2", "Bob", "bob@example.org"));
    assert!(rows[5][3].contains("more than a day ahead"), "{}", &rows[5][3]);
    assert!(rows[6][3].contains("identifies no one"), "{}", &rows[6][3]);
    assert!(rows.iter().skip(1).all(|row| !row[3].is_empty()));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn rows_can_be_corrected_in_the_list_of_the_refused(#[case] engine: Engine) {
    let room = Room::new(engine);
    let report = room.import(CRM, &crm(&["2,Bob,bob@example.org,Rome,web,,31/31/2026,New"]));
    assert_eq!((report.created, report.rejected), (0, 1));
    let listed = std::fs::read_to_string(report.rejected_file.unwrap()).unwrap();
    let corrected = listed.replace("31/31/2026", "2026-01-31");
    let report = room.import(CRM, &corrected);
    assert_eq!((report.created, report.rejected), (1, 0));
    assert_eq!(room.facts(room.party("crm/2")).len(), 1);
}

/// Text that no engine can make short.
fn noise(length: usize, seed: u64) -> String {
    let mut state = seed;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[(state >> 33) as usize % 36])
    };
    (0..length).map(|_| letter()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn keys_and_names_may_be_longer_than_an_index_has_room_for(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (id, mail, name) = (noise(9_000, 1), format!("{}@example.org", noise(9_000, 2)), noise(60_000, 3));
    let company = noise(9_000, 4);
    let deals = "name = \"deals\"\nsystem = \"crm\"\n[party]\nkind = \"person\"\nexternal_id = \"Id\"\n\
                 [deal]\nid = \"Deal\"\ntitle = \"Title\"\n[[evidence]]\nkind = \"deal_opened\"\nat = \"At\"\n";
    let row = format!("{id},{name},{mail},Rome,web,{company},2026-01-05,New");
    let report = room.import(CRM, &crm(&[&row]));
    assert_eq!((report.created, report.rejected), (1, 0));
    let again = room.import(CRM, &crm(&[&row]));
    assert_eq!((again.created, again.unchanged), (0, 1));
    let file = format!("Id,Deal,Title,At\n{id},{},{},2026-02-01\n", noise(9_000, 5), noise(9_000, 6));
    let report = room.import(deals, &file);
    assert_eq!((report.created, report.updated, report.rejected), (0, 1, 0), "she is known by her long id");
    let ada = room.party(&format!("crm/{id}"));
    assert_eq!(room.party(&id), ada);
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("prospect"));
    let twin = NewParty {
        kind: PartyKind::Person,
        fields: [("name".to_owned(), "Twin".to_owned())].into_iter().collect(),
        external: vec![("crm".to_owned(), id.clone())],
    };
    assert!(parties::add(&room.session, twin.clone()).is_err(), "the id is taken");
    let other = NewParty { external: vec![("crm".to_owned(), format!("{id}x"))], ..twin };
    parties::add(&room.session, other).unwrap();
    room.assert_verified();
}
