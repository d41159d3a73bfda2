//! Guessing files of people and of organizations.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::party::{PARENT_ROLE, PartyKind};

use super::column::Column;
use super::dictionary::Meaning as M;
use super::draft::Draft;
use super::shape::counts_each_kind_for_itself;
use super::{consent, ids, rows_are, sale, status};
use crate::mapping::{Claim, DEFAULT_ROLE, OrganizationMapping, Source};

/// Columns of advertisements that describe a form rather than the person who sent it.
const CAMPAIGN: &[&str] = &["campaign", "campaign name", "campaign id", "keyword", "device", "match type"];

/// A file whose rows are people.
pub fn people(draft: &mut Draft<'_>) {
    draft.mapping.party.kind = PartyKind::Person;
    draft.fill("name", &[M::Name]);
    draft.fill_once("first_name", M::FirstName);
    draft.fill_once("last_name", M::LastName);
    draft.fill_once("title", M::JobTitle);
    common_fields(draft);
    let whose = ids::whose(draft);
    organization(draft, whose.organization);
    let own = if whose.own.is_empty() { first_column(draft) } else { whose.own };
    external_id(draft, own);
    draft.mapping.party.key = keys(draft);
    evidence(draft);
    rows_are::settle(draft);
}

/// A file whose rows are organizations.
pub fn organizations(draft: &mut Draft<'_>) {
    draft.mapping.party.kind = PartyKind::Organization;
    let name = if draft.first(M::Company).is_some() { M::Company } else { M::Name };
    draft.fill_once("name", name);
    common_fields(draft);
    let ids =
        [M::OrganizationId, M::Id, M::CustomerId].into_iter().filter_map(|meaning| draft.first(meaning));
    let ids: Vec<&Column> = ids.collect();
    let complete = ids.iter().find(|column| column.values.len() == column.cells.len());
    let own = complete.or(ids.first()).map(|column| column.header.clone());
    let own = own.map_or_else(|| first_column(draft), |own| vec![own]);
    external_id(draft, own);
    draft.mapping.party.key = vec![vec!["name".to_owned()]];
    parent(draft);
    evidence(draft);
}

/// The organization above that of each row, by its name, its id, or both.
fn parent(draft: &mut Draft<'_>) {
    let own_ids: BTreeSet<&String> = draft
        .columns
        .iter()
        .filter(|column| draft.mapping.party.external_id.contains(&column.header))
        .flat_map(|column| &column.values)
        .collect();
    let named = draft.first(M::Parent);
    let are_ids =
        |column: &Column| !own_ids.is_empty() && column.mostly(|value| own_ids.contains(&value.to_owned()));
    let name = named.filter(|column| !are_ids(column)).map(|column| column.header.clone());
    let ids = named.filter(|column| are_ids(column)).into_iter().chain(draft.all(M::ParentId));
    let external_id: Vec<String> = ids.map(|column| column.header.clone()).collect();
    let Some(shown) = name.as_ref().or(external_id.first()) else { return };
    draft.notes.push(format!("`{shown}` is read as the organization that each belongs to."));
    if name.is_none() {
        draft.note_system();
    }
    draft.mapping.organization =
        Some(OrganizationMapping { name, role: PARENT_ROLE.to_owned(), external_id });
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

/// The account of each person, by its name, its id, or both.
fn organization(draft: &mut Draft<'_>, ids: Vec<String>) {
    let name = draft.header(M::Company);
    let beside = name.as_ref().map(|name| format!("{name}.id"));
    let beside = draft.columns.iter().find(|other| Some(&other.header) == beside.as_ref());
    let external_id: Vec<String> = beside.map(|other| other.header.clone()).into_iter().chain(ids).collect();
    let Some(shown) = name.as_ref().or(external_id.first()) else { return };
    draft.notes.push(format!("`{shown}` is read as the organization each person works at."));
    if let Some(id) = external_id.first().filter(|_| name.is_some()) {
        draft.notes.push(format!("`{id}` is read as the id of that organization."));
    }
    if name.is_none() {
        draft.note_system();
    }
    draft.mapping.organization =
        Some(OrganizationMapping { name, role: DEFAULT_ROLE.to_owned(), external_id });
}

/// Takes columns for the party's own external id.
fn external_id(draft: &mut Draft<'_>, columns: Vec<String>) {
    let Some(first) = columns.first() else { return };
    let system = draft.mapping.system.clone();
    if draft.mapping.party.kind == PartyKind::Organization && counts_each_kind_for_itself(&system) {
        draft.mapping.system = format!("{system}{}", casebook_domain::key::APART_ORGANIZATIONS);
    }
    draft.notes.push(format!("`{first}` is read as the id assigned by {}.", draft.mapping.system));
    draft.mapping.party.external_id = columns;
}

/// The first column, if it is an id of nothing else.
fn first_column(draft: &Draft<'_>) -> Vec<String> {
    let first = draft.columns.first().filter(|column| is_an_id(column));
    first.map(|column| column.header.clone()).into_iter().collect()
}

fn is_an_id(column: &Column) -> bool {
    let named = column.words.ends_with(" id")
        && !column.words.contains("owner")
        && !column.words.contains("campaign");
    let own = named && column.meaning.is_none() && ids::meaning(last_two(&column.words)).is_none();
    own && column.is_distinct()
}

/// `parent account id` names an account, too.
fn last_two(words: &str) -> &str {
    words.rmatch_indices(' ').nth(1).map_or(words, |(place, _)| &words[place + 1..])
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
    consent::consent(draft);
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
    let facts: Vec<&Column> = draft.all(M::FactId).collect();
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
    } else if !facts.is_empty() {
        of_a_fact(draft, &facts, at);
    } else if let Some(at) = at {
        draft.notes.push(format!("`{at}` is read as the time the details were learned, nothing more."));
        let claim = draft.claim("details_learned", Some(at.clone()));
        draft.always(claim, Some(at));
    }
}

