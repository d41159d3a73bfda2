//! Whose an id is: of a person, an organization, a deal, or of something that happened.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::text::fold;

use super::column::Column;
use super::dictionary::Meaning as M;
use super::draft::Draft;

#[rustfmt::skip]
const OF: &[(M, &[&str])] = &[
    (M::PersonId, &["lead", "contact", "person", "people", "mql", "prospect", "kontakt", "osoba", "persona", "personne"]),
    (M::OrganizationId, &[
        "account", "organization", "organisation", "company", "org", "firm", "firma", "firmen", "unternehmen",
        "unternehmens", "entreprise", "empresa", "societe", "organizacion", "organizace", "organizacao",
    ]),
    (M::CustomerId, &["customer", "client", "kunden", "kunde", "cliente", "zakaznik", "zakaznika"]),
    (M::DealId, &["deal", "opportunity", "potential", "opp", "trato", "obchod", "affaire", "negocio"]),
    (M::FactId, &[
        "order", "ticket", "submission", "history", "activity", "form", "form submission", "response", "form response",
        "event", "call", "meeting", "invoice", "payment", "transaction", "case", "conversation", "message", "entry",
        "task", "booking", "registration", "request", "session", "log", "purchase", "interaction", "note", "quote",
        "survey", "visit", "download", "click", "bestell", "bestellung", "bestellungs", "rechnungs", "vorgangs",
        "commande", "facture", "pedido", "factura", "objednavka", "stage history", "opportunity history",
        "deal history",
    ]),
];

/// What may stand before the noun: whose number it is.
#[rustfmt::skip]
const WHOSE: &[&str] = &[
    "crm", "external", "internal", "legacy", "unique", "salesforce", "hubspot", "zoho", "pipedrive", "sugar", "associated",
    "primary associated",
];

/// Words behind the noun that make an id of it.
const IDS: &[&str] = &[" id", " uuid", " guid", " number", " no", " nr", " nummer", " num"];

/// What an id names by its header in plain words. `account number` and the like are written for people to read, so that
/// only of customers and of what happened they are ids.
pub fn meaning(words: &str) -> Option<M> {
    let (noun, is_number) = match IDS.iter().find_map(|end| Some((words.strip_suffix(end)?, *end))) {
        Some((noun, end)) => (noun, !end.ends_with("id")),
        None => match ["nummer", "id"].iter().find_map(|end| Some((words.strip_suffix(end)?, *end))) {
            Some((noun, end)) => (noun, end != "id"),
            None => return None,
        },
    };
    let noun = WHOSE.iter().find_map(|whose| noun.strip_prefix(whose)?.strip_prefix(' ')).unwrap_or(noun);
    let (found, _) = OF.iter().find(|(_, nouns)| nouns.contains(&noun))?;
    let is_id = !is_number || matches!(found, M::CustomerId | M::FactId);
    is_id.then_some(*found)
}

/// Whose the ids of a list of people are.
#[derive(Debug, Default)]
pub struct Whose {
    /// The columns of the person's own id, the first that is filled.
    pub own: Vec<String>,
    /// The columns of the account's id.
    pub organization: Vec<String>,
}

/// Decides whose the ids of a list of people are, by headers and by values: an id that repeats for people of different
/// names and addresses is not their own.
pub fn whose(draft: &Draft<'_>) -> Whose {
    let all = |meaning| draft.all(meaning).map(|column| column.header.clone()).collect::<Vec<_>>();
    let mut whose = Whose { own: Vec::new(), organization: all(M::OrganizationId) };
    let own = draft.columns.iter().filter(|column| matches!(column.meaning, Some(M::PersonId | M::Id)));
    let (others, own): (Vec<&Column>, Vec<&Column>) =
        own.partition(|column| People::of(draft).are_several_under(column) == Repeated::Mostly);
    if let Some((first, more)) = own.split_first() {
        whose.own.push(first.header.clone());
        let has_gaps = first.values.len() < first.cells.len();
        let further = more.iter().filter(|one| has_gaps && one.meaning == Some(M::PersonId));
        whose.own.extend(further.map(|one| one.header.clone()));
    }
    let companies = draft.first(M::Company);
    let of_accounts = others.iter().filter(|one| companies.is_some_and(|names| goes_with(one, names)));
    whose.organization.extend(of_accounts.map(|one| one.header.clone()));
    for column in draft.all(M::CustomerId) {
        match customer(draft, column, !whose.own.is_empty()) {
            Some(M::PersonId) => whose.own.push(column.header.clone()),
            Some(_) => whose.organization.push(column.header.clone()),
            None => {}
        }
    }
    whose
}

