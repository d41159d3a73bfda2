//! What follows from changing a deal: evidence, from which its stage, its dates and who takes part are derived again.

use std::borrow::Cow;

use casebook_domain::deals::{
    Appended, DEAL, DealState, Pipeline, Terms, changed, courses, live_in_order, opened,
};
use casebook_domain::draft::Draft;
use casebook_domain::ids::{DealId, EvidenceId, PartyId, RecordId};
use casebook_domain::records::{RecordType, Values};
use casebook_domain::time::{DAY, Timestamp};
use casebook_store::record::{self, RecordRow};
use casebook_store::{evidence, party};
use serde_json::{Map, Value as Json};

use super::change::RecordChange;
use crate::desk::{Work, deals};
use crate::error::{Error, Result};
use crate::evidence::{append, retraction, stay_known};

/// The change of a deal with the names of its pipeline and its stage: a stage is one of the pipeline in which the deal is
/// then, by its name or by one that it has elsewhere. A deal that goes to another pipeline begins there at the first stage,
/// unless it is over.
pub(super) fn fitted<'c>(
    work: &Work<'_, '_>,
    of: &RecordType,
    before: Option<&Values>,
    change: &'c RecordChange,
) -> Result<Cow<'c, RecordChange>> {
    let given = |name: &str| change.fields.get(name).and_then(Json::as_str);
    if of.name != DEAL || given("pipeline").is_none() && given("stage").is_none() {
        return Ok(Cow::Borrowed(change));
    }
    let pipelines = &work.words.pipelines;
    let was = before.map(|before| Terms::of(of, before));
    let pipeline = match (given("pipeline"), &was) {
        // One that is not there is refused with the values.
        (Some(text), _) => pipelines.named(text),
        (None, Some(was)) => Some(pipelines.get_or_first(&was.pipeline)),
        (None, None) => Some(pipelines.first()),
    };
    let Some(pipeline) = pipeline else { return Ok(Cow::Borrowed(change)) };
    let mut fitted = change.clone();
    let put = |fields: &mut Map<String, Json>, name: &str, value: &str| {
        fields.insert(name.to_owned(), value.into());
    };
    if given("pipeline").is_some() {
        put(&mut fitted.fields, "pipeline", &pipeline.name);
    }
    match (given("stage"), &was) {
        (Some(text), _) => put(&mut fitted.fields, "stage", stage_in(pipeline, of, text)?),
        (None, Some(was)) if was.pipeline == pipeline.name || was.state() != DealState::Open => {}
        (None, _) => put(&mut fitted.fields, "stage", pipeline.first()),
    }
    Ok(Cow::Owned(fitted))
}

fn stage_in<'s>(pipeline: &'s Pipeline, of: &RecordType, text: &'s str) -> Result<&'s str> {
    if let Some(stage) = pipeline.named(text) {
        return Ok(&stage.name);
    }
    if of.field("stage").is_some_and(|field| field.choice(text).is_some()) {
        let names: Vec<&str> = pipeline.stage_names().collect();
        let detail =
            format!("`{text}` is no stage of the pipeline `{}`: {}", pipeline.name, names.join(", "));
        return Err(Error::argument("stage", detail));
    }
    // Of no pipeline at all: refused with the values.
    Ok(text)
}

/// Refuses to let a deal into a stage whose required fields are empty. What has happened is not refused.
pub(super) fn ensure_required(
    work: &Work<'_, '_>,
    of: &RecordType,
    before: Option<&Values>,
    (after, values): (&RecordRow, &Values),
    change: &RecordChange,
) -> Result<()> {
    if of.name != DEAL || change.happened {
        return Ok(());
    }
    let is = Terms::of(of, values);
    let position = |terms: &Terms| (terms.pipeline.clone(), terms.stage.clone());
    if before.is_some_and(|before| position(&Terms::of(of, before)) == position(&is)) {
        return Ok(());
    }
    let Some(stage) = work.words.pipelines.stage(&is.pipeline, &is.stage) else { return Ok(()) };
    let is_empty = |name: &&String| match name.as_str() {
        "owner" => after.owner.is_none(),
        name => of.field(name).is_some_and(|field| !field.archived) && values.get(name).is_none(),
    };
    let fields: Vec<String> = stage.required.iter().filter(is_empty).cloned().collect();
    if fields.is_empty() {
        return Ok(());
    }
    Err(Error::StageRequires { stage: stage.name.clone(), fields })
}

