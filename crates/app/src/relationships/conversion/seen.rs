//! A receipt as a session sees it: what is out of its scope is named nowhere in it.

use casebook_domain::conversion::{Item, Part, Receipt};
use casebook_domain::deals::DEAL;
use casebook_domain::ids::{PartyId, RecordId};

use crate::desk::Session;

/// The receipt without an account, people and a deal that the session does not see.
pub(super) fn seen(session: &Session, receipt: Receipt) -> Receipt {
    let account = receipt.account.filter(|account| session.sees(*account));
    let deal = receipt.deal.filter(|_| session.sees_workspace());
    let hides_account = receipt.account.is_some() && account.is_none();
    let is_seen = |item: &Item| {
        let record = item.record.as_deref().unwrap_or_default();
        match PartyId::parse(record) {
            // The name of the account stands in the lead's own field.
            Some(party) => session.sees(party),
            None if RecordId::parse_as(DEAL, record).is_some() => session.sees_workspace(),
            None => item.what != Part::Link || !hides_account,
        }
    };
    let seen = |items: Vec<Item>| items.into_iter().filter(is_seen).collect();
    Receipt { account, deal, made: seen(receipt.made), kept: seen(receipt.kept), ..receipt }
}
