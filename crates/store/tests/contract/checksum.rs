//! Every row has a valid checksum, whatever wrote it.

use std::collections::BTreeSet;

use casebook_domain::change::{Action, State, What};
use casebook_domain::evidence::{Detail, Evidence, Participant, Via};
use casebook_domain::ids::{
    ChangeId, ChangeSetId, DealId, EvidenceId, FrameworkId, ImportId, LinkId, PartyId, PipelineId, RecordId,
    VocabularyId,
};
use casebook_domain::kind::{Family, KindCode};
use casebook_domain::lifecycle::history::{Cause, StagePeriod};
use casebook_domain::lifecycle::places::Step;
use casebook_domain::party::Fields;
use casebook_domain::records::RecordType;
use casebook_domain::time::{Precision, Timestamp};
use casebook_store::change_entry::ChangeEntry;
use casebook_store::change_set::ChangeSetRow;
use casebook_store::feed::Entry;
use casebook_store::framework::{FrameworkRow, FrameworkState};
use casebook_store::import::{ImportReject, ImportRow, ImportRun};
use casebook_store::integrity::{self, Integrity};
use casebook_store::link::LinkRow;
use casebook_store::party::PartyRow;
use casebook_store::party_key::KeyRow;
use casebook_store::projection::{self, Before, Change, FactsRow, Projection};
use casebook_store::quote::{self, QuoteRow};
use casebook_store::record::{self, RecordParty, RecordRow};
use casebook_store::record_key::{self, RecordKey};
use casebook_store::record_type::{self, RecordTypeRow};
use casebook_store::vocabulary::{VocabularyRow, VocabularyState};
use casebook_store::{
    Connection, Engine, Error, Result, Store, change_entry, change_set, deal_period, evidence, feed,
    framework, import, kind, link, party, party_key, pipeline, setting, tables, vocabulary,
};
use casebook_testkit::{FixedClock, TestDatabase};
use rstest::rstest;

use crate::pipeline::{period, version};

const NOW: Timestamp = FixedClock::START;

fn look(store: &Store) -> Integrity {
    integrity::check(store, &|| false)
}

/// Runs each write in a transaction of its own and looks at every row after each.
fn write_all(store: &Store) {
    let writes =
        [parties, keys, links, pieces, kinds, vocabularies, logs, runs, derived, settings, records, quotes];
    for (number, one) in writes.into_iter().enumerate() {
        for step in 0.. {
            if !store.write(move |c| one(c, step)).unwrap() {
                break;
            }
            let found = look(store);
            assert_eq!((found.damage, found.unchecked), (Vec::new(), 0), "write {number}, step {step}");
        }
    }
}

fn person(name: &str) -> PartyRow {
    let fields = Fields::from([("name".to_owned(), name.to_owned()), ("own".to_owned(), "1".to_owned())]);
    PartyRow { id: PartyId(2), fields, hidden: false, version: 1, created_at: NOW, updated_at: NOW }
}

fn parties(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let others: Vec<PartyRow> =
        (10..60).map(|id| PartyRow { id: PartyId(id * 2), ..person("Somebody") }).collect();
    match step {
        0 => party::insert_many(c, &[person("Ada")])?,
        1 => party::insert_many(c, &others)?,
        2 => assert!(party::update(c, &person("Ada King"))?),
        3 => assert!(!party::update(c, &person("of another version"))?),
        4 => assert_eq!(party::update_many(c, &others)?, 50),
        _ => return Ok(false),
    }
    Ok(true)
}

fn keys(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let key =
        |party| KeyRow { system: "zoho".into(), value: "1".into(), party: PartyId(party), freed: false };
    match step {
        0 => party_key::insert_many(c, &[key(2)])?,
        1 => party_key::pass_on(c, ("zoho", "1"), PartyId(2), PartyId(20))?,
        2 => assert_eq!(party_key::free_of(c, &[PartyId(20)])?, 1),
        3 => party_key::claim_many(c, &[("zoho", "1", PartyId(2)), ("zoho", "2", PartyId(2))])?,
        4 => assert_eq!(party_key::delete_many(c, &[("zoho", "2")])?, 1),
        _ => return Ok(false),
    }
    Ok(true)
}

