//! How far a deal has come, folded from the evidence that names it.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::PROJECTED;
use super::history::{DealPeriod, Track};
use super::pipeline::{Pipeline, Pipelines};
use super::state::{DealState, LOST, WON, state_of};
use crate::evidence::{Evidence, Participant, Piece};
use crate::ids::{DealId, PartyId};
use crate::kind::{Family, KindCode, Kinds, built_in as k};
use crate::lifecycle::order::{Placed, compare, live};
use crate::lifecycle::places::{Place, places};
use crate::money::Money;
use crate::party::PartyKind;
use crate::records::{Field, FieldValue, RecordType, Values};
use crate::time::Timestamp;
use crate::zone::{self, Zone};

/// What the evidence of deals is read by.
#[derive(Clone, Copy, Debug)]
pub struct DealRules<'r> {
    /// The kinds of evidence.
    pub kinds: &'r Kinds,
    /// The pipelines.
    pub pipelines: &'r Pipelines,
    /// The zone in which days are counted.
    pub zone: &'r Zone,
}

/// What the evidence of a deal comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The pipeline, by name.
    pub pipeline: String,
    /// The stage, by name.
    pub stage: String,
    /// The amount that was named last.
    pub amount: Option<Money>,
    /// The product line that was named last.
    pub product_line: Option<String>,
    /// The date on which it was first opened, as its 00:00 in UTC, as far as that is known.
    pub opened_on: Option<Timestamp>,
    /// The date on which it was won or lost, likewise; `None` of an open one.
    pub closed_on: Option<Timestamp>,
    /// Why it was lost; `None` of one that is not lost.
    pub lost_reason: Option<String>,
    /// Who takes part, each once, in the order in which evidence names them.
    pub participants: Vec<Participant>,
    /// In which stages it was, in the order of time; never empty.
    pub periods: Vec<DealPeriod>,
    /// The last stage in which it was open.
    open_stage: String,
}

/// The kinds by which a deal gets from one stage to another.
const MOVES: [KindCode; 5] = [k::DEAL_OPENED, k::DEAL_MOVED, k::DEAL_WON, k::DEAL_LOST, k::DEAL_REOPENED];

/// A piece that counts, as it is read and as it is stored.
type Counting<'p, 'e> = (&'p Piece, &'e Evidence);

/// The pieces that count, in the order in which they fold, of one deal: those that name it and that no live retraction
/// names.
pub fn live_in_order<'e>(evidence: &'e [Evidence], rules: DealRules<'_>) -> Vec<&'e Evidence> {
    let pieces = pieces(evidence);
    let counting = counting(&pieces, evidence);
    in_order(&counting, rules).into_iter().map(|(_, one)| one).collect()
}

/// The course of every deal that live evidence names. Retractions of the pieces have to be among them.
pub fn courses(evidence: &[Evidence], rules: DealRules<'_>) -> BTreeMap<DealId, Course> {
    let pieces = pieces(evidence);
    let mut by_deal: BTreeMap<DealId, Vec<Counting<'_, '_>>> = BTreeMap::new();
    for (piece, one) in counting(&pieces, evidence) {
        if let Some(deal) = one.deal {
            by_deal.entry(deal).or_default().push((piece, one));
        }
    }
    // Each by itself: where a piece stands depends on the others of its deal alone.
    by_deal.into_iter().map(|(deal, own)| (deal, Course::of(&in_order(&own, rules), rules))).collect()
}

fn pieces(evidence: &[Evidence]) -> Vec<Piece> {
    evidence.iter().map(|one| one.piece_for(PartyId(0))).collect()
}

fn counting<'p, 'e>(pieces: &'p [Piece], evidence: &'e [Evidence]) -> Vec<Counting<'p, 'e>> {
    let all = pieces.iter().zip(evidence).zip(live(pieces));
    let counts = |((piece, _), live): &(Counting<'_, '_>, bool)| {
        *live && piece.deal.is_some() && piece.kind != k::RETRACTED
    };
    all.filter(counts).map(|(one, _)| one).collect()
}

