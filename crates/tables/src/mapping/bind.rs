//! Binding a mapping to the headers of a file, so that a row needs no lookup by name.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use casebook_domain::key::{MAIL, ORGANIZATION, PHONE};
use casebook_domain::kind::KindCode;
use casebook_domain::money::Currency;
use casebook_domain::money::amount::DecimalSign;
use casebook_domain::party::{ContactPoints, PartyKind, is_standard};
use casebook_domain::text::fold;
use jiff::tz::TimeZone;

use super::{Claim, Claims, Mapping, MappingProblem, ParticipantKey, SharedMail, Source};
use crate::dates::DateReader;
use crate::nearest::nearest;
use crate::rejected::REJECTED_COLUMNS;

/// A mapping bound to the columns of a file.
#[derive(Clone, Debug)]
pub struct BoundMapping {
    pub(super) headers: Vec<String>,
    /// The name under which a column is kept if nothing else uses its value; `None` if it is ignored.
    pub(super) own_names: Vec<Option<String>>,
    /// The columns in the order of their names, so that their order in the file does not matter.
    pub(super) sorted: Vec<usize>,
    pub(super) kind: PartyKind,
    pub(super) known: bool,
    pub(super) shared_mail: SharedMail,
    pub(super) external_id: Vec<usize>,
    pub(super) key: Vec<(Arc<str>, Vec<String>)>,
    pub(super) row_key: Vec<usize>,
    pub(super) system: Arc<str>,
    pub(super) row_system: Arc<str>,
    pub(super) fields: Vec<BoundField>,
    pub(super) export: Option<BoundExport>,
    pub(super) organization: Option<BoundOrganization>,
    pub(super) deal: Option<BoundDeal>,
    pub(super) participants: Vec<BoundParticipant>,
    pub(super) evidence: Vec<BoundEvidence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Email,
    Phone,
    /// Several email addresses, phone numbers or postal addresses.
    Several(ContactPoints),
    Known,
    Own,
}

