//! What a lead can be converted into: organizations, people and deals that may be theirs, each with what it matches by.

use casebook_domain::conversion::{OpenGate, Receipt, is_qualified, open_gates, unmet};
use casebook_domain::deals::DEAL;
use casebook_domain::facts::Criterion;
use casebook_domain::filter::{Filter, Leaf};
use casebook_domain::ids::{ChangeSetId, PartyId};
use casebook_domain::likeness::{likeness, telling_words};
use casebook_domain::mail;
use casebook_domain::party::{Fields, PartyKind, emails, phones};
use casebook_domain::records::{FieldCondition, FieldKind, FieldTest, RecordFilter, Scalar};
use casebook_index::{FindRequest, RecordRequest, Row};
use casebook_store::change_entry;

use super::seen::seen;
use crate::desk::Session;
use crate::desk::derivations::derived;
use crate::error::Result;
use crate::parties::{self, Card, MOST_SIMILAR, SimilarRequest};
use crate::records;

/// What a lead can be converted into.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether it may be converted without a stated reason.
    pub qualified: bool,
    /// The criteria that are not met, of the framework whose gate is nearest.
    pub missing: Vec<Criterion>,
    /// What is missing by the gate of each framework, the nearest first.
    pub gates: Vec<OpenGate>,
    /// The conversion that holds, if there is one.
    pub converted: Option<(ChangeSetId, Receipt)>,
    /// What a new account would be called, if the lead says so.
    pub account_name: Option<String>,
    /// Organizations that may be its account, the likeliest first.
    pub accounts: Vec<Candidate>,
    /// Others who may be the same person or organization.
    pub people: Vec<Candidate>,
    /// Open deals of the lead and of those organizations.
    pub deals: Vec<Candidate>,
}

/// A record that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The fields in which both agree, with the value of each.
    pub matched: Vec<(String, String)>,
}

/// From here on a name is that of the same company.
const SAME_NAME: f64 = 0.75;
/// The most organizations and deals that are offered.
const MOST: usize = 10;
/// Rows that a search by domain looks at.
const LOOKED_AT: usize = 50;

/// What a lead can be converted into.
pub fn options(session: &Session, party: PartyId) -> Result<Options> {
    let card = parties::show(session, party)?;
    let now = session.now();
    let (qualified, (missing, gates), converted) = session.read(|connection, words| {
        let derivation = derived(session, connection, words, party)?;
        let converted = change_entry::conversion_of(connection, party)?;
        let converted = converted.and_then(|(set, text)| {
            let receipt = serde_json::from_str(&text).ok()?;
            Some((set, seen(session, receipt)))
        });
        let (facts, frameworks) = (derivation.facts(), &words.frameworks);
        let missing = (unmet(facts, frameworks, now), open_gates(facts, frameworks, now));
        Ok((is_qualified(facts, frameworks, now), missing, converted))
    })?;
    let accounts = match party.kind() {
        PartyKind::Person => accounts_of(session, &card)?,
        PartyKind::Organization => Vec::new(),
    };
    let deals = deals_of(session, party, &accounts)?;
    let account_name = card.fields.get("company").cloned().filter(|_| party.kind() == PartyKind::Person);
    let people = alike(session, &card)?;
    Ok(Options { qualified, missing, gates, converted, account_name, accounts, people, deals })
}

/// Organizations by link, by the name of the company, and by the domain of the mail address: their own, or that of
/// colleagues who belong to them.
fn accounts_of(session: &Session, card: &Card) -> Result<Vec<Candidate>> {
    let domains: Vec<String> =
        emails(&card.fields).iter().filter_map(|email| mail::company_domain(email)).collect();
    let mut found: Vec<Candidate> = Vec::new();
    for link in card.links.iter().filter(|link| link.party.kind() == PartyKind::Organization) {
        add(&mut found, link.party.to_string(), &link.name, ("link", &link.role));
    }
    if let Some(company) = card.fields.get("company").filter(|text| !text.trim().is_empty()) {
        let kind = Some(PartyKind::Organization);
        let request = SimilarRequest { name: company.clone(), kind, fields: Fields::new() };
        for row in parties::similar(session, &request)? {
            if likeness(company, name_of(&row)) >= SAME_NAME {
                let id = row.party.id.to_string();
                add(&mut found, id.clone(), name_of(&row), ("company", company));
                for domain in domains.iter().filter(|domain| has_domain(&row.party.fields, domain)) {
                    add(&mut found, id.clone(), name_of(&row), ("domain", domain));
                }
            }
        }
    }
    for domain in &domains {
        for (id, name) in with_domain(session, card.id, domain)? {
            add(&mut found, id.to_string(), &name, ("domain", domain));
        }
    }
    found.truncate(MOST);
    Ok(found)
}

fn name_of(row: &Row) -> &str {
    row.party.fields.get("name").map(String::as_str).unwrap_or_default()
}