/// Ids of orders, tickets and the like name what happened, not the person. What happened is not known, only that
/// details were learned by it.
fn of_a_fact(draft: &mut Draft<'_>, facts: &[&Column], at: Option<String>) {
    let mut claim = draft.claim("details_learned", at);
    for column in facts {
        draft.notes.push(format!(
            "`{}` is read as the id of something that happened, not of the person.",
            column.header
        ));
        let source = Source::First(vec![column.header.clone()]);
        draft.mapping.fields.insert(column.header.clone(), source);
    }
    let id = facts.iter().find(|column| column.is_distinct()).map(|column| column.header.clone());
    draft.mapping.row_key.extend(id.clone());
    let own = draft.mapping.party.external_id.clone();
    let comes_again = |column: &Column| {
        let distinct: BTreeSet<&String> = column.values.iter().collect();
        (column.meaning == Some(M::Email) || own.contains(&column.header))
            && distinct.len() < column.values.len()
    };
    let are_facts = draft.columns.iter().any(comes_again);
    // Where people come again, their rows differ in what happened.
    let differing = |column: &&Column| match column.meaning {
        Some(M::FactId) => id.as_ref() != Some(&column.header),
        Some(meaning) => are_facts && matches!(meaning, M::Amount | M::Currency | M::Product),
        None => are_facts,
    };
    if let Some(claim) = &mut claim {
        let differing = draft.columns.iter().filter(differing);
        claim.detail = differing.map(|column| (column.header.clone(), column.header.clone())).collect();
        claim.id.clone_from(&id);
    }
    draft.always(claim, facts.first().map(|column| column.header.clone()));
}

/// The column that gives each row an id of its own.
pub(super) fn fact_id(draft: &Draft<'_>) -> Option<String> {
    let external = &draft.mapping.party.external_id;
    let is_id = |column: &&Column| column.meaning == Some(M::FactId) || external.contains(&column.header);
    draft.columns.iter().filter(is_id).find(|column| column.is_distinct()).map(|column| column.header.clone())
}

/// The column of ids of what happened: of orders, forms, calls.
pub(super) fn fact_column(draft: &Draft<'_>) -> Option<String> {
    draft.all(M::FactId).find(|column| column.is_distinct()).map(|column| column.header.clone())
}

fn form_details(draft: &Draft<'_>) -> BTreeMap<String, String> {
    let named = [("form", M::FormName), ("conversion", M::ConversionName)];
    let named =
        named.into_iter().filter_map(|(name, meaning)| Some((name.to_owned(), draft.header(meaning)?)));
    let about = |column: &&Column| {
        matches!(column.meaning, Some(M::Advertisement | M::ClickId | M::FactId))
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
    draft.notes.push(format!("`{}` is read as conversion where it says yes.", column.header));
}
