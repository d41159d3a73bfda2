//! Guessing files of deals and of interactions.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::mail;
use casebook_domain::money::amount::{self, DecimalSign};
use casebook_domain::party::PartyKind;

use super::column::Column;
use super::dictionary::Meaning as M;
use super::draft::Draft;
use super::people::{fact_column, fact_id};
use super::{Question, shape, status};
use crate::mapping::{Claim, Claims, DealMapping, EvidenceMapping, ParticipantKey, ParticipantMapping};

/// A file whose rows are deals, of an organization or, if none is named, of a person.
pub fn deals(draft: &mut Draft<'_>) {
    let mut used = about(draft);
    let deal = deal(draft);
    let named = [&deal.title, &deal.amount, &deal.currency, &deal.product_line, &deal.owner];
    let named = named.into_iter().flatten();
    used.extend(deal.id.iter().chain(named).cloned());
    draft.mapping.deal = Some(deal);
    let by_id = draft.first(M::PersonId).filter(|_| draft.mapping.party.kind == PartyKind::Organization);
    let by_mail = contact(draft).map(|column| (column, ParticipantKey::Email));
    for (column, by) in by_mail.into_iter().chain(by_id.map(|column| (column, ParticipantKey::ExternalId))) {
        used.insert(column.header.clone());
        draft.notes.push(format!("`{}` names a contact who takes part in the deal.", column.header));
        let (column, role) = (column.header.clone(), "contact".to_owned());
        let kind = (by == ParticipantKey::ExternalId).then_some(PartyKind::Person);
        draft.mapping.participants.push(ParticipantMapping { column, role, by, kind });
    }
    let ends = ends(draft, &mut used);
    let opened_at = draft.date(M::Created);
    used.extend(opened_at.clone());
    let mut opened = draft.claim("deal_opened", opened_at);
    if let Some(claim) = &mut opened {
        claim.detail = rest(draft.columns, &used);
    }
    draft.always(opened, None);
    draft.mapping.evidence.extend(ends);
    draft.notes.push("Each row is read as a deal that was opened, and won or lost if it says so.".to_owned());
}

/// In a file of deals that gives them no title otherwise, `Name` is their title.
pub fn name_titles(columns: &mut [Column]) {
    if shape::has_a_title_called_name(columns) {
        for column in columns.iter_mut().filter(|column| column.meaning == Some(M::Name)) {
            column.meaning = Some(M::DealTitle);
        }
    }
}

/// The party that the deals are about, by name, address or id; returns the columns that name it.
fn about(draft: &mut Draft<'_>) -> BTreeSet<String> {
    let ids =
        |draft: &Draft<'_>, meaning| draft.all(meaning).map(|one| one.header.clone()).collect::<Vec<_>>();
    let mut of_account = ids(draft, M::OrganizationId);
    let person = draft.first(M::Company).is_none() && of_account.is_empty();
    let (kind, field, meaning, id) = if person {
        (PartyKind::Person, "email", M::Email, [ids(draft, M::PersonId), ids(draft, M::CustomerId)].concat())
    } else {
        of_account.extend(ids(draft, M::CustomerId));
        (PartyKind::Organization, "name", M::Company, of_account)
    };
    draft.mapping.party.kind = kind;
    if person {
        draft.fill("name", &[M::Name, M::ContactPerson]);
    }
    draft.fill_once(field, meaning);
    if let Some(first) = id.first() {
        draft.notes.push(format!("`{first}` is read as the id of whom the deal is about."));
        draft.note_system();
    }
    draft.mapping.party.external_id.clone_from(&id);
    draft.mapping.party.key = vec![vec![field.to_owned()]];
    let fields = draft.mapping.fields.values().flat_map(|source| source.columns().to_vec());
    fields.chain(id).collect()
}

