//! Comparing what is stored with what must be there.

use std::collections::BTreeMap;

use casebook_app::domain::evidence::Evidence;
use casebook_app::domain::ids::{PartyId, RecordId};
use casebook_app::domain::kind::Kinds;
use casebook_app::imports::ImportReport;

use super::model::{Counts, Model};
use super::stored::{Held, Holding};

pub fn counts(report: &ImportReport) -> Counts {
    let unknown = report.unknown_values.iter().cloned().map(|(column, value, rows)| ((column, value), rows));
    Counts {
        created: report.created,
        updated: report.updated,
        unchanged: report.unchanged,
        rejected: report.rejected,
        evidence: report.evidence,
        kept: report.kept,
        are_owners_named: false,
        unknown: unknown.collect(),
    }
}

/// Parties in words, in the order of these.
pub type Lines<T> = Vec<(String, T)>;

/// Each party in one line: its kind, its fields, where it works, what happened. Those of the model are told apart by
/// nothing else.
pub fn lines(model: &Model, holding: &Holding, kinds: &Kinds) -> (Lines<usize>, Lines<PartyId>) {
    let mut expected: Lines<usize> =
        (0..model.parties.len()).map(|place| (expected(model, place), place)).collect();
    let mut found: Lines<PartyId> =
        holding.parties.iter().map(|(id, held)| (line(holding, *id, held, kinds), *id)).collect();
    expected.sort();
    found.sort();
    (expected, found)
}

fn expected(model: &Model, place: usize) -> String {
    let party = &model.parties[place];
    let name = |place: &usize| {
        let account = &model.parties[*place];
        account.fields.get("name").or(account.id.as_ref()).cloned().unwrap_or_default()
    };
    let mut accounts: Vec<String> = party.accounts.iter().map(name).collect();
    let fact = |one: &super::facts::Fact| {
        let sale = one.sale.as_ref().and_then(|key| model.sales.iter().find(|(sale, _)| sale.key == *key));
        let sale = sale.map(|(sale, _)| sale.title.as_ref().unwrap_or(&sale.key.1).clone());
        format!("{} {:?} {} {:?} {sale:?}", one.kind, one.at, one.is_earliest, one.money)
    };
    let mut facts: Vec<String> = party.facts.iter().map(fact).collect();
    accounts.sort();
    facts.sort();
    format!("{} {:?} {accounts:?}\n    {}", party.is_person, party.fields, facts.join("\n    "))
}

fn line(holding: &Holding, id: PartyId, held: &Held, kinds: &Kinds) -> String {
    let mut fields = held.fields.clone();
    if has_stand_in(id, held) {
        fields.remove("name");
    }
    let name = |id: &PartyId| holding.parties.get(id).and_then(|held| held.fields.get("name")).cloned();
    let mut accounts: Vec<String> = held.accounts.iter().filter_map(name).collect();
    let mut facts: Vec<String> = holding.about(id).map(|one| fact(holding, one, kinds)).collect();
    accounts.sort();
    facts.sort();
    let is_person = id.kind().word() == "person";
    format!("{is_person} {fields:?} {accounts:?}\n    {}", facts.join("\n    "))
}

/// Whether nobody has given the party its name.
fn has_stand_in(id: PartyId, held: &Held) -> bool {
    let Some(name) = held.fields.get("name") else { return false };
    let is_address = ["email", "phone", "website"].iter().any(|field| held.fields.get(*field) == Some(name));
    is_address || held.keys.iter().any(|(_, value)| value == name) || id.to_string() == *name
}

fn fact(holding: &Holding, one: &Evidence, kinds: &Kinds) -> String {
    let at = one.occurred_at.map(|at| (at.0, one.precision.is_day()));
    let money = one.amount.map(|money| (money.minor, money.currency.code().to_owned()));
    let sales: BTreeMap<RecordId, &str> =
        holding.sales.iter().map(|sale| (sale.id, sale.name.as_str())).collect();
    let sale = one.deal.map(|deal| *sales.get(&RecordId(deal.0)).unwrap_or(&"a sale that is not there"));
    let is_earliest = one.precision.is_earliest();
    format!("{} {at:?} {is_earliest} {money:?} {sale:?}", kinds.name(one.kind))
}
