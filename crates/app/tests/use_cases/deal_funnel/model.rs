//! The funnel of deals, counted as plainly as its definition reads.

use std::collections::{BTreeMap, BTreeSet};

use casebook_app::domain::deals::DealRequest;
use casebook_app::domain::time::{DAY, Timestamp};

use super::histories::{Event, Happening, STAGES};

/// The place of won on the ladder.
const WON: usize = 3;

/// Where a deal is: on a rung, or lost for a reason.
#[derive(Clone, Debug, PartialEq)]
enum Where {
    Rung(usize),
    Lost(String),
}

/// The deals behind each number of a stage.
#[derive(Debug, Default)]
pub struct Stage {
    pub reached: BTreeSet<String>,
    pub entered: BTreeSet<String>,
    pub skipped: BTreeSet<String>,
    pub furthest: BTreeSet<String>,
    pub here: BTreeSet<String>,
    pub back: BTreeSet<String>,
    pub dropped: BTreeMap<String, BTreeSet<String>>,
    pub returned: BTreeSet<String>,
    pub timed: BTreeSet<String>,
    pub median_days: Option<f64>,
}

/// The deals behind each number of a funnel.
#[derive(Debug, Default)]
pub struct Figures {
    pub cohort: BTreeSet<String>,
    pub open: BTreeSet<String>,
    pub won: BTreeSet<String>,
    pub lost: BTreeSet<String>,
    pub stages: Vec<Stage>,
}

fn rung(stage: &str) -> usize {
    STAGES.iter().position(|one| *one == stage).unwrap() % WON
}

/// Where a deal was, and from when on.
fn visits(mut events: Vec<(Timestamp, Happening)>) -> Vec<(Timestamp, Where)> {
    events.sort();
    let mut visits: Vec<(Timestamp, Where)> = Vec::new();
    let (mut at_rung, mut state) = (0, Where::Rung(0));
    let mut times: Vec<Timestamp> = events.iter().map(|(at, _)| *at).collect();
    times.dedup();
    for time in times {
        let mut was_opened = false;
        for (_, happening) in events.iter().filter(|(at, _)| *at == time) {
            let before = state.clone();
            let is_open = matches!(state, Where::Rung(rung) if rung < WON);
            match happening {
                Happening::Opened => (at_rung, state) = (0, Where::Rung(0)),
                Happening::Moved(to) if is_open => {
                    (at_rung, state) = (rung(to), Where::Rung(rung(to)));
                }
                Happening::Moved(_) => {}
                Happening::Won => state = Where::Rung(WON),
                Happening::Lost(reason) => state = Where::Lost((*reason).to_owned()),
                Happening::Reopened => state = Where::Rung(at_rung),
            }
            let is_same = matches!((&before, &state), (Where::Lost(_), Where::Lost(_))) || before == state;
            was_opened |= !is_same && matches!(state, Where::Rung(rung) if rung < WON);
        }
        match (visits.last_mut(), &state) {
            (Some((_, Where::Lost(last))), Where::Lost(reason)) => last.clone_from(reason),
            (Some((_, last)), state) if last == state => {}
            (last, Where::Lost(_)) => {
                // It was lost in the stage to which the same instant led, or in the only one that is known.
                let entered = Where::Rung(at_rung);
                if last.is_none() || was_opened && last.is_some_and(|(_, last)| *last != entered) {
                    visits.push((time, entered));
                }
                visits.push((time, state.clone()));
            }
            (_, state) => visits.push((time, state.clone())),
        }
    }
    visits
}

/// A member of the cohort: where it was, and where of that by the time of the funnel.
struct Member {
    deal: String,
    all: Vec<(Timestamp, Where)>,
    past: Vec<Where>,
}

impl Member {
    fn of(deal: &str, all: Vec<(Timestamp, Where)>, request: &DealRequest, at: Timestamp) -> Option<Self> {
        let past = all.iter().filter(|(time, _)| *time <= at).map(|(_, place)| place.clone()).collect();
        let member = Self { deal: deal.to_owned(), all, past };
        let begun = member.first(0)?;
        let is_in = begun <= at
            && request.from.is_none_or(|from| begun >= from)
            && request.to.is_none_or(|to| begun < to);
        is_in.then_some(member)
    }

