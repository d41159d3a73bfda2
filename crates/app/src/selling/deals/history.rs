//! The history of a deal: in which stages it was, and what its amount and its close date were.

use casebook_domain::change::Action;
use casebook_domain::deals::{DEAL, DealPeriod, RULE, live_in_order};
use casebook_domain::evidence::Evidence;
use casebook_domain::ids::{ChangeId, DealId, EvidenceId, RecordId};
use casebook_domain::kind::Family;
use casebook_domain::lifecycle::history::Since;
use casebook_domain::records::{FieldValue, Values};
use casebook_domain::time::Timestamp;
use casebook_store::change_entry::{self, LoggedEntry};
use casebook_store::{deal_period, evidence};
use serde_json::{Value as Json, json};

use crate::desk::{Definitions, Session, deals};
use crate::error::Result;
use crate::evidence::seen;
use crate::records::show;

/// The most changes of a deal's record that are looked through.
const MOST_CHANGES: i64 = 10_000;

/// The history of a deal.
#[derive(Clone, Debug)]
pub struct DealHistory {
    /// In which stages it was, in the order of time.
    pub stages: Vec<PeriodRow>,
    /// What its amount was, in the order of time.
    pub amounts: Vec<ValueChange>,
    /// What its close date was, in the order of time.
    pub close_dates: Vec<ValueChange>,
}

/// A period of a deal in a stage.
#[derive(Clone, Debug)]
pub struct PeriodRow {
    /// The period.
    pub period: DealPeriod,
    /// The stage's title in its pipeline; its name where it has gone.
    pub title: String,
    /// Since when.
    pub since: Option<Since>,
    /// How many days of the calendar it lasted, so far; `None` if its beginning is not known exactly.
    pub days: Option<i64>,
    /// What began it, if the session sees that.
    pub entered_by: Option<EvidenceId>,
}

/// A value that a field of a deal got.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueChange {
    /// When: of evidence when it happened, of an edit when somebody made it. `None` if that is not known.
    pub at: Option<Since>,
    /// The value; null for none.
    pub value: Json,
    /// The evidence that says so.
    pub evidence: Option<EvidenceId>,
    /// The edit that says so.
    pub change: Option<ChangeId>,
    /// Who recorded or edited it.
    pub actor: String,
}

/// The history of a deal, hidden or not.
pub fn history(session: &Session, id: RecordId) -> Result<DealHistory> {
    let record = show(session, DEAL, id)?;
    let deal = DealId(id.0);
    session.read(|connection, words| {
        let stored = deal_period::of_deals(connection, &[deal])?.remove(&deal).unwrap_or_default();
        let all = deals::evidence_of(connection, std::slice::from_ref(&*record.row))?;
        let live: Vec<Evidence> = live_in_order(&all, words.deal_rules()).into_iter().cloned().collect();
        let mut visible = evidence::get_many(connection, &live.iter().map(|one| one.id).collect::<Vec<_>>())?;
        seen(session, connection, &mut visible)?;
        let is_seen = |id: EvidenceId| visible.iter().any(|one| one.id == id);
        let log = change_entry::of_record(connection, id, None, MOST_CHANGES)?;
        let now = session.now();
        Ok(DealHistory {
            stages: stored.into_iter().map(|period| row(words, period, &is_seen, now)).collect(),
            amounts: amounts(words, &live, &log, &record.values, &is_seen),
            close_dates: edits(&log, "close_date", &record.values),
        })
    })
}

fn row(
    words: &Definitions,
    period: DealPeriod,
    is_seen: &dyn Fn(EvidenceId) -> bool,
    now: Timestamp,
) -> PeriodRow {
    let stage = words.pipelines.stage(&period.pipeline, &period.stage);
    PeriodRow {
        title: stage.map_or_else(|| period.stage.clone(), |stage| stage.title.clone()),
        since: period.since(&words.zone),
        days: period.days(now, &words.zone),
        entered_by: Some(period.entered_by).filter(|id| is_seen(*id)),
        period,
    }
}

/// What evidence says that came in by itself, and what edits of the record said: evidence that follows from an edit is
/// corrected with it, and says what is held true now.
fn amounts(
    words: &Definitions,
    live: &[Evidence],
    log: &[LoggedEntry],
    values: &Values,
    is_seen: &dyn Fn(EvidenceId) -> bool,
) -> Vec<ValueChange> {
    let is_own = |one: &&Evidence| {
        words.kinds.family(one.kind) == Family::Deal && one.detail.text(RULE) != Some(DEAL) && is_seen(one.id)
    };
    let mut all: Vec<ValueChange> = Vec::new();
    for one in live.iter().filter(is_own) {
        let Some(money) = one.amount else { continue };
        let value = json!({ "minor": money.minor, "currency": money.currency.code() });
        if all.last().is_some_and(|last| last.value == value) {
            continue;
        }
        let at = one.occurred_at.map(|at| Since { at, precision: one.precision });
        let (evidence, actor) = (Some(one.id), one.recorded_by.clone());
        all.push(ValueChange { at, value, evidence, change: None, actor });
    }
    all.extend(edits(log, "amount", values));
    all.sort_by_key(|one| one.at.map(|since| since.at));
    all
}

/// The values that edits gave to a field, the first one included if the record was added by hand. The log begins with the
/// latest.
fn edits(log: &[LoggedEntry], field: &str, values: &Values) -> Vec<ValueChange> {
    let of = |logged: &LoggedEntry, value: Json| ValueChange {
        at: Some(Since { at: logged.entry.at, precision: casebook_domain::time::Precision::Instant }),
        value,
        evidence: None,
        change: Some(logged.entry.id),
        actor: logged.actor.clone(),
    };
    let noted = |logged: &LoggedEntry| -> Option<[Json; 2]> {
        let mut detail: Json = serde_json::from_str(&logged.entry.detail).ok()?;
        serde_json::from_value(detail.get_mut(field)?.take()).ok()
    };
    let mut all: Vec<ValueChange> = Vec::new();
    let mut first = None;
    for logged in log.iter().rev() {
        if let Some([before, after]) = noted(logged) {
            first.get_or_insert(before);
            all.push(of(logged, after));
        }
    }
    let added = log.last().filter(|logged| logged.entry.action == Action::RecordAdded);
    if let Some(added) = added {
        let value = first.unwrap_or_else(|| values.get(field).map_or(Json::Null, FieldValue::to_json));
        if !value.is_null() {
            all.insert(0, of(added, value));
        }
    }
    all
}