/// The deal of a row: by its id, else by its title, with its amount if the currency is known.
pub fn deal(draft: &mut Draft<'_>) -> DealMapping {
    let title = draft.header(M::DealTitle);
    let id = draft.header(M::DealId).or_else(|| fact_column(draft)).or_else(|| draft.header(M::Id));
    let id = id.map(|header| vec![header]);
    let titles = draft.first(M::DealTitle).map(|column| &column.values);
    let repeated = titles.is_some_and(|titles| titles.iter().collect::<BTreeSet<_>>().len() < titles.len());
    let company = draft.header(M::Company);
    let id = match (id, &title, company) {
        (Some(id), ..) => id,
        (None, Some(title), Some(company)) if repeated => {
            // Several sales of one buyer under one title are told apart by when they were opened or closed.
            let pair = [company, title.clone()];
            let when =
                [M::Created, M::ClosedAt, M::WonAt].into_iter().find_map(|meaning| draft.header(meaning));
            let when = when.filter(|_| is_repeated(draft, &pair));
            pair.into_iter().chain(when).collect()
        }
        _ => Vec::new(),
    };
    let currency = draft.header(M::Currency);
    let default_currency = draft.options.currency;
    let amounts = draft.first(M::Amount);
    let signed = amounts.is_some_and(|column| column.mostly(amount::names_currency));
    let priced = currency.is_some() || default_currency.is_some() || signed;
    if let (Some(column), false) = (amounts, priced) {
        draft.notes.push(format!(
            "`{}` has no currency, so it is kept as a detail of the deal and does not count as money.",
            column.header
        ));
        draft.questions.push(Question {
            option: "currency",
            text: format!("What is the currency of the amounts in `{}`?", column.header),
            choices: Vec::new(),
        });
    }
    let amount = amounts.filter(|_| priced).map(|column| column.header.clone());
    let currency = currency.filter(|_| amount.is_some());
    let (product_line, owner) = (draft.header(M::Product), draft.header(M::Owner));
    let decimal = amounts.filter(|_| priced).and_then(|column| decimal(column, &mut draft.notes));
    DealMapping { id, title, amount, currency, default_currency, decimal, product_line, owner }
}

/// The decimal sign of a column of amounts, which all its amounts show together.
fn decimal(column: &Column, notes: &mut Vec<String>) -> Option<DecimalSign> {
    let sign = DecimalSign::among(column.values.iter().map(String::as_str));
    let open = column.values.iter().find(|value| amount::may_be_thousands(value));
    match (sign, open) {
        (Some(DecimalSign::Either), Some(open)) => notes.push(format!(
            "`{}` has amounts with a point and amounts with a comma before the cents; those that show neither, such as \
             `{open}`, are kept as they are. `decimal` in the mapping decides.",
            column.header
        )),
        (None, Some(open)) => notes.push(format!(
            "`{}` does not show which sign stands before the cents; `{open}` is read as thousands. `decimal` in the mapping \
             decides.",
            column.header
        )),
        _ => {}
    }
    sign
}

/// Whether rows of the sample agree in these columns, as far as both are filled.
fn is_repeated(draft: &Draft<'_>, headers: &[String; 2]) -> bool {
    let cells = |header: &String| draft.columns.iter().find(|column| column.header == *header);
    let [Some(one), Some(other)] = headers.each_ref().map(cells) else { return false };
    let mut seen = BTreeSet::new();
    let pairs = one.cells.iter().zip(&other.cells);
    pairs.filter(|(one, other)| !one.is_empty() && !other.is_empty()).any(|pair| !seen.insert(pair))
}

fn contact<'g>(draft: &Draft<'g>) -> Option<&'g Column> {
    let mail = |column: &&Column| column.mostly(|value| !mail::find(value).addresses.is_empty());
    let offered = draft
        .columns
        .iter()
        .filter(|column| matches!(column.meaning, Some(M::ContactPerson | M::Email | M::Name)));
    offered.filter(|_| draft.mapping.party.kind == PartyKind::Organization).find(mail)
}