    /// When it first was on a rung or a higher one.
    fn first(&self, stage: usize) -> Option<Timestamp> {
        let is_up = |place: &Where| matches!(place, Where::Rung(rung) if *rung >= stage);
        self.all.iter().find(|(_, place)| is_up(place)).map(|(at, _)| *at)
    }

    fn rungs(&self) -> impl Iterator<Item = usize> {
        self.past.iter().filter_map(|place| if let Where::Rung(rung) = place { Some(*rung) } else { None })
    }

    /// Whether it was on a rung or a higher one, then not, and then again.
    fn returned(&self, stage: usize) -> bool {
        let is_up: Vec<bool> =
            self.past.iter().map(|one| matches!(one, Where::Rung(rung) if *rung >= stage)).collect();
        let up = is_up.iter().position(|up| *up).unwrap();
        let down = is_up.iter().skip(up).position(|up| !up).map(|down| up + down);
        down.is_some_and(|down| is_up.iter().skip(down).any(|up| *up))
    }

    /// Takes part in the numbers of a stage; gives the days to the next one, if it got there.
    fn count(&self, place: usize, stage: &mut Stage) -> Option<f64> {
        let furthest = self.rungs().max().unwrap();
        if place > furthest {
            return None;
        }
        let put = |set: &mut BTreeSet<String>| set.insert(self.deal.clone());
        put(&mut stage.reached);
        let is_entered = self.rungs().any(|rung| rung == place);
        put(if is_entered { &mut stage.entered } else { &mut stage.skipped });
        if self.returned(place) {
            put(&mut stage.returned);
        }
        if place < furthest {
            put(&mut stage.timed);
            return Some(
                (self.first(place + 1).unwrap().0 - self.first(place).unwrap().0) as f64 / DAY as f64,
            );
        }
        put(&mut stage.furthest);
        match self.past.last().unwrap() {
            Where::Lost(reason) => {
                let reason = if reason.is_empty() { "not_stated" } else { reason };
                put(stage.dropped.entry(reason.to_owned()).or_default());
            }
            Where::Rung(rung) if *rung == place => {
                put(&mut stage.here);
            }
            Where::Rung(_) => {
                put(&mut stage.back);
            }
        }
        None
    }
}

/// The figures of a funnel, by its definition.
pub fn figures(events: &[Event], request: &DealRequest, now: Timestamp) -> Figures {
    let mut by_deal: BTreeMap<String, Vec<(Timestamp, Happening)>> = BTreeMap::new();
    for event in events {
        by_deal.entry(event.deal.clone()).or_default().push((event.at, event.happening));
    }
    let mut found = Figures { stages: (0..=WON).map(|_| Stage::default()).collect(), ..Figures::default() };
    let mut durations: Vec<Vec<f64>> = vec![Vec::new(); WON + 1];
    for (deal, events) in by_deal {
        let at = request.at.unwrap_or(now);
        let Some(member) = Member::of(&deal, visits(events), request, at) else { continue };
        found.cohort.insert(deal.clone());
        let state = match member.past.last().unwrap() {
            Where::Rung(WON) => &mut found.won,
            Where::Rung(_) => &mut found.open,
            Where::Lost(_) => &mut found.lost,
        };
        state.insert(deal);
        for (place, stage) in found.stages.iter_mut().enumerate() {
            durations[place].extend(member.count(place, stage));
        }
    }
    for (stage, all) in found.stages.iter_mut().zip(durations) {
        stage.median_days = median(all);
    }
    found
}

fn median(mut all: Vec<f64>) -> Option<f64> {
    all.sort_by(f64::total_cmp);
    let middle = all.len() / 2;
    match all.len() {
        0 => None,
        count if count % 2 == 1 => Some(all[middle]),
        _ => Some(f64::midpoint(all[middle - 1], all[middle])),
    }
}