fn links(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let link = LinkRow {
        id: LinkId(1),
        person: PartyId(2),
        organization: PartyId(5),
        role: "employee".into(),
        from_at: None,
        to_at: None,
        change_set: None,
        ended: false,
    };
    match step {
        0 => link::insert_many(c, &[link])?,
        1 => {
            let again = LinkRow { id: LinkId(2), from_at: Some(NOW), ended: true, ..link.clone() };
            link::put_many(c, &[again, LinkRow { id: LinkId(3), role: "buyer".into(), ..link }])?;
        }
        2 => assert!(link::set_ended(c, LinkId(1), false)?),
        3 => assert!(link::set_to(c, LinkId(1), Some(NOW))?),
        _ => return Ok(false),
    }
    Ok(true)
}

fn pieces(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let participant = |role: &str| Participant { party: PartyId(2), role: role.to_owned() };
    let piece = |id| Evidence {
        id: EvidenceId(id),
        kind: KindCode(1),
        occurred_at: None,
        precision: Precision::Unknown,
        recorded_at: NOW,
        recorded_by: "ada".into(),
        via: Via::Shell,
        deal: None,
        amount: None,
        product_line: None,
        names: None,
        detail: Detail::default(),
        participants: vec![participant("subject")],
    };
    let added = [(EvidenceId(1), participant("observer")), (EvidenceId(1), participant("subject"))];
    match step {
        0 => evidence::insert_many(c, &[piece(1)], ChangeSetId(1))?,
        1 => evidence::insert_many(c, &(2..40).map(piece).collect::<Vec<_>>(), ChangeSetId(1))?,
        2 => assert_eq!(evidence::add_participants(c, &added)?, 1),
        3 => assert_eq!(evidence::remove_participants(c, &added[..1])?, 1),
        _ => return Ok(false),
    }
    Ok(true)
}

fn kinds(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    if step == 0 {
        kind::insert(c, KindCode(1_000), "showroom_visited", Family::Interest)?;
    }
    Ok(step == 0)
}

fn vocabularies(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let row = VocabularyRow {
        id: VocabularyId(1),
        name: "mine".into(),
        version: 1,
        title: "Mine".into(),
        source: "…".into(),
        state: VocabularyState::Building,
        created_at: NOW,
        recorded_by: "ada".into(),
        frameworks: Some("bant/2 journey/1".into()),
    };
    let framework = FrameworkRow {
        id: FrameworkId(1),
        name: "bant".into(),
        version: 2,
        title: "BANT".into(),
        source: "…".into(),
        state: FrameworkState::Building,
        created_at: NOW,
        recorded_by: "ada".into(),
    };
    match step {
        0 => vocabulary::insert(c, &row)?,
        1 => assert!(vocabulary::set_state(c, VocabularyId(1), VocabularyState::Active)?),
        2 => framework::insert(c, &framework)?,
        3 => assert!(framework::set_state(c, FrameworkId(1), FrameworkState::Active)?),
        _ => return Ok(false),
    }
    Ok(true)
}