/// How deals end, by their status or stage, or by the times alone.
fn ends(draft: &mut Draft<'_>, used: &mut BTreeSet<String>) -> Vec<EvidenceMapping> {
    let closed_at = draft.date(M::ClosedAt);
    let won_at = draft.date(M::WonAt).or_else(|| closed_at.clone());
    let lost_at = draft.date(M::LostAt).or_else(|| closed_at.clone());
    let reason = draft.header(M::LostReason);
    let won = draft.claim("deal_won", won_at.clone());
    let lost = draft.claim("deal_lost", lost_at.clone()).map(|claim| for_reason(draft, claim));
    // While a deal is open, the date of its close is a plan, and so a detail.
    used.extend(
        [&won_at, &lost_at].into_iter().flatten().filter(|at| Some(*at) != closed_at.as_ref()).cloned(),
    );
    used.extend(reason);
    let says_end =
        |column: &&Column| column.sometimes(|value| status::is_won(value) || status::is_lost(value));
    let columns =
        || draft.columns.iter().filter(|column| matches!(column.meaning, Some(M::Status | M::Stage)));
    let Some(column) = columns().find(says_end).or_else(|| columns().next()) else {
        let by_time = |at: Option<String>, claim: Option<Claim>| {
            Some(EvidenceMapping { when: Some(at?), claims: Claims::Always(claim?) })
        };
        let of_its_own = |at: Option<String>| at.filter(|at| Some(at) != closed_at.as_ref());
        return [by_time(of_its_own(won_at), won), by_time(of_its_own(lost_at), lost)]
            .into_iter()
            .flatten()
            .collect();
    };
    let mut values = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for value in column.values.iter().map(String::as_str).chain(["Won", "Lost", "Closed Won", "Closed Lost"])
    {
        let claim = match (status::is_won(value), status::is_lost(value)) {
            (true, _) => won.clone(),
            (_, true) => lost.clone(),
            _ => None,
        };
        if seen.insert(casebook_domain::text::fold(value)) {
            values.insert(value.to_owned(), claim);
        }
    }
    vec![EvidenceMapping { when: None, claims: Claims::ByValue { column: column.header.clone(), values } }]
}

/// A loss with its reason, if a column gives one.
pub fn for_reason(draft: &Draft<'_>, claim: Claim) -> Claim {
    let reason = draft.header(M::LostReason);
    Claim { detail: reason.iter().map(|column| ("reason".to_owned(), column.clone())).collect(), ..claim }
}

/// Columns of a deal that are no fields of the party are details of its evidence.
pub fn rest(columns: &[Column], used: &BTreeSet<String>) -> BTreeMap<String, String> {
    let name = |column: &Column| match column.meaning {
        Some(M::Stage) => "stage".to_owned(),
        Some(M::Owner) => "owner".to_owned(),
        Some(M::Amount) => "amount".to_owned(),
        Some(M::Note) => "note".to_owned(),
        _ => column.header.clone(),
    };
    let left = columns.iter().filter(|column| !used.contains(&column.header));
    left.map(|column| (name(column), column.header.clone())).collect()
}

/// A file whose rows are calls, meetings and emails with existing people, and perhaps about deals.
pub fn interactions(draft: &mut Draft<'_>) {
    draft.mapping.party.kind = PartyKind::Person;
    draft.mapping.party.known = true;
    draft.fill_once("email", M::Email);
    let mail = draft.header(M::Email);
    draft.mapping.party.key = mail.iter().map(|_| vec!["email".to_owned()]).collect();
    let own = || draft.first(M::Id).filter(|column| column.is_distinct());
    let id = fact_id(draft).or_else(|| own().map(|column| column.header.clone()));
    draft.mapping.party.external_id = draft.all(M::PersonId).map(|column| column.header.clone()).collect();
    let all = || draft.columns.iter().map(|column| column.header.clone()).collect();
    draft.mapping.row_key = id.clone().map_or_else(all, |id| vec![id]);
    let at = draft.date(M::InteractionDate);
    let Some(column) = draft.first(M::InteractionType) else { return };
    let deal = draft.header(M::DealId);
    draft.mapping.deal = deal.clone().map(DealMapping::of_id);
    let ids = draft.mapping.party.external_id.clone();
    let named = [Some(column.header.clone()), mail.clone(), at.clone(), deal.clone(), id.clone()];
    let detail = rest(draft.columns, &named.into_iter().flatten().chain(ids.iter().cloned()).collect());
    let kinds = draft.kinds;
    draft.by_value(column, &["Call", "Meeting", "Email"], |value| {
        status::of_interaction(value, kinds).map(|claim| Claim {
            id: id.clone(),
            at: at.clone(),
            detail: detail.clone(),
            deal: deal.is_some(),
            ..claim
        })
    });
    let by = match (&mail, ids.first()) {
        (Some(mail), _) => format!("email address in `{mail}`"),
        (None, id) => format!("id in `{}`", id.map_or("", String::as_str)),
    };
    draft.notes.push(format!(
        "Each row is read as evidence about an existing person with the {by}; rows about unknown people are rejected."
    ));
    if !ids.is_empty() || deal.is_some() {
        draft.note_system();
    }
    if let Some(title) = draft.header(M::DealTitle) {
        draft.notes.push(format!(
            "`{title}` is kept as a detail: it says what was discussed, not the state of the deal."
        ));
    }
}
