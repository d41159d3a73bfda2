//! Conversions of one lead by many at the same moment.

use std::thread;

use casebook_app::conversion::{
    AccountChoice, AccountRule, BulkConversion, Conversion, DealChoice, convert, convert_all,
};
use casebook_app::domain::filter::{Filter, Leaf};
use casebook_app::domain::party::PartyKind;
use casebook_app::parties::NewParty;
use casebook_app::records::RecordChange;
use casebook_app::{Error, Unwatched};
use casebook_store::Engine;
use rstest::rstest;

use super::{CONTENDERS, ROUNDS, only, race};
use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_lead_is_converted_once_and_makes_one_account_and_one_deal(#[case] engine: Engine) {
    let room = Room::new(engine);
    let leads: Vec<_> = (0..ROUNDS).map(|n| room.add(PartyKind::Person, &format!("P{n}"))).collect();
    let rounds = race(&room, |session, round, _| {
        // One name for all of them: who makes it first has the key of it, and others wait for that.
        let fields = [("name".to_owned(), "Mill".to_owned())].into_iter().collect();
        let account = NewParty { kind: PartyKind::Organization, fields, external: Vec::new() };
        let deal = RecordChange { name: Some("Looms".to_owned()), ..RecordChange::default() };
        let conversion = Conversion {
            account: Some(AccountChoice::Create(account)),
            deal: Some(DealChoice::Create(deal)),
            reason: Some("all at once".to_owned()),
        };
        convert(session, leads[round], conversion)
    });
    for (round, outcomes) in rounds.into_iter().enumerate() {
        only(round, outcomes, |error| matches!(error, Error::Converted(_)));
    }
    for table in ["record", "party WHERE id % 2 = 1", "change_entry WHERE action = 'party_converted'"] {
        assert_eq!(room.count(&format!("SELECT count(*) FROM {table}")), ROUNDS as i64, "{table}");
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn leads_that_many_convert_together_have_one_conversion_and_companies_one_account(#[case] engine: Engine) {
    const LEADS: usize = 120;
    const COMPANIES: usize = 9;
    let room = Room::new(engine);
    for number in 0..LEADS {
        let lead = room.add(PartyKind::Person, &format!("Lead {number}"));
        room.edit(lead, "company", &format!("Company {}", number * 7 % COMPANIES));
    }
    let asked = BulkConversion {
        filter: Filter::Leaf(Leaf::Kind(PartyKind::Person)),
        account: AccountRule::MatchOrCreate,
        deal: Some(RecordChange::default()),
        reason: Some("all at once".to_owned()),
        request: "{}".to_owned(),
    };
    let another = room.another();
    let converted = thread::scope(|scope| {
        let run = |who: usize| {
            let session = if who.is_multiple_of(2) { &room.session } else { &another };
            convert_all(session, &asked, &Unwatched).unwrap().converted
        };
        let contenders: Vec<_> = (0..CONTENDERS).map(|who| scope.spawn(move || run(who))).collect();
        contenders.into_iter().map(|one| one.join().unwrap()).sum::<u64>()
    });
    assert_eq!(converted, LEADS as u64);
    assert_eq!(room.count("SELECT count(*) FROM party WHERE id % 2 = 1"), COMPANIES as i64);
    assert_eq!(room.count("SELECT count(*) FROM record"), LEADS as i64);
    room.assert_verified();
}