/// Whether a customer's id is the person's or the account's; nothing, if it can be neither.
fn customer(draft: &Draft<'_>, column: &Column, has_own_id: bool) -> Option<M> {
    let filled = |names: &&Column| names.values.len() * 2 >= column.values.len();
    let companies = draft.first(M::Company).filter(filled);
    if People::of(draft).are_several_under(column) != Repeated::Never {
        return companies.is_none_or(|names| goes_with(column, names)).then_some(M::OrganizationId);
    }
    let is_of_account = companies.is_some_and(|names| goes_with(names, column))
        && (has_own_id || draft.first(M::Email).is_some());
    if is_of_account { Some(M::OrganizationId) } else { (!has_own_id).then_some(M::PersonId) }
}

/// Whether each value of a column comes with one value of the other.
fn goes_with(column: &Column, other: &Column) -> bool {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let pairs = column.cells.iter().zip(&other.cells).filter(|(one, two)| !one.is_empty() && !two.is_empty());
    let mut differing = 0;
    for (one, two) in pairs {
        let two = fold(two);
        differing += usize::from(*seen.entry(one).or_insert_with(|| two.clone()) != two);
    }
    // A few companies are written in two ways.
    differing * 10 <= seen.len()
}

/// How often an id stands for different people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeated {
    Never,
    Sometimes,
    /// More often than for one.
    Mostly,
}

/// The people of the sample by what tells them apart.
struct People<'g> {
    mails: Vec<&'g Column>,
    names: Vec<&'g Column>,
}

impl<'g> People<'g> {
    fn of(draft: &Draft<'g>) -> Self {
        let names = draft
            .columns
            .iter()
            .filter(|one| matches!(one.meaning, Some(M::Name | M::FirstName | M::LastName)));
        Self { mails: draft.all(M::Email).collect(), names: names.collect() }
    }

    fn row(columns: &[&Column], place: usize) -> String {
        let cells = columns.iter().filter_map(|column| column.cells.get(place));
        fold(&cells.map(String::as_str).collect::<Vec<_>>().join(" "))
    }

    /// Who has the same address or the same name is one; else two differ in what both have.
    fn are_several_under(&self, id: &Column) -> Repeated {
        let mut first: BTreeMap<&str, (String, String)> = BTreeMap::new();
        let (mut again, mut others) = (BTreeSet::new(), BTreeSet::new());
        for (place, value) in id.cells.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            let (mail, name) = (Self::row(&self.mails, place), Self::row(&self.names, place));
            let Some((its_mail, its_name)) = first.get(value.as_str()) else {
                first.insert(value, (mail, name));
                continue;
            };
            again.insert(value);
            let same = |one: &str, two: &str| !one.is_empty() && one == two;
            let differ = |one: &str, two: &str| !one.is_empty() && !two.is_empty() && one != two;
            let is_one = same(&mail, its_mail) || same(&name, its_name);
            if !is_one && (differ(&mail, its_mail) || differ(&name, its_name)) {
                others.insert(value);
            }
        }
        match others.len() {
            0 => Repeated::Never,
            several if several * 2 > again.len() => Repeated::Mostly,
            _ => Repeated::Sometimes,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::header::plain;
    use super::*;

    #[rstest]
    #[case("Account ID", Some(M::OrganizationId))]
    #[case("AccountId", Some(M::OrganizationId))]
    #[case("accountid", Some(M::OrganizationId))]
    #[case("CRM Company ID", Some(M::OrganizationId))]
    #[case("Customer No.", Some(M::CustomerId))]
    #[case("Kundennummer", Some(M::CustomerId))]
    #[case("contact_id", Some(M::PersonId))]
    #[case("Order ID", Some(M::FactId))]
    #[case("history_id", Some(M::FactId))]
    #[case("Submission ID", Some(M::FactId))]
    #[case("Rechnungsnummer", Some(M::FactId))]
    #[case("opportunity_id", Some(M::DealId))]
    #[case("Contact No.", None)]
    #[case("Parent Account ID", None)]
    #[case("Owner ID", None)]
    #[case("Game ID", None)]
    #[case("Paid", None)]
    fn an_id_is_of_what_its_header_names(#[case] header: &str, #[case] expected: Option<M>) {
        assert_eq!(meaning(&plain(header)), expected);
    }
}
