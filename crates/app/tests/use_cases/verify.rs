//! Whatever is changed behind the casebook's back in what is derived, `verify` names the party and `rebuild`
//! repairs it.

use casebook_app::domain::evidence::Via;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::party::PartyKind;
use casebook_app::records::{self, NewRecord, RecordChange};
use casebook_app::{Unwatched, parties, rebuild};
use casebook_store::{Class, Engine, tables};
use rstest::rstest;

use crate::room::Room;

/// Two parties with periods of stage and standing that end, by evidence and by time.
fn room(engine: Engine) -> (Room, PartyId, PartyId) {
    let room = Room::new(engine);
    let (ada, bob) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Person, "Bob"));
    for party in [ada, bob] {
        room.record(party, "webinar_attended", 300);
        room.record(party, "sales_accepted", 200);
        room.record_all(party, "parked", 150, "{\"until\": \"2026-01-31\"}").unwrap();
        room.record(party, "purchased", 20);
        room.record(party, "cancelled", 10);
    }
    room.assert_verified();
    (room, ada, bob)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn one_value_altered_in_any_column_is_found_and_repaired(#[case] engine: Engine) {
    let (room, ada, _) = room(engine);
    let all = room.database.store().read(tables).unwrap();
    let mut altered = 0;
    for name in ["party_facts", "stage_period", "standing_period"] {
        let table = all.iter().find(|table| table.name == name).unwrap();
        let order = table.key.join(", ");
        let keys: Vec<String> = table.key.iter().map(|key| format!("t.{key} = f.{key}")).collect();
        for column in &table.columns {
            let changed = match column.class {
                Class::Int => format!("coalesce(t.{}, 0) + 7", column.name),
                Class::Text => format!("coalesce(t.{}, '') || 'x'", column.name),
                Class::Bytes if engine == Engine::Sqlite => "CAST(t.facts || x'00' AS BLOB)".to_owned(),
                Class::Bytes => "t.facts || '\\x00'::bytea".to_owned(),
            };
            // The first row of the party, and no other.
            let first =
                format!("SELECT {order} FROM {name} WHERE party = {} ORDER BY {order} LIMIT 1", ada.0);
            room.sql(&format!(
                "UPDATE {name} AS t SET {} = {changed} FROM ({first}) f WHERE {}",
                column.name,
                keys.join(" AND ")
            ));
            let differences = room.verify().differences;
            let what = format!("{name}.{}", column.name);
            assert!(
                differences.iter().any(|one| one.party == Some(ada) && one.table == name),
                "{what}: {differences:?}"
            );
            rebuild::rebuild(&room.session, &Unwatched).unwrap();
            assert_eq!(room.verify().differences, [], "{what} is repaired");
            altered += 1;
        }
    }
    assert_eq!(altered, 8 + 10 + 10, "every column of the three tables");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn rows_missing_and_rows_of_nobody_are_found_and_repaired(#[case] engine: Engine) {
    let (room, ada, bob) = room(engine);
    for table in ["party_facts", "stage_period", "standing_period"] {
        room.sql(&format!("DELETE FROM {table} WHERE party = {}", ada.0));
        let differences = room.verify().differences;
        assert!(
            differences.iter().all(|one| one.party == Some(ada) && one.table == table),
            "{differences:?}"
        );
        assert_eq!(differences.len(), 1, "{table}");
        rebuild::rebuild(&room.session, &Unwatched).unwrap();
        room.assert_verified();

        let nobody = bob.0 + 40;
        let columns = match table {
            "party_facts" => "projection_version, pieces, first_at, last_at, facts",
            "stage_period" => "vocabulary, seq, stage, entered_at, left_at, entered_by, left_by",
            _ => "seq, standing, reason, entered_at, left_at, entered_by, left_by",
        };
        room.sql(&format!(
            "INSERT INTO {table} (party, {columns}) SELECT {nobody}, {columns} FROM {table} WHERE party = {}",
            bob.0
        ));
        let differences = room.verify().differences;
        assert!(differences.iter().any(|one| one.party == Some(PartyId(nobody)) && one.table == table));
        rebuild::rebuild(&room.session, &Unwatched).unwrap();
        room.assert_verified();
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn references_that_lead_nowhere_are_named(#[case] engine: Engine) {
    let (room, ada, bob) = room(engine);
    room.record_all(ada, "deal_opened", 5, "{\"deal\": \"big one\"}").unwrap();
    let piece = room.record(bob, "call_held", 1);
    casebook_app::evidence::retract(&room.session, piece.id, "a mistake").unwrap();
    room.assert_verified();
    room.sql("DELETE FROM record");
    let differences = room.verify().differences;
    assert!(
        differences
            .iter()
            .any(|one| one.party == Some(ada) && one.what.contains("a deal that does not exist"))
    );
    room.sql(&format!("DELETE FROM evidence WHERE id = {}", piece.id.0));
    let differences = room.verify().differences;
    assert!(
        differences.iter().any(|one| one.party == Some(bob) && one.table == "evidence_party"),
        "{differences:?}"
    );
    assert!(
        differences.iter().any(|one| one.party == Some(bob) && one.table == "evidence"),
        "{differences:?}"
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn hidden_parties_are_checked_and_not_counted(#[case] engine: Engine) {
    let (room, ada, _) = room(engine);
    assert_eq!((room.verify().parties, room.verify().evidence), (2, 12));
    parties::hide(&room.session, ada).unwrap();
    assert_eq!((room.verify().parties, room.verify().evidence), (1, 6));
    room.sql(&format!("UPDATE party_facts SET pieces = 1 WHERE party = {}", ada.0));
    assert_eq!(room.verify().differences[0].party, Some(ada));
    assert_eq!(room.session.via(), Via::Import);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_damaged_record_is_named_as_a_row_and_not_as_a_party(#[case] engine: Engine) {
    let (room, ..) = room(engine);
    let holds = RecordChange { name: Some("Press".into()), ..RecordChange::default() };
    let press = records::add(&room.session, "product", NewRecord { holds }).unwrap().row.id;
    room.assert_verified();
    room.sql("UPDATE record SET search = 'x'");
    let differences = room.verify().differences;
    let places: Vec<_> = differences.iter().map(|one| (one.party, one.table, one.row.clone())).collect();
    assert_eq!(places, [(None, "record", Some(format!("id={}", press.0)))]);
    assert!(!differences[0].is_of_what_is_derived());
}
