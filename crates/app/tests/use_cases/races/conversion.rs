//! Conversions of one lead by many at the same moment.

use casebook_app::Error;
use casebook_app::conversion::{AccountChoice, Conversion, DealChoice, convert};
use casebook_app::domain::party::PartyKind;
use casebook_app::parties::NewParty;
use casebook_app::records::RecordChange;
use casebook_store::Engine;
use rstest::rstest;

use super::{ROUNDS, only, race};
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
