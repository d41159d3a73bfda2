//! Handing a lead over to sales, and what follows: each step is evidence, in a change set of its own that can be undone.

use casebook_domain::access::Subject;
use casebook_domain::draft::Draft;
use casebook_domain::frameworks::{HandOver, Step};
use casebook_domain::ids::{ChangeSetId, PartyId};
use casebook_domain::kind::{KindCode, built_in as k};
use casebook_domain::time::Timestamp;
use casebook_store::party;

use super::show::{HandOverShown, hand_over};
use crate::desk::derivations::derived;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};
use crate::evidence::append;

/// The reason that is none of those of the frameworks in use, and needs words.
pub const OTHER_REASON: &str = "other";
/// The longest reason or words, in characters.
const LONGEST_TEXT: usize = 1_000;

/// A step with its reason.
#[derive(Clone, Debug)]
pub struct Request {
    /// The step.
    pub step: Step,
    /// Why. A rejection needs one in any words; a disqualification one of the frameworks' reasons, or [`OTHER_REASON`].
    pub reason: Option<String>,
    /// More about it; needed with [`OTHER_REASON`].
    pub words: Option<String>,
    /// The day on which a rejected lead comes back, as that date's 00:00 in UTC; needed to reject.
    pub until: Option<Timestamp>,
}

/// Takes a step. One that does not follow from how the party stands is [`Error::Qualification`].
pub fn take(session: &Session, id: PartyId, request: Request) -> Result<(ChangeSetId, HandOverShown)> {
    session.may(Subject::Party(id))?;
    session.write(move |work| {
        take_in(work, id, &request)?;
        let words = work.words.clone();
        let derivation = derived(work.session, work.connection, &words, id)?;
        let shown = hand_over(work.session, work.connection, &words, &derivation, work.now)?;
        if shown.state != request.step.leads_to() {
            let detail = "evidence of this moment or a later one says otherwise; correct that, or try again";
            return Err(Error::Refused(detail.to_owned()));
        }
        Ok((work.change_set(), shown))
    })
}

fn take_in(work: &mut Work<'_, '_>, id: PartyId, request: &Request) -> Result<()> {
    party::lock_many(work.connection, &[id])?;
    let row = party::get(work.connection, id)?;
    let row = row.ok_or_else(|| Error::not_found("party", id.to_string()))?;
    if row.hidden {
        return Err(Error::Refused("this lead is hidden; restore it first".to_owned()));
    }
    let words = work.words.clone();
    let derivation = derived(work.session, work.connection, &words, id)?;
    let drafts = drafts(work, id, request)?;
    HandOver::of(derivation.facts()).state.allow(request.step).map_err(Error::Qualification)?;
    append(work, drafts).map(drop)
}

fn drafts(work: &Work<'_, '_>, id: PartyId, request: &Request) -> Result<Vec<Draft>> {
    let reason = text("reason", request.reason.as_deref())?;
    let words = text("words", request.words.as_deref())?;
    let kind = match request.step {
        Step::HandOver => k::MARKETING_QUALIFIED,
        Step::Accept => k::SALES_ACCEPTED,
        Step::Reject => k::SALES_REJECTED,
        Step::Disqualify => k::DISQUALIFIED,
        Step::Requalify => k::REQUALIFIED,
    };
    let until = match request.step {
        Step::Reject => {
            needed(reason, "reason", "give a reason")?;
            Some(until(work, request.until)?)
        }
        Step::Disqualify => {
            ensure_listed(work, reason, words)?;
            None
        }
        _ => None,
    };
    let draft = |kind: KindCode| {
        let mut draft = Draft::about(id, kind, Some(work.now));
        let until = until.map(|until| until.to_string());
        for (name, value) in [("reason", reason), ("words", words), ("until", until.as_deref())] {
            draft.detail.0.extend(value.map(|value| (name.to_owned(), value.into())));
        }
        draft
    };
    let mut drafts = vec![draft(kind)];
    if request.step == Step::Reject {
        drafts.push(draft(k::PARKED));
    }
    Ok(drafts)
}

/// A text without what surrounds it; none if that is nothing.
fn text<'t>(name: &str, given: Option<&'t str>) -> Result<Option<&'t str>> {
    let text = given.map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > LONGEST_TEXT) {
        return Err(Error::argument(name, format!("is longer than {LONGEST_TEXT} characters")));
    }
    Ok(text)
}

fn needed<'t>(text: Option<&'t str>, name: &str, expected: &str) -> Result<&'t str> {
    text.ok_or_else(|| Error::argument(name, expected))
}

/// The instant at which a rejected lead comes back: the beginning of that day.
fn until(work: &Work<'_, '_>, given: Option<Timestamp>) -> Result<Timestamp> {
    let zone = &work.words.zone;
    let expected = "give a date after today on which the lead comes back";
    let day = given.filter(|day| *day > zone.day_of(work.now));
    day.map(|day| zone.start_of(day)).ok_or_else(|| Error::argument("until", expected))
}

fn ensure_listed(work: &Work<'_, '_>, reason: Option<&str>, words: Option<&str>) -> Result<()> {
    let listed = work.words.frameworks.reasons();
    let expected = || format!("use one of {}, or `{OTHER_REASON}` with `words`", listed.join(", "));
    match reason {
        Some(OTHER_REASON) => needed(words, "words", "say what the reason is").map(drop),
        Some(reason) if listed.contains(&reason) => Ok(()),
        _ => Err(Error::argument("reason", expected())),
    }
}