fn logs(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let entry = |id| Entry { id, at: NOW, actor: "ada".into(), via: Via::Shell, changes: Vec::new() };
    let row = ChangeEntry {
        change_set: ChangeSetId(1),
        id: ChangeId(1),
        at: NOW,
        action: Action::PartyEdited,
        record: Some(2),
        row_key: None,
        party: Some(PartyId(2)),
        detail: "{}".into(),
    };
    let set = ChangeSetRow {
        id: ChangeSetId(1),
        at: NOW,
        actor: "ada".into(),
        via: Via::Shell,
        what: What::Bulk,
        state: State::Running,
        counts: "{}".into(),
        reverses: None,
        request: String::new(),
        finished_at: None,
    };
    match step {
        0 => change_entry::insert_many(c, &[row])?,
        4 => change_set::insert(c, &set)?,
        5 => {
            let ended = ChangeSetRow { state: State::Done, finished_at: Some(NOW), ..set };
            assert!(change_set::update(c, &ended)?);
        }
        1 => feed::append(c, &entry(1))?,
        2 => assert!(!feed::number(c)?),
        3 => feed::append_after(c, 9, &entry(2))?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn runs(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let run = ImportRun {
        id: ImportId(1),
        feed: "zoho".into(),
        file: "leads.csv".into(),
        file_digest: "abc".into(),
        mapping: "[columns]".into(),
        mapping_digest: "def".into(),
        state: "running".into(),
        rows_done: 0,
        created: 1,
        updated: 2,
        unchanged: 3,
        rejected: 4,
        evidence: 5,
        position: 6,
        started_at: NOW,
        finished_at: None,
        recorded_by: "ada".into(),
        report: String::new(),
    };
    let row = |key: i64, digest: &str| ImportRow {
        feed: "zoho".into(),
        row_key: key.to_string(),
        party: None,
        import: ImportId(1),
        digest: digest.into(),
        fields: "{}".into(),
        evidence: "[]".into(),
        state: "live".into(),
    };
    let reject = ImportReject {
        import: ImportId(1),
        seq: 0,
        line: 2,
        column_name: String::new(),
        value: String::new(),
        reason: "no name".into(),
        record: "[]".into(),
    };
    match step {
        0 => import::insert_run(c, &run)?,
        1 => assert!(import::update_run(
            c,
            &ImportRun { state: "done".into(), finished_at: Some(NOW), report: "{}".into(), ..run }
        )?),
        2 => import::insert_rows(c, &(0..30).map(|key| row(key, "d")).collect::<Vec<_>>())?,
        3 => import::put_rows(c, &[row(1, "e"), row(99, "e")])?,
        4 => import::insert_rejects(c, &[reject])?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn derived(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let period = |stage, entered: i64| StagePeriod {
        stage,
        entered_at: Some(Timestamp(entered)),
        step: Step::Instant,
        left_at: None,
        entered_by: Cause::Time,
        left_by: None,
    };
    let of = |pieces: i64, stages: Vec<StagePeriod>| Projection {
        party: PartyId(2),
        facts: Some(FactsRow {
            projection_version: 1,
            pieces,
            first_at: None,
            last_at: Some(NOW),
            handed_over: (pieces > 1).then_some(EvidenceId(1)),
            facts: vec![0, pieces as u8],
        }),
        stages: vec![(VocabularyId(1), stages)],
        standings: Vec::new(),
    };
    let (before, after) = (of(1, vec![period(0, 1)]), of(2, vec![period(0, 1), period(1, 2)]));
    match step {
        0 => projection::replace_many(c, &[before], Before::Nothing)?,
        1 => projection::change_many(c, &[Change { before, after }])?,
        2 => projection::replace_many(c, &[after], Before::Something)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn settings(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    match step {
        0 => setting::set(c, "a", "1")?,
        1 => setting::set(c, "a", "2")?,
        2 => setting::change(c, "a", "3")?,
        3 => assert!(setting::insert(c, "b", "1")?),
        4 => assert!(!setting::insert(c, "b", "2")?),
        _ => return Ok(false),
    }
    Ok(true)
}

fn records(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let row = crate::record::row(3, "Press");
    let key = RecordKey { system: ":code".into(), value: "a".into() };
    let of =
        RecordParty { party: PartyId(2), record: RecordId(3), field: "people".into(), role: "guest".into() };
    match step {
        0 => record::insert_many(c, std::slice::from_ref(&row))?,
        1 => assert_eq!(record::update_many(c, &[RecordRow { name: "Drill".into(), ..row }])?, 1),
        2 => record::set_parties(c, &[RecordId(3)], &[of])?,
        3 => record_key::insert_many(c, "visit", &[(RecordId(3), key)])?,
        4 => {
            let declaration = RecordType::built_in()[0].clone();
            let row = RecordTypeRow { version: 1, declaration, created_at: NOW, recorded_by: "ada".into() };
            record_type::insert(c, &row)?;
        }
        5 => pipeline::insert(c, &version(1, "renewals", 1, true))?,
        6 => assert!(pipeline::set_active(c, PipelineId(1), false)?),
        7 => deal_period::insert(c, &[(DealId(3), vec![period("lost", Some(1), None)])].into())?,
        8 => deal_period::replace(c, &[(DealId(3), vec![period("won", None, None)])].into())?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn quotes(c: &mut Connection<'_>, step: i32) -> Result<bool> {
    let draft = crate::quote::draft(7, 70);
    match step {
        0 => quote::insert(c, &draft)?,
        1 => assert!(quote::write_draft(c, &crate::quote::sent(&draft, 1))?),
        2 => {
            let row = quote::get(c, draft.id)?.unwrap();
            assert!(quote::move_on(c, &QuoteRow { answer: Some("{}".into()), ..row })?);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn after_every_kind_of_write_each_checksum_holds(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store.fill_in_checksums().unwrap();
    write_all(store);
    // Nothing with a checksum is left out above.
    let all = store.read(tables).unwrap();
    let empty: BTreeSet<String> = all
        .iter()
        .filter(|table| table.column_names().contains(&"checksum"))
        .filter(|table| {
            let sql = format!("SELECT 1 FROM {} LIMIT 1", table.name);
            store.read(|c| c.query_one(&sql, &[], |_| Ok(()))).unwrap().is_none()
        })
        .map(|table| table.name.clone())
        .collect();
    assert_eq!(empty, BTreeSet::from(["standing_period".to_owned()]), "of the shape of stage_period");
    let without: BTreeSet<&str> = all
        .iter()
        .filter(|table| !table.column_names().contains(&"checksum"))
        .map(|table| table.name.as_str())
        .collect();
    assert_eq!(without, BTreeSet::from(["change_outbox", "node_lease", "process_lock", "request_key"]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn rows_of_earlier_programs_get_their_checksums_later(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    write_all(store);
    let many: Vec<ChangeEntry> = (100..2_600)
        .map(|id| ChangeEntry {
            change_set: ChangeSetId(1),
            id: ChangeId(id),
            at: NOW,
            action: Action::PartyEdited,
            record: Some(2),
            row_key: None,
            party: None,
            detail: "{}".into(),
        })
        .collect();
    store.write(move |c| change_entry::insert_many(c, &many)).unwrap();
    for table in store.read(tables).unwrap() {
        if table.column_names().contains(&"checksum") {
            let sql = format!("UPDATE {} SET checksum = NULL", table.name);
            store.write(move |c| c.execute(&sql, &[])).unwrap();
        }
    }
    let before = look(store);
    assert_eq!((before.rows, before.damage.as_slice()), (0, &[][..]));
    assert!(before.unchecked > 2_600, "{before:?}");
    store.fill_in_checksums().unwrap();
    let after = look(store);
    // The setting that says so is one row more.
    assert_eq!((after.rows, after.unchecked, after.damage), (before.unchecked + 1, 0, Vec::new()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_altered_row_is_named_and_its_damage_never_hidden(#[case] engine: Engine) {
    let database = TestDatabase::new(engine);
    let store = database.store();
    store.fill_in_checksums().unwrap();
    write_all(store);
    store.write(|c| c.execute("UPDATE record SET name = 'Mill' WHERE id = 3", &[])).unwrap();
    let found = look(store).damage;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].table.as_str(), found[0].row.as_deref()), ("record", Some("id=3")));
    let row = RecordRow { version: 2, ..crate::record::row(3, "Looms") };
    let refused = store.write(move |c| record::update_many(c, std::slice::from_ref(&row)));
    assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
    // From then on nothing is written, and what can be read is read.
    let refused = store.write(|c| setting::set(c, "a", "4"));
    assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
    assert!(store.damage().is_some());
    assert_eq!(store.read(|c| setting::get(c, "a")).unwrap().as_deref(), Some("3"));
    let anew = Store::open(database.url()).unwrap();
    assert!(anew.damage().is_none());
}
