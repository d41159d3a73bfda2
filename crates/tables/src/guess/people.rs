//! Guessing files of people and of organizations.

use std::collections::BTreeMap;

use casebook_domain::party::PartyKind;

use super::column::Column;
use super::dictionary::Meaning as M;
use super::draft::Draft;
use super::header::Entity;
use super::shape::counts_each_kind_for_itself;
use super::{sale, status};
use crate::mapping::{Claim, DEFAULT_ROLE, OrganizationMapping};

/// Columns of advertisements that describe a form rather than the person who sent it.
const CAMPAIGN: &[&str] = &["campaign", "campaign name", "campaign id", "keyword", "device", "match type"];

/// What has an id of its own besides people and companies.
const FACTS: &[&str] = &[
    "submission",
    "response",
    "entry",
    "form",
    "form submission",
    "call",
    "activity",
    "interaction",
    "meeting",
    "event",
    "note",
    "message",
    "ticket",
    "order",
    "registration",
    "transaction",
    "invoice",
    "conversation",
    "receipt",
    "booking",
];

/// A file whose rows are people.
pub fn people(draft: &mut Draft<'_>) {
    draft.mapping.party.kind = PartyKind::Person;
    draft.fill("name", &[M::Name]);
    draft.fill_once("first_name", M::FirstName);
    draft.fill_once("last_name", M::LastName);
    draft.fill_once("title", M::JobTitle);
    common_fields(draft);
    organization(draft);
    external_id(draft, Entity::Person);
    draft.mapping.party.key = keys(draft);
    evidence(draft);
}

/// A file whose rows are organizations.
pub fn organizations(draft: &mut Draft<'_>) {
    draft.mapping.party.kind = PartyKind::Organization;
    draft.fill_once("name", M::Company);
    common_fields(draft);
    external_id(draft, Entity::Organization);
    draft.mapping.party.key = vec![vec!["name".to_owned()]];
    evidence(draft);
}

fn common_fields(draft: &mut Draft<'_>) {
    draft.fill("email", &[M::Email, M::EmailAndPhone]);
    draft.fill("phone", &[M::Phone, M::EmailAndPhone]);
    draft.fill_once("website", M::Website);
    draft.fill_address();
    draft.fill_once("language", M::Language);
    draft.fill_once("note", M::Note);
    draft.fill_once("source", M::Source);
    draft.fill_once("owner", M::Owner);
}

fn organization(draft: &mut Draft<'_>) {
    let Some(column) = draft.first(M::Company) else { return };
    let id = format!("{}.id", column.header);
    let external_id = draft.columns.iter().find(|other| other.header == id).map(|other| other.header.clone());
    draft.notes.push(format!("`{}` is read as the organization each person works at.", column.header));
    draft.mapping.organization =
        Some(OrganizationMapping { name: column.header.clone(), role: DEFAULT_ROLE.to_owned(), external_id });
}

/// The column of the party's own external id.
fn external_id(draft: &mut Draft<'_>, entity: Entity) {
    let own = |column: &&Column| column.entity.is_none() || column.entity == Some(entity);
    let named = draft.all(M::Id).find(own);
    let first = draft.columns.first().filter(|column| is_an_id(column));
    let Some(column) = named.or(first) else { return };
    let system = draft.mapping.system.clone();
    if entity == Entity::Organization && counts_each_kind_for_itself(&system) {
        draft.mapping.system = format!("{system}-organizations");
    }
    draft.notes.push(format!("`{}` is read as the id assigned by {}.", column.header, draft.mapping.system));
    draft.mapping.party.external_id = Some(column.header.clone());
}

fn is_an_id(column: &Column) -> bool {
    let named = column.words.ends_with(" id")
        && !column.words.contains("owner")
        && !names_fact(&column.words)
        && !column.words.contains("campaign");
    named && column.meaning.is_none() && column.is_distinct()
}

/// What identifies people without an id: an email address, a profile, a name with a phone number.
fn keys(draft: &Draft<'_>) -> Vec<Vec<String>> {
    let has = |field: &str| draft.mapping.fields.contains_key(field);
    let named = has("name") || has("first_name") || has("last_name");
    let profiles = draft
        .first(M::Website)
        .is_some_and(|column| column.sometimes(|value| value.contains("linkedin.com/in/")));
    let offered: [(bool, &[&str]); 4] = [
        (has("email"), &["email"]),
        (profiles, &["website"]),
        (named && has("phone"), &["name", "phone"]),
        (has("phone"), &["phone"]),
    ];
    let offered = offered.into_iter().filter(|(offered, _)| *offered);
    offered.map(|(_, parts)| parts.iter().map(|part| (*part).to_owned()).collect()).collect()
}

