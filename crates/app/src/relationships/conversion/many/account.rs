//! The account of one lead among many: the organization that it belongs to, the one of its company's name, or a new one.

use std::collections::BTreeMap;

use casebook_domain::ids::PartyId;
use casebook_domain::key::{ORGANIZATION, storable};
use casebook_domain::mail;
use casebook_domain::party::{
    Fields, PARENT_ROLE, PartyKind, are_two_organizations, emails, qualified_names,
};
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;
use casebook_store::link::{self, LinkRow};
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key;

use super::super::request::AccountChoice;
use super::request::AccountRule;
use crate::desk::Work;
use crate::error::{Error, Result};
use crate::parties::{NewParty, new_row};

/// What is known about the accounts of some leads, read together.
#[derive(Default)]
pub(super) struct Accounts {
    links: BTreeMap<PartyId, Vec<PartyId>>,
    named: BTreeMap<String, PartyId>,
    rows: BTreeMap<PartyId, PartyRow>,
}

impl Accounts {
    /// Reads the organizations to which these leads belong, and those of the names of their companies.
    pub fn load(work: &mut Work<'_, '_>, rule: AccountRule, leads: &[PartyRow]) -> Result<Self> {
        let mut accounts = Self::default();
        let mut wanted = Vec::new();
        match rule {
            AccountRule::None => {}
            AccountRule::Link(account) => wanted.push(account),
            AccountRule::Match | AccountRule::MatchOrCreate => {
                accounts.read_links(work, leads)?;
                accounts.read_names(work, leads)?;
                wanted.extend(accounts.links.values().flatten().chain(accounts.named.values()));
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        let rows = party::get_many(work.connection, &wanted)?;
        accounts.rows = rows.into_iter().filter(|row| !row.hidden).map(|row| (row.id, row)).collect();
        Ok(accounts)
    }

    /// The organizations that may be linked.
    pub fn rows(&self) -> &BTreeMap<PartyId, PartyRow> {
        &self.rows
    }

    fn read_links(&mut self, work: &mut Work<'_, '_>, leads: &[PartyRow]) -> Result<()> {
        let people: Vec<PartyId> = people(leads).map(|row| row.id).collect();
        let now = work.now;
        let is_current =
            |one: &LinkRow| !one.ended && one.role != PARENT_ROLE && one.to_at.is_none_or(|end| end > now);
        for one in link::of_parties(work.connection, &people)?.iter().filter(|one| is_current(one)) {
            let organizations = self.links.entry(one.person).or_default();
            if work.session.sees(one.organization) && !organizations.contains(&one.organization) {
                organizations.push(one.organization);
            }
        }
        Ok(())
    }

    fn read_names(&mut self, work: &mut Work<'_, '_>, leads: &[PartyRow]) -> Result<()> {
        let names: Vec<String> = people(leads).flat_map(|row| names_of(&row.fields)).collect();
        let keys: Vec<(&str, &str)> = names.iter().map(|name| (ORGANIZATION, name.as_str())).collect();
        for (name, named) in names.iter().zip(party_key::find_many(work.connection, &keys)?) {
            let found = named.filter(|named| !named.freed && work.session.sees(named.party));
            self.named.extend(found.map(|named| (name.clone(), named.party)));
        }
        Ok(())
    }

    /// The account of a lead, and its name; nothing where there is none. Several that are as good are refused.
    pub fn choose(&self, rule: AccountRule, lead: &PartyRow) -> Result<Option<(AccountChoice, String)>> {
        if lead.id.kind() == PartyKind::Organization {
            return Ok(None);
        }
        match rule {
            AccountRule::None => Ok(None),
            AccountRule::Link(account) => Ok(Some(self.linked(account))),
            AccountRule::Match => self.matching(lead),
            AccountRule::MatchOrCreate => Ok(self.matching(lead)?.or_else(|| new_account(lead))),
        }
    }

    fn matching(&self, lead: &PartyRow) -> Result<Option<(AccountChoice, String)>> {
        let belongs = self.links.get(&lead.id).map(Vec::as_slice).unwrap_or_default();
        let belongs: Vec<PartyId> = belongs.iter().copied().filter(|id| self.rows.contains_key(id)).collect();
        let named = self.named_by(lead);
        match (belongs.as_slice(), named) {
            ([only], _) => Ok(Some(self.linked(*only))),
            ([], named) => Ok(named.map(|id| self.linked(id))),
            (several, Some(named)) if several.contains(&named) => Ok(Some(self.linked(named))),
            (several, _) => Err(Error::Ambiguous {
                given: "account".to_owned(),
                candidates: several.iter().map(ToString::to_string).collect(),
            }),
        }
    }

    /// The organization of the company's name: of several in different towns, the one of the lead's town or domain.
    fn named_by(&self, lead: &PartyRow) -> Option<PartyId> {
        let company = Fields::from([("name".to_owned(), company(&lead.fields)?.to_owned())]);
        let found = names_of(&lead.fields).into_iter().filter_map(|name| self.named.get(&name));
        let mut fitting = found
            .filter(|id| self.rows.get(id).is_some_and(|row| !are_two_organizations(&company, &row.fields)));
        fitting.next().copied()
    }

    fn linked(&self, account: PartyId) -> (AccountChoice, String) {
        let name = self.rows.get(&account).and_then(|row| row.fields.get("name").cloned());
        (AccountChoice::Link(account), name.unwrap_or_default())
    }

    /// Notes an organization that a conversion has made of a lead's company: the next lead of it belongs there.
    pub fn note(&mut self, lead: &PartyRow, made: PartyId, now: Timestamp) -> Option<&PartyRow> {
        let fields = Fields::from([("name".to_owned(), company(&lead.fields)?.to_owned())]);
        let names = std::iter::once(fold(fields.get("name")?)).chain(qualified_names(&fields));
        for name in names {
            self.named.entry(storable(&name).into_owned()).or_insert(made);
        }
        Some(self.rows.entry(made).or_insert(new_row(made, fields, now)))
    }
}

fn people(leads: &[PartyRow]) -> impl Iterator<Item = &PartyRow> {
    leads.iter().filter(|row| row.id.kind() == PartyKind::Person)
}

fn company(fields: &Fields) -> Option<&str> {
    fields.get("company").map(|name| name.trim()).filter(|name| !name.is_empty())
}

/// The keys under which the organization of a lead may be known, the most telling first.
fn names_of(lead: &Fields) -> Vec<String> {
    let Some(company) = company(lead) else { return Vec::new() };
    let mut organization = Fields::from([("name".to_owned(), company.to_owned())]);
    let domain = emails(lead).iter().find_map(|email| mail::company_domain(email));
    organization.extend(domain.map(|domain| ("website".to_owned(), domain)));
    organization.extend(lead.get("city").map(|city| ("city".to_owned(), city.clone())));
    let names = qualified_names(&organization).into_iter().chain([fold(company)]);
    names.map(|name| storable(&name).into_owned()).filter(|name| !name.is_empty()).collect()
}

fn new_account(lead: &PartyRow) -> Option<(AccountChoice, String)> {
    let name = company(&lead.fields)?.to_owned();
    let fields = Fields::from([("name".to_owned(), name.clone())]);
    let new = NewParty { kind: PartyKind::Organization, fields, external: Vec::new() };
    Some((AccountChoice::Create(new), name))
}