/// Pieces of one deal in the order in which they fold, with their places.
fn in_order<'e>(counting: &[Counting<'_, 'e>], rules: DealRules<'_>) -> Vec<(Place, &'e Evidence)> {
    let flagged: Vec<(&Piece, bool)> = counting.iter().map(|(piece, _)| (*piece, true)).collect();
    let places = places(&flagged, rules.kinds, rules.zone);
    let standing = counting.iter().zip(places).map(|((piece, _), place)| Placed { place, piece });
    let stored = counting.iter().map(|(_, one)| *one);
    let mut ordered: Vec<(Placed<'_>, &Evidence)> = standing.zip(stored).collect();
    ordered.sort_by(|(one, _), (other, _)| compare(*one, *other, rules.kinds));
    ordered.into_iter().map(|(placed, one)| (placed.place, one)).collect()
}

impl Course {
    /// Before anything happened: open, in the first stage of the first pipeline.
    fn begin(pipelines: &Pipelines) -> Self {
        let first = pipelines.first();
        Self {
            pipeline: first.name.clone(),
            stage: first.first().to_owned(),
            amount: None,
            product_line: None,
            opened_on: None,
            closed_on: None,
            lost_reason: None,
            participants: Vec::new(),
            periods: Vec::new(),
            open_stage: first.first().to_owned(),
        }
    }

    /// The course that pieces come to, which are given in their order. All of one place are read as one batch.
    fn of(ordered: &[(Place, &Evidence)], rules: DealRules<'_>) -> Self {
        let (mut course, mut track) = (Self::begin(rules.pipelines), Track::default());
        for batch in ordered.chunk_by(|(one, _), (other, _)| one == other) {
            for (_, one) in batch {
                let before = (course.pipeline.clone(), course.stage.clone());
                course.fold(one, rules);
                track.note(one.id, course.position() != (&*before.0, &*before.1), course.state());
            }
            if let Some((place, _)) = batch.first() {
                let open = (&*course.pipeline, &*course.open_stage);
                track.settle(*place, course.position(), open, course.lost_reason.as_deref());
            }
        }
        course.periods = track.finish();
        course
    }

    /// The pipeline and the stage.
    fn position(&self) -> (&str, &str) {
        (&self.pipeline, &self.stage)
    }

    /// Whether it is open, won or lost.
    pub fn state(&self) -> DealState {
        state_of(&self.stage)
    }

    /// Brings the values of a deal's record to what its evidence comes to. What does not fit a field is left out.
    pub fn apply(&self, of: &RecordType, values: &mut Values) {
        let people = of.field("people").map(|field| self.people(field, values));
        let date = |at: Option<Timestamp>| at.map(zone::written);
        let amount =
            self.amount.map(|money| json!({ "minor": money.minor, "currency": money.currency.code() }));
        let projected: [(&str, Json); PROJECTED.len()] = [
            ("account", self.account().map(|id| id.to_string()).into()),
            ("people", people.into()),
            ("amount", amount.into()),
            ("pipeline", self.pipeline.as_str().into()),
            ("stage", self.stage.as_str().into()),
            ("product_line", self.product_line.clone().into()),
            ("opened_on", date(self.opened_on).into()),
            ("closed_on", date(self.closed_on).into()),
            ("lost_reason", self.lost_reason.clone().into()),
        ];
        values.project(of, projected);
    }

    fn fold(&mut self, one: &Evidence, rules: DealRules<'_>) {
        let family = rules.kinds.family(one.kind);
        if matches!(family, Family::Deal | Family::Purchase) {
            self.join(&one.participants);
        }
        if family != Family::Deal {
            return;
        }
        self.amount = one.amount.or(self.amount);
        if one.product_line.is_some() {
            self.product_line.clone_from(&one.product_line);
        }
        let is_day = one.precision.is_day();
        let date = one.occurred_at.map(|at| if is_day { at } else { rules.zone.day_of(at) });
        if one.kind == k::DEAL_OPENED {
            self.opened_on = self.opened_on.or(date);
        }
        if MOVES.contains(&one.kind) {
            self.go(one, date, rules.pipelines);
        }
    }

    /// Goes where a piece says.
    fn go(&mut self, one: &Evidence, date: Option<Timestamp>, pipelines: &Pipelines) {
        let other = one.detail.text("pipeline").and_then(|text| pipelines.named(text));
        let other = other.filter(|other| other.name != self.pipeline);
        if let Some(other) = other {
            self.enter(other);
        }
        let pipeline = pipelines.get_or_first(&self.pipeline);
        let named = named_stage(one, pipeline);
        match one.kind {
            k::DEAL_OPENED => self.open(named.unwrap_or_else(|| pipeline.first())),
            k::DEAL_REOPENED => self.open(named.unwrap_or(&self.open_stage.clone())),
            k::DEAL_MOVED if self.state() == DealState::Open => {
                self.open(named.unwrap_or(&self.stage.clone()));
            }
            k::DEAL_WON => self.close(WON, date, None),
            k::DEAL_LOST => self.close(LOST, date, one.detail.text("reason")),
            _ => {}
        }
    }

    /// Goes to another pipeline: an open deal to its first stage, one that is won or lost stays so.
    fn enter(&mut self, pipeline: &Pipeline) {
        self.pipeline.clone_from(&pipeline.name);
        pipeline.first().clone_into(&mut self.open_stage);
        if self.state() == DealState::Open {
            pipeline.first().clone_into(&mut self.stage);
        }
    }

    fn open(&mut self, stage: &str) {
        stage.clone_into(&mut self.stage);
        stage.clone_into(&mut self.open_stage);
        (self.closed_on, self.lost_reason) = (None, None);
    }

    fn close(&mut self, stage: &str, date: Option<Timestamp>, reason: Option<&str>) {
        if self.stage != stage {
            self.closed_on = date;
        }
        stage.clone_into(&mut self.stage);
        self.lost_reason = reason.map(str::to_owned);
    }

    fn join(&mut self, participants: &[Participant]) {
        for one in participants {
            if !self.participants.iter().any(|known| known.party == one.party) {
                self.participants.push(one.clone());
            }
        }
    }

    /// The organization that takes part first.
    fn account(&self) -> Option<PartyId> {
        let parties = self.participants.iter().map(|one| one.party);
        parties.into_iter().find(|party| party.kind() == PartyKind::Organization)
    }

    /// The people of the record who only have a say, and everybody who takes part: in the role of the record, else in
    /// that of the evidence, else as a buyer. In the order of ids, whatever came first.
    fn people(&self, field: &Field, present: &Values) -> Json {
        let takes_part = |role: &str| field.roles.iter().any(|one| one.name == role && one.takes_part);
        let held = present.get("people").map(FieldValue::parties).unwrap_or_default();
        let is_in = |party: PartyId| self.participants.iter().any(|one| one.party == party);
        let kept = held.iter().filter(|one| !takes_part(&one.role) || is_in(one.party));
        let mut people: Vec<(PartyId, String)> = kept.map(|one| (one.party, one.role.clone())).collect();
        let usual = field.roles.first().map_or("buyer", |role| role.name.as_str());
        for one in self.participants.iter().filter(|one| one.party.kind() == PartyKind::Person) {
            let has_part = |(party, role): &(PartyId, String)| *party == one.party && takes_part(role);
            if !people.iter().any(has_part) {
                let role = if takes_part(&one.role) { &one.role } else { usual };
                people.push((one.party, role.to_owned()));
            }
        }
        people.sort();
        people.into_iter().map(|(party, role)| json!({ "party": party.to_string(), "role": role })).collect()
    }
}

/// The open stage of a pipeline that a piece names, under `stage` or, as some systems say, `step`.
fn named_stage<'p>(one: &Evidence, pipeline: &'p Pipeline) -> Option<&'p str> {
    let text = one.detail.text("stage").or_else(|| one.detail.text("step"))?;
    pipeline.named_open(text).map(|stage| stage.name.as_str())
}