/// Appends what a new deal says.
pub(super) fn follow_added(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    values: &Values,
) -> Result<()> {
    if of.name != DEAL {
        return Ok(());
    }
    let terms = Terms::of(of, values);
    ensure_sound(&terms, work.now)?;
    let closed = terms.closed_on.or_else(|| Terms::close_date(values));
    let deal = DealId(row.id.0);
    let drafts = opened(deal, &terms, closed, work.now, &work.words.pipelines);
    let appended = append(work, drafts)?;
    // There is no other evidence of a new deal.
    let mut derived = values.clone();
    if let Some(course) = courses(&appended, work.words.deal_rules()).remove(&deal) {
        course.apply(of, &mut derived);
    }
    ensure_agrees(&Terms::of(of, &derived), &terms, terms.closed_on)
}

/// Appends and corrects what a change of a deal says that its evidence does not.
pub(super) fn follow_edited(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    (before, after): (&Values, &Values),
) -> Result<()> {
    let (was, is) = (Terms::of(of, before), Terms::of(of, after));
    if of.name != DEAL || was == is {
        return Ok(());
    }
    ensure_sound(&is, work.now)?;
    let evidence = deals::evidence_of(work.connection, std::slice::from_ref(row))?;
    let live = live_in_order(&evidence, work.words.deal_rules());
    let closed = newly_given(was.closed_on, is.closed_on)
        .or_else(|| newly_given(Terms::close_date(before), Terms::close_date(after)));
    let deal = DealId(row.id.0);
    let plan = changed((deal, &live), (&was, &is), closed, work.now, work.words.deal_rules());
    let drafts = drafts_of(work, plan)?;
    if drafts.is_empty() {
        // What no evidence can say does not stay in the record either.
        deals::derive(work, &[deal])?;
    } else {
        let appended = append(work, drafts)?;
        stay_known(work, &appended)?;
    }
    let Some(row) = record::get_many(work.connection, &[row.id])?.pop() else { return Ok(()) };
    let derived = Terms::of(of, &Values::stored(of, &row.fields));
    ensure_agrees(&derived, &is, newly_given(was.closed_on, is.closed_on))
}

fn drafts_of(work: &mut Work<'_, '_>, plan: Appended) -> Result<Vec<Draft>> {
    let ids: Vec<EvidenceId> = plan.retracted;
    let wrong = if ids.is_empty() { Vec::new() } else { evidence::get_many(work.connection, &ids)? };
    let retractions = wrong.iter().map(|one| retraction(work.now, one, "the deal was changed"));
    Ok(retractions.chain(plan.drafts).collect())
}

fn newly_given(before: Option<Timestamp>, after: Option<Timestamp>) -> Option<Timestamp> {
    after.filter(|_| before != after)
}

/// Evidence is about somebody, and about what has happened.
fn ensure_sound(terms: &Terms, now: Timestamp) -> Result<()> {
    for (field, day) in [("opened_on", terms.opened_on), ("closed_on", terms.closed_on)] {
        if day.is_some_and(|day| day > now.plus(DAY)) {
            let detail = "lies in the future; `close_date` says when a deal is expected to end";
            return Err(Error::argument(field, detail));
        }
    }
    if terms.participants().is_empty() {
        let detail = "a deal needs an account, or a person who takes part: its history is theirs";
        return Err(Error::argument("account", detail));
    }
    Ok(())
}

/// Refuses a change that evidence of a later date contradicts.
fn ensure_agrees(derived: &Terms, asked: &Terms, closed_on: Option<Timestamp>) -> Result<()> {
    let differs = [
        ("pipeline", derived.pipeline != asked.pipeline),
        ("stage", derived.stage != asked.stage),
        ("amount", derived.amount != asked.amount),
        ("product_line", derived.product_line != asked.product_line),
        ("account", derived.account != asked.account),
        ("people", derived.people != asked.people),
    ];
    if let Some((field, _)) = differs.into_iter().find(|(_, differs)| *differs) {
        let detail = "evidence of a later date says otherwise; correct that, or give a later date";
        return Err(Error::argument(field, detail));
    }
    if closed_on.is_some() && derived.closed_on != closed_on {
        let detail =
            "a deal is closed on the day on which it was last won or lost; say the stage too, or another day";
        return Err(Error::argument("closed_on", detail));
    }
    Ok(())
}

/// Locks the parties of records from which evidence follows and that are about to be changed, before the deals: evidence that is appended elsewhere locks in
/// that order.
pub(super) fn lock_parties(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    ids: &[RecordId],
    change: &RecordChange,
) -> Result<()> {
    if of.name != DEAL && of.evidence.is_empty() {
        return Ok(());
    }
    let mut values = Values::default();
    // What does not fit is refused when it is applied.
    let _ = values.change(of, &change.fields);
    let new = record::parties_in(RecordId(0), &values);
    let held = record::parties_of(work.connection, ids)?;
    let mut parties: Vec<PartyId> = held.iter().chain(&new).map(|one| one.party).collect();
    parties.sort_unstable();
    parties.dedup();
    party::lock_many(work.connection, &parties)?;
    Ok(())
}