fn evidence(draft: &mut Draft<'_>) {
    let begun = begun(draft);
    first_sight(draft, begun.clone());
    let kinds = draft.kinds;
    let ends = sale::ends(draft);
    // A status says what is so, and the record's own date since when at the earliest.
    let since = |claim: Claim| Claim { earliest: begun.is_some(), at: begun.clone(), ..claim };
    if let Some(column) = draft.first(M::Status).or_else(|| draft.first(M::Stage)) {
        draft.by_value(column, status::USUAL, |value| {
            let dated = ends.as_ref().and_then(|ends| ends.of(value));
            dated.or_else(|| status::of_lead(value, kinds).map(since))
        });
        let since = begun.as_ref().map_or_else(
            || "of unknown time".to_owned(),
            |begun| format!("that is so at the earliest since `{begun}`"),
        );
        draft.notes.push(format!(
            "Values of `{}` that say what happened become evidence {since}; other values are kept as a field.",
            column.header
        ));
    }
    if let Some(column) = draft.first(M::LifecycleStage) {
        let usual = ["marketingqualifiedlead", "salesqualifiedlead", "customer"];
        draft.by_value(column, &usual, |value| status::of_lifecycle(value, kinds).map(since));
    }
    converted(draft);
    consent(draft);
    // Where the status says whether the sale was won, its time alone would say it twice.
    if ends.is_none()
        && let Some(when) = draft.date(M::WonAt)
    {
        let claim = draft.claim("deal_won", Some(when.clone()));
        draft.notes.push(format!("`{when}` is read as the time the deal was won."));
        draft.always(claim, Some(when));
    }
}

/// The column of when a row's record began.
fn begun(draft: &mut Draft<'_>) -> Option<String> {
    let moments = [M::Submitted, M::ConversionTime, M::Created, M::Connected];
    moments.into_iter().find_map(|meaning| draft.date(meaning))
}

/// The first evidence of a row: a submitted form, or only that the details were learned then.
fn first_sight(draft: &mut Draft<'_>, at: Option<String>) {
    let conversion = draft.first(M::ConversionName);
    let of_a_form = |value: &str| {
        ["form", "submit", "lead", "sign"].iter().any(|word| value.to_lowercase().contains(word))
    };
    let clicked =
        draft.first(M::ClickId).is_some() && conversion.is_some_and(|column| column.mostly(of_a_form));
    let advertised = draft.first(M::Advertisement).is_some() && draft.first(M::Created).is_some();
    let sent =
        draft.first(M::FormName).is_some() || draft.first(M::Submitted).is_some() || clicked || advertised;
    if sent {
        let mut claim = draft.claim("form_submitted", at);
        let id = fact_id(draft);
        if let Some(claim) = &mut claim {
            claim.detail = form_details(draft);
            claim.id.clone_from(&id);
        }
        draft.notes.push("Each row is read as a form submission.".to_owned());
        draft.always(claim, None);
        // Someone may send two forms: each row is a fact of its own, known by its id or by all that it says.
        let all = || draft.columns.iter().map(|column| column.header.clone()).collect();
        draft.mapping.row_key = id.map_or_else(all, |id| vec![id]);
    } else if let Some(at) = at {
        draft.notes.push(format!("`{at}` is read as the time the details were learned, nothing more."));
        let claim = draft.claim("details_learned", Some(at.clone()));
        draft.always(claim, Some(at));
    }
}

/// The column that gives each row an id of its own.
pub(super) fn fact_id(draft: &Draft<'_>) -> Option<String> {
    let external = draft.mapping.party.external_id.as_ref();
    let is_id = |column: &&Column| Some(&column.header) == external || names_fact(&column.words);
    draft.columns.iter().filter(is_id).find(|column| column.is_distinct()).map(|column| column.header.clone())
}

/// The column of ids of what happened: of orders, forms, calls.
pub(super) fn fact_column(draft: &Draft<'_>) -> Option<String> {
    let is_id = |column: &&Column| names_fact(&column.words) && column.is_distinct();
    draft.columns.iter().find(is_id).map(|column| column.header.clone())
}

/// Whether a header names the id of what happened, and not of whom it happened to.
fn names_fact(words: &str) -> bool {
    let fact = words.strip_suffix(" id").or_else(|| words.strip_suffix(" number"));
    fact.is_some_and(|fact| FACTS.contains(&fact))
}

fn form_details(draft: &Draft<'_>) -> BTreeMap<String, String> {
    let named = [("form", M::FormName), ("conversion", M::ConversionName)];
    let named =
        named.into_iter().filter_map(|(name, meaning)| Some((name.to_owned(), draft.header(meaning)?)));
    let about = |column: &&Column| {
        matches!(column.meaning, Some(M::Advertisement | M::ClickId))
            || CAMPAIGN.contains(&column.words.as_str())
    };
    let campaign = draft
        .columns
        .iter()
        .filter(about)
        .map(|column| (column.words.replace(' ', "_"), column.header.clone()));
    campaign.chain(named).collect()
}

fn converted(draft: &mut Draft<'_>) {
    let Some(column) = draft.first(M::IsConverted) else { return };
    let at = draft.date(M::ConvertedAt);
    let claim = draft.claim("converted", at);
    draft.if_true(column, claim.as_ref());
}

fn consent(draft: &mut Draft<'_>) {
    if let Some(column) = draft.first(M::OptOut) {
        let at = draft.date(M::OptedOutAt);
        let constant = [("purpose", "marketing"), ("channel", "email")];
        let constant = constant.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let claim = draft.claim("consent_withdrawn", at).map(|claim| Claim { constant, ..claim });
        draft.if_true(column, claim.as_ref());
    }
    if let Some(column) = draft.first(M::Newsletter) {
        let claim = draft.claim("newsletter_subscribed", None);
        draft.if_true(column, claim.as_ref());
    }
}
