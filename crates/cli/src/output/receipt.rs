//! What a conversion came to, as JSON: of the command, and of the refusal of a second one.

use casebook_app::conversion::{Item, Receipt};
use casebook_app::domain::ids::{ChangeSetId, PartyId};
use serde_json::{Value, json};

/// What a conversion came to.
pub fn receipt_json(set: Option<ChangeSetId>, receipt: &Receipt) -> Value {
    json!({
        "change_set": set.map(|id| id.to_string()),
        "account": receipt.account.map(|id: PartyId| id.to_string()),
        "deal": receipt.deal.map(|id| id.to_string()),
        "made": receipt.made.iter().map(item_json).collect::<Vec<_>>(),
        "kept": receipt.kept.iter().map(item_json).collect::<Vec<_>>(),
        "stages": receipt.stages,
        "reason": receipt.reason,
    })
}

fn item_json(item: &Item) -> Value {
    json!({
        "what": item.what,
        "record": item.record,
        "name": item.name,
        "field": item.field,
        "reason": item.reason,
    })
}