fn add(found: &mut Vec<Candidate>, id: String, name: &str, (field, value): (&str, &str)) {
    let matched = (field.to_owned(), value.to_owned());
    match found.iter_mut().find(|one| one.id == id) {
        Some(known) if known.matched.contains(&matched) => {}
        Some(known) => known.matched.push(matched),
        None => found.push(Candidate { id, name: name.to_owned(), matched: vec![matched] }),
    }
}

/// Organizations with mail addresses of a domain, and those to which people with such addresses belong.
fn with_domain(session: &Session, lead: PartyId, domain: &str) -> Result<Vec<(PartyId, String)>> {
    let text = Filter::Leaf(Leaf::Text(domain.to_owned()));
    let filter = Filter::All(vec![text, Filter::Leaf(Leaf::Hidden(false))]);
    let request = FindRequest { filter, limit: LOOKED_AT, ..FindRequest::default() };
    let mut rows = parties::find(session, &request)?.items;
    rows.retain(|row| row.party.id != lead && has_domain(&row.party.fields, domain));
    let is_person = |row: &&Row| row.party.id.kind() == PartyKind::Person;
    let colleagues: Vec<PartyId> = rows.iter().filter(is_person).map(|row| row.party.id).collect();
    let mut found: Vec<(PartyId, String)> = rows
        .iter()
        .filter(|row| !is_person(row))
        .map(|row| (row.party.id, name_of(row).to_owned()))
        .collect();
    for colleague in colleagues.into_iter().take(MOST) {
        let links = parties::show(session, colleague)?.links.into_iter();
        found.extend(
            links.filter(|one| one.party.kind() == PartyKind::Organization).map(|one| (one.party, one.name)),
        );
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn has_domain(fields: &Fields, domain: &str) -> bool {
    let of_mail = emails(fields).iter().any(|email| mail::domain(email).as_deref() == Some(domain));
    let website = fields.get("website").map(|website| mail::host(website));
    of_mail || website.is_some_and(|host| host == domain || host.ends_with(&format!(".{domain}")))
}

/// Others with the same mail address or phone number, or much the same name.
fn alike(session: &Session, card: &Card) -> Result<Vec<Candidate>> {
    let name = card.fields.get("name").cloned().unwrap_or_default();
    let kind = Some(card.id.kind());
    let request = SimilarRequest { name: name.clone(), kind, fields: card.fields.clone() };
    let rows = parties::similar(session, &request)?;
    let others = rows.iter().filter(|row| row.party.id != card.id).take(MOST_SIMILAR);
    Ok(others.map(|row| candidate_of(&card.fields, row)).collect())
}

fn candidate_of(lead: &Fields, row: &Row) -> Candidate {
    let other = &row.party.fields;
    let shared = |of: fn(&Fields) -> Vec<String>, field: &str| {
        let theirs = of(other);
        of(lead).into_iter().filter(|one| theirs.contains(one)).map(|one| (field.to_owned(), one)).collect()
    };
    let mut matched: Vec<(String, String)> = shared(emails, "email");
    matched.extend::<Vec<_>>(shared(phones, "phone"));
    for field in ["name", "company"] {
        let words =
            |fields: &Fields| telling_words(fields.get(field).map(String::as_str).unwrap_or_default());
        if !words(lead).is_empty() && words(lead) == words(other) {
            matched.push((field.to_owned(), other.get(field).cloned().unwrap_or_default()));
        }
    }
    if matched.is_empty() {
        matched.push(("name".to_owned(), name_of(row).to_owned()));
    }
    Candidate { id: row.party.id.to_string(), name: name_of(row).to_owned(), matched }
}

/// Open deals in which the lead or one of the organizations takes part, the lead's first.
fn deals_of(session: &Session, lead: PartyId, accounts: &[Candidate]) -> Result<Vec<Candidate>> {
    let mut found: Vec<Candidate> = Vec::new();
    let organizations = accounts.iter().filter_map(|one| Some((PartyId::parse(&one.id)?, one.name.clone())));
    let parties: Vec<(PartyId, String)> =
        std::iter::once((lead, String::new())).chain(organizations).collect();
    for (party, name) in parties {
        let open = FieldCondition {
            name: "stage".to_owned(),
            kind: FieldKind::Choice,
            test: FieldTest::OneOf(["won", "lost"].map(|word| Scalar::Choice(word.to_owned())).to_vec()),
        };
        let open = RecordFilter::Not(Box::new(RecordFilter::Field(open)));
        let filter = RecordFilter::All(vec![RecordFilter::Party(party), open]);
        let request = RecordRequest { filter, sort: Vec::new(), cursor: None, limit: MOST };
        for deal in records::find(session, DEAL, &request)?.0 {
            let matched = if party == lead { ("people", "") } else { ("account", name.as_str()) };
            add(&mut found, deal.id(), &deal.row.name, matched);
        }
    }
    found.truncate(MOST);
    Ok(found)
}
