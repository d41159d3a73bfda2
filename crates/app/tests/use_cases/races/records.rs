//! Links, deals, keys of requests, runs of imports and files that were handed over.

use std::collections::HashSet;
use std::io::Write as _;
use std::sync::Barrier;

use casebook_app::domain::party::PartyKind;
use casebook_app::evidence::NewEvidence;
use casebook_app::imports::{self, Uploads};
use casebook_app::links::{self, NewLink};
use casebook_app::requests::RequestKey;
use casebook_app::tables::read::ReadOptions;
use casebook_app::{Error, evidence, parties};
use casebook_store::Engine;
use rstest::rstest;

use super::{CONTENDERS, ROUNDS, only, race};
use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_link_is_made_once_and_taken_back_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let person = room.add(PartyKind::Person, "Ada");
    let organization = room.add(PartyKind::Organization, "Mill");
    let rounds = race(&room, |session, round, _| {
        let role = format!("role {round}");
        links::add(session, NewLink { person, organization, role, from: None, to: None }).unwrap().id
    });
    let made: Vec<_> = rounds
        .into_iter()
        .map(|outcomes| {
            let ids: HashSet<_> = outcomes.into_iter().collect();
            assert_eq!(ids.len(), 1);
            ids.into_iter().next().unwrap()
        })
        .collect();
    let rounds = race(&room, |session, round, _| links::take_back(session, made[round]));
    for (round, outcomes) in rounds.into_iter().enumerate() {
        only(round, outcomes, |error| matches!(error, Error::NotFound { .. }));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn evidence_that_names_a_new_deal_at_the_same_moment_is_of_one_deal(#[case] engine: Engine) {
    let room = Room::new(engine);
    // Each takes part in a few of them: what is derived of somebody with hundreds takes long.
    let parties: Vec<_> = (0..ROUNDS).map(|n| room.add(PartyKind::Person, &format!("P{n}"))).collect();
    let rounds = race(&room, |session, round, who| {
        let detail = [("deal".to_owned(), format!("deal {round}").into())].into_iter().collect();
        let new = NewEvidence { kind: "deal_opened".to_owned(), detail, ..NewEvidence::default() };
        evidence::record(session, parties[(round / CONTENDERS * CONTENDERS + who) % ROUNDS], new)
            .unwrap()
            .deal
            .unwrap()
    });
    for (round, outcomes) in rounds.into_iter().enumerate() {
        assert_eq!(outcomes.into_iter().collect::<HashSet<_>>().len(), 1, "round {round}");
    }
    assert_eq!(room.count("SELECT count(*) FROM record WHERE type = 'deal'"), ROUNDS as i64);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_request_that_is_sent_many_times_at_once_is_carried_out_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let rounds = race(&room, |session, round, _| {
        let key = RequestKey { key: format!("key {round}"), digest: "the same".to_owned() };
        let fields = [("name".to_owned(), format!("P{round}"))].into_iter().collect();
        let new = parties::NewParty { kind: PartyKind::Person, fields, external: Vec::new() };
        parties::add(&session.for_request(key), new)
    });
    for (round, outcomes) in rounds.into_iter().enumerate() {
        only(round, outcomes, |error| matches!(error, Error::Repeated));
    }
    assert_eq!(room.count("SELECT count(*) FROM party"), ROUNDS as i64);
}

const MAPPING: &str = "name = \"list\"\n[party]\nkind = \"person\"\nkey = [\"email\"]\n\
                       [fields]\nemail = \"Mail\"\n";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_file_is_imported_by_one_at_a_time(#[case] engine: Engine) {
    let room = Room::new(engine);
    let files: Vec<_> = (0..ROUNDS)
        .map(|round| room.request(MAPPING, &format!("Mail\np{round}@example.org\n"), false))
        .collect();
    let all_tried = Barrier::new(CONTENDERS);
    let rounds = race(&room, |session, round, _| {
        let begun = imports::begin(session, files[round].table.clone(), &files[round].mapping);
        // Under way until each of the others has tried.
        all_tried.wait();
        begun.map(|begun| begun.id())
    });
    for (round, outcomes) in rounds.into_iter().enumerate() {
        only(round, outcomes, |error| matches!(error, Error::Refused(_)));
    }
    assert_eq!(room.count("SELECT count(*) FROM import_run"), ROUNDS as i64);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_file_that_was_handed_over_is_removed_or_imported_and_never_both(#[case] engine: Engine) {
    let room = Room::new(engine);
    let uploads = Uploads::in_folder(room.folder.path().join("uploads"));
    let kept: Vec<_> = (0..ROUNDS)
        .map(|round| {
            let mut arriving = uploads.begin(&room.session, "people.csv").unwrap();
            arriving.write_all(format!("Mail\np{round}@example.org\n").as_bytes()).unwrap();
            let upload = arriving.finish(&room.session).unwrap();
            let path = uploads.path(upload.id);
            let opened =
                imports::open(&room.session, ("people.csv", &path), &ReadOptions::default(), MAPPING);
            (upload.id, path, opened.unwrap())
        })
        .collect();
    let rounds = race(&room, |session, round, who| {
        let (id, _, (table, mapping)) = &kept[round];
        match who {
            0 => imports::begin(session, table.clone(), mapping).map(|begun| Some(begun.id())),
            _ => uploads.remove(session, *id).map(|()| None),
        }
    });
    for ((round, outcomes), (_, path, _)) in rounds.into_iter().enumerate().zip(&kept) {
        let begun = outcomes.iter().flatten().any(Option::is_some);
        let removed = outcomes.iter().flatten().any(Option::is_none);
        assert_eq!((begun, removed), (path.exists(), !path.exists()), "round {round}: {outcomes:?}");
    }
}