#[derive(Clone, Debug)]
pub(super) struct BoundField {
    pub name: String,
    pub kind: FieldKind,
    pub columns: Vec<usize>,
    pub between: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct BoundExport {
    pub id: usize,
    pub kind: Option<usize>,
    pub external: Option<usize>,
    pub updated_at: Option<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct BoundOrganization {
    pub name: Option<usize>,
    pub role: String,
    pub external_id: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct BoundDeal {
    pub id: Vec<usize>,
    /// Whether its id is that of the party.
    pub is_of_party: bool,
    pub title: Option<usize>,
    pub amount: Option<usize>,
    pub currency: Option<usize>,
    pub default_currency: Option<Currency>,
    pub decimal: Option<DecimalSign>,
    pub product_line: Option<usize>,
    pub owner: Option<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct BoundParticipant {
    pub column: usize,
    pub role: String,
    pub by: ParticipantKey,
    pub kind: Option<PartyKind>,
}

#[derive(Clone, Debug)]
pub(super) struct BoundEvidence {
    pub when: Option<usize>,
    pub claims: BoundClaims,
}

#[derive(Clone, Debug)]
pub(super) enum BoundClaims {
    Always(BoundClaim),
    ByValue { column: usize, values: HashMap<String, Option<BoundClaim>> },
}

#[derive(Clone, Debug)]
pub(super) struct BoundClaim {
    pub kind: KindCode,
    pub family: casebook_domain::kind::Family,
    pub id: Option<usize>,
    pub at: Option<(usize, DateReader)>,
    pub earliest: bool,
    pub detail: Vec<(String, usize)>,
    pub constant: BTreeMap<String, String>,
    pub deal: bool,
}

impl Mapping {
    /// Finds the mapping's columns among the headers; reports all missing ones at once.
    pub fn bind(&self, headers: &[String]) -> Result<BoundMapping, Vec<MappingProblem>> {
        let mut binding = Binding { mapping: self, headers, problems: Vec::new() };
        let bound = binding.whole();
        if binding.problems.is_empty() { Ok(bound) } else { Err(binding.problems) }
    }
}

struct Binding<'m> {
    mapping: &'m Mapping,
    headers: &'m [String],
    problems: Vec<MappingProblem>,
}

impl Binding<'_> {
    fn whole(&mut self) -> BoundMapping {
        let mapping = self.mapping;
        let mut ignored = self.columns(&mapping.ignore);
        let is_of_rejected_table = |header: &String| REJECTED_COLUMNS.contains(&header.as_str());
        ignored.extend(
            (0..self.headers.len())
                .filter(|place| self.headers.get(*place).is_some_and(is_of_rejected_table)),
        );
        let own_name = |(place, header): (usize, &String)| {
            let taken = is_standard(header) || mapping.fields.contains_key(header);
            let name = if taken { format!("{header} (as given)") } else { header.clone() };
            (!ignored.contains(&place)).then_some(name)
        };
        let mut sorted: Vec<usize> = (0..self.headers.len()).collect();
        sorted.retain(|place| !self.headers.get(*place).is_some_and(is_of_rejected_table));
        sorted.sort_by_key(|place| self.headers.get(*place));
        BoundMapping {
            headers: self.headers.to_vec(),
            own_names: self.headers.iter().enumerate().map(own_name).collect(),
            sorted,
            kind: mapping.party.kind,
            known: mapping.party.known,
            shared_mail: mapping.party.shared_mail,
            external_id: self.columns(&mapping.party.external_id),
            key: mapping
                .party
                .key
                .iter()
                .map(|parts| (key_system(parts, mapping.party.kind), parts.clone()))
                .collect(),
            row_key: self.columns(&mapping.row_key),
            system: mapping.system.as_str().into(),
            row_system: format!(":row:{}", mapping.name).into(),
            fields: mapping.fields.iter().map(|(name, source)| self.field(name, source)).collect(),
            export: mapping.export.as_ref().map(|export| BoundExport {
                id: self.column(&export.id),
                kind: self.optional(export.kind.as_ref()),
                external: self.optional(export.external.as_ref()),
                updated_at: self.optional(export.updated_at.as_ref()),
            }),
            organization: mapping.organization.as_ref().map(|organization| BoundOrganization {
                name: self.optional(organization.name.as_ref()),
                role: organization.role.clone(),
                external_id: self.columns(&organization.external_id),
            }),
            deal: self.deal(),
            participants: mapping
                .participants
                .iter()
                .map(|one| BoundParticipant {
                    column: self.column(&one.column),
                    role: one.role.clone(),
                    by: one.by,
                    kind: one.kind,
                })
                .collect(),
            evidence: mapping
                .evidence
                .iter()
                .map(|one| BoundEvidence {
                    when: self.optional(one.when.as_ref()),
                    claims: self.claims(&one.claims),
                })
                .collect(),
        }
    }

    fn deal(&mut self) -> Option<BoundDeal> {
        let deal = self.mapping.deal.as_ref()?;
        let party = &self.mapping.party;
        let of_key = party.key.first().map(|fields| {
            let first = |field: &String| self.mapping.fields.get(field)?.columns().first().cloned();
            fields.iter().filter_map(first).collect::<Vec<_>>()
        });
        let is_of_party = !deal.id.is_empty()
            && (deal.id == party.external_id || of_key.is_some_and(|columns| columns == deal.id));
        Some(BoundDeal {
            id: self.columns(&deal.id),
            is_of_party,
            title: self.optional(deal.title.as_ref()),
            amount: self.optional(deal.amount.as_ref()),
            currency: self.optional(deal.currency.as_ref()),
            default_currency: deal.default_currency,
            decimal: deal.decimal,
            product_line: self.optional(deal.product_line.as_ref()),
            owner: self.optional(deal.owner.as_ref()),
        })
    }

    fn field(&mut self, name: &str, source: &Source) -> BoundField {
        let kind = match name {
            "email" => FieldKind::Email,
            "phone" => FieldKind::Phone,
            name => match ContactPoints::from_field_name(name) {
                Some(points) => FieldKind::Several(points),
                None if is_standard(name) => FieldKind::Known,
                None => FieldKind::Own,
            },
        };
        let between = match source {
            Source::First(_) => None,
            Source::Joined(_, between) => Some(between.clone()),
        };
        BoundField { name: name.to_owned(), kind, columns: self.columns(source.columns()), between }
    }

    fn claims(&mut self, claims: &Claims) -> BoundClaims {
        match claims {
            Claims::Always(claim) => BoundClaims::Always(self.claim(claim)),
            Claims::ByValue { column, values } => BoundClaims::ByValue {
                column: self.column(column),
                values: values
                    .iter()
                    .map(|(value, claim)| (fold(value), claim.as_ref().map(|claim| self.claim(claim))))
                    .collect(),
            },
        }
    }

    fn claim(&mut self, claim: &Claim) -> BoundClaim {
        BoundClaim {
            kind: claim.kind.code,
            family: claim.kind.family,
            id: self.optional(claim.id.as_ref()),
            at: claim.at.as_ref().map(|column| (self.column(column), self.dates(column))),
            earliest: claim.earliest,
            detail: claim.detail.iter().map(|(name, column)| (name.clone(), self.column(column))).collect(),
            constant: claim.constant.clone(),
            deal: claim.deal,
        }
    }

    fn dates(&mut self, column: &str) -> DateReader {
        let dates = &self.mapping.dates;
        let named = dates.zone.as_deref().unwrap_or("UTC");
        let zone = TimeZone::get(named).unwrap_or_else(|_| {
            let problem = MappingProblem {
                line: 0,
                column: 0,
                message: format!("`{named}` is not a known time zone"),
                expected: vec!["UTC".to_owned()],
            };
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
            TimeZone::UTC
        });
        let orders = dates.columns.get(column).unwrap_or(&dates.orders).clone();
        DateReader { formats: dates.formats.clone(), orders, zone }
    }

    fn optional(&mut self, name: Option<&String>) -> Option<usize> {
        name.map(|name| self.column(name))
    }

    fn columns(&mut self, names: &[String]) -> Vec<usize> {
        names.iter().map(|name| self.column(name)).collect()
    }

    /// The column of that exact name, else the only one that differs from it only in case, accents or spaces.
    fn column(&mut self, name: &str) -> usize {
        if let Some(place) = self.headers.iter().position(|header| header == name) {
            return place;
        }
        let folded = fold(name);
        let mut alike = self.headers.iter().enumerate().filter(|(_, header)| fold(header) == folded);
        if let (Some((place, _)), None) = (alike.next(), alike.next()) {
            return place;
        }
        let (line, column) = self.mapping.places.0.get(name).copied().unwrap_or_default();
        let near = nearest(name, self.headers.iter().map(String::as_str));
        let expected = if near.is_empty() { self.headers.iter().take(20).cloned().collect() } else { near };
        let problem =
            MappingProblem { line, column, message: format!("the file has no column `{name}`"), expected };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
        0
    }
}

fn key_system(parts: &[String], kind: PartyKind) -> Arc<str> {
    let joined = parts.join("+");
    match joined.as_str() {
        "email" => MAIL.into(),
        "phone" => PHONE.into(),
        "name" if kind == PartyKind::Organization => ORGANIZATION.into(),
        _ => format!(":{joined}").into(),
    }
}
