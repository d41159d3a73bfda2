//! The digest by which an unchanged row is recognized.

use casebook_domain::party::Fields;
use casebook_domain::text::hexadecimal;

use super::super::canonical::Canonical;
use super::{Key, MappedEvidence, OrganizationRef, PartyKeyed};

/// Of everything that a row says.
pub(super) fn digest(
    row_key: &str,
    party: &PartyKeyed,
    fields: &Fields,
    organization: Option<&OrganizationRef>,
    evidence: &[MappedEvidence],
) -> [u8; 16] {
    let mut canonical = Canonical::default();
    canonical.part(row_key);
    canonical.part(party.kind.word());
    party.keys.iter().for_each(|key| one_key(&mut canonical, key));
    for (name, value) in fields {
        canonical.part(name);
        canonical.part(value);
    }
    canonical.part("organization");
    if let Some(organization) = organization {
        canonical.part(&organization.name);
        canonical.part(&organization.role);
        organization.keys.iter().for_each(|key| one_key(&mut canonical, key));
    }
    for one in evidence {
        one_evidence(&mut canonical, one);
    }
    canonical.finish()
}

/// The digest of a row whose deal has an owner. An owner alone does not make it another row.
pub(super) fn with_owners(content: [u8; 16], evidence: &[MappedEvidence]) -> [u8; 16] {
    let mut owners = evidence
        .iter()
        .filter_map(|one| one.deal.as_ref())
        .filter_map(|deal| deal.owner.as_deref())
        .peekable();
    if owners.peek().is_none() {
        return content;
    }
    let mut canonical = Canonical::default();
    canonical.part(&hexadecimal(&content));
    owners.for_each(|owner| canonical.part(owner));
    canonical.finish()
}

fn one_key(canonical: &mut Canonical, key: &Key) {
    canonical.part(&key.system);
    canonical.part(&key.value);
}

fn one_evidence(canonical: &mut Canonical, one: &MappedEvidence) {
    canonical.part("evidence");
    canonical.number(i64::from(one.kind.0));
    canonical.number(one.occurred_at.map_or(i64::MIN, |time| time.0));
    canonical.part(one.precision.word());
    if let Some(deal) = &one.deal {
        one_key(canonical, &deal.key);
        canonical.part(deal.title.as_deref().unwrap_or_default());
    }
    if let Some(amount) = one.amount {
        canonical.part(amount.currency.code());
        canonical.number(amount.minor);
    }
    canonical.part(one.product_line.as_deref().unwrap_or_default());
    canonical.part(&one.detail.canonical());
    for other in &one.others {
        one_key(canonical, &other.key);
        canonical.part(&other.role);
    }
}
