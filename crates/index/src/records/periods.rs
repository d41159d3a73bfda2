//! In which stages deals were, a slot for each deal.

use std::collections::HashMap;

use casebook_domain::deals::{DealFunnel, DealPeriod, DealState, LOST};
use casebook_domain::ids::RecordId;
use casebook_domain::lifecycle::funnel::FunnelPeriods;
use casebook_domain::lifecycle::history::{Cause, StagePeriod, StandingPeriod, covers};
use casebook_domain::lifecycle::places::Step;
use casebook_domain::time::Timestamp;
use casebook_domain::zone::Zone;
use casebook_store::deal_period::ShortPeriod;

use crate::dictionary::Dictionary;

/// Stands for a time that is not known.
const UNKNOWN: i64 = i64::MIN;

/// The periods of all deals.
#[derive(Default)]
pub struct Periods {
    slots: Vec<Box<[Packed]>>,
    /// Pipelines and stages, by their codes.
    names: Vec<(String, String)>,
    codes: HashMap<(String, String), u16>,
    reasons: Dictionary,
}

/// A period. It ends where the next one begins.
#[derive(Clone, Copy)]
struct Packed {
    entered_at: i64,
    reason: u32,
    code: u16,
    step: Step,
}

impl Packed {
    fn entered_at(self) -> Option<Timestamp> {
        (self.entered_at != UNKNOWN).then_some(Timestamp(self.entered_at))
    }
}

impl Periods {
    /// Puts the periods of a deal, given in their order, into a slot.
    pub fn put<'p>(&mut self, slot: u32, periods: impl IntoIterator<Item = ShortPeriod<'p>>) {
        let packed: Vec<Packed> = periods.into_iter().map(|one| self.packed(&one)).collect();
        let slot = slot as usize;
        if slot >= self.slots.len() {
            self.slots.resize_with(slot + 1, Box::default);
        }
        if let Some(place) = self.slots.get_mut(slot) {
            *place = packed.into();
        }
    }

    /// Adds a period to those of the deal in a slot.
    pub fn push(&mut self, slot: u32, period: &ShortPeriod<'_>) {
        let packed = self.packed(period);
        let slot = slot as usize;
        if slot >= self.slots.len() {
            self.slots.resize_with(slot + 1, Box::default);
        }
        if let Some(place) = self.slots.get_mut(slot) {
            let mut all = std::mem::take(place).into_vec();
            all.push(packed);
            *place = all.into();
        }
    }

    fn packed(&mut self, one: &ShortPeriod<'_>) -> Packed {
        Packed {
            entered_at: one.entered_at.map_or(UNKNOWN, |at| at.0),
            reason: self.reasons.enter(one.reason),
            code: self.code(one.pipeline, one.stage),
            step: one.step,
        }
    }

    fn code(&mut self, pipeline: &str, stage: &str) -> u16 {
        let name = (pipeline.to_owned(), stage.to_owned());
        if let Some(code) = self.codes.get(&name) {
            return *code;
        }
        // Far more than the pipelines of a workspace can have stages.
        let code = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        self.names.push(name.clone());
        self.codes.insert(name, code);
        code
    }

    fn at(&self, slot: u32) -> &[Packed] {
        self.slots.get(slot as usize).map(AsRef::as_ref).unwrap_or_default()
    }
}

/// A period as it is stored, without its causes.
pub fn short(deal: RecordId, period: &DealPeriod) -> ShortPeriod<'_> {
    ShortPeriod {
        deal: casebook_domain::ids::DealId(deal.0),
        pipeline: &period.pipeline,
        stage: &period.stage,
        reason: period.reason.as_deref(),
        entered_at: period.entered_at,
        step: period.step,
        left_at: period.left_at,
    }
}

/// Deals as a funnel sees them, one after the other.
pub struct View<'v> {
    periods: &'v Periods,
    at: Timestamp,
    zone: &'v Zone,
    /// By the code of a stage: its rung, the state of a deal in it, and how likely such a deal is won.
    stages: Vec<(u8, Option<DealState>, u8)>,
    /// By the number of a reason: the standing of deals that were lost for it.
    standings: HashMap<u32, Option<StandingPeriod>>,
    /// The codes of the stage of lost deals.
    lost: Option<u16>,
    unpacked: Vec<StagePeriod>,
    funnel: &'v DealFunnel<'v>,
}

/// A deal as a funnel sees it.
pub struct Seen<'v> {
    /// Its periods.
    pub periods: FunnelPeriods<'v>,
    /// Its state; none if it is in another pipeline.
    pub state: Option<DealState>,
    /// How likely it is won, in percent.
    pub probability: u8,
}

impl<'v> View<'v> {
    /// A view of deals for a funnel.
    pub fn of(periods: &'v Periods, funnel: &'v DealFunnel<'v>, zone: &'v Zone) -> Self {
        let stage = |(pipeline, stage): &(String, String)| {
            let probability = funnel.pipeline.stage(stage).map_or(0, |stage| stage.probability);
            (funnel.rung(pipeline, stage), funnel.state(pipeline, stage), probability)
        };
        let lost = periods.codes.get(&(funnel.pipeline.name.clone(), LOST.to_owned())).copied();
        Self {
            periods,
            at: funnel.options.at,
            zone,
            stages: periods.names.iter().map(stage).collect(),
            standings: HashMap::new(),
            lost,
            unpacked: Vec::new(),
            funnel,
        }
    }

    /// The deal of a slot.
    pub fn deal(&mut self, slot: u32) -> Seen<'_> {
        let packed = self.periods.at(slot);
        let stages = &self.stages;
        let of_code = |code: u16| stages.get(usize::from(code)).copied().unwrap_or_default();
        let ends = packed.iter().skip(1).map(|next| next.entered_at()).chain([None]);
        self.unpacked.clear();
        self.unpacked.extend(packed.iter().zip(ends).map(|(one, left_at)| StagePeriod {
            stage: of_code(one.code).0,
            entered_at: one.entered_at(),
            step: one.step,
            left_at,
            entered_by: Cause::Time,
            left_by: None,
        }));
        let present = self.unpacked.iter().rposition(|one| covers(one.entered_at, one.left_at, self.at));
        let present = present.and_then(|place| packed.get(place));
        let (_, state, probability) = present.map(|one| of_code(one.code)).unwrap_or_default();
        let is_lost = present.filter(|one| Some(one.code) == self.lost);
        let standings = match is_lost {
            Some(one) => standing(self.funnel, &self.periods.reasons, &mut self.standings, one.reason),
            None => &[],
        };
        Seen {
            periods: FunnelPeriods { stages: &self.unpacked, standings, zone: self.zone },
            state,
            probability,
        }
    }
}

/// The standing of deals that were lost for a reason, made once for each.
fn standing<'s>(
    funnel: &DealFunnel<'_>,
    reasons: &Dictionary,
    known: &'s mut HashMap<u32, Option<StandingPeriod>>,
    reason: u32,
) -> &'s [StandingPeriod] {
    let make = || funnel.standing(&funnel.pipeline.name, LOST, reasons.value(reason));
    known.entry(reason).or_insert_with(make).as_slice()
}
