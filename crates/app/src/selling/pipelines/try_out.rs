//! What a changed pipeline would mean for all deals, storing nothing.

use std::collections::BTreeMap;

use casebook_domain::access::Noun;
use casebook_domain::deals::{Course, DEAL, DealState, Pipeline, Pipelines, courses, weighted};
use casebook_domain::ids::{DealId, RecordId};
use casebook_index::Sums;
use casebook_store::record::{self, RecordRow};

use super::list::check;
use crate::desk::deals::evidence_of;
use crate::desk::progress::Progress;
use crate::desk::{Definitions, Session};
use crate::error::{Error, Result};

/// Named examples of one move.
const EXAMPLES: usize = 20;
/// Deals that are looked at in one snapshot.
const AT_ONCE: i64 = 500;

/// Deals that would move from one stage to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DealMove {
    /// The pipeline and the stage they are in now.
    pub from: (String, String),
    /// Those they would be in; none where the stage goes and no other takes its place, so that the change is refused.
    pub to: Option<(String, String)>,
    /// How many.
    pub count: u64,
    /// Some of them, with their names.
    pub examples: Vec<(RecordId, String)>,
}

/// A what-if over all deals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PipelineTrial {
    /// The pipeline's name.
    pub pipeline: String,
    /// Stages that would go, by name.
    pub gone: Vec<String>,
    /// Deals that would move, the largest moves first.
    pub moves: Vec<DealMove>,
    /// The amounts of open deals of the pipeline, weighted, as they are.
    pub weighted_before: Sums,
    /// The same as it would be.
    pub weighted_after: Sums,
}

impl PipelineTrial {
    /// How many deals stand in stages that would go without another that takes their place: then the change is refused.
    pub fn stranded(&self) -> u64 {
        self.moves.iter().filter(|one| one.to.is_none()).map(|one| one.count).sum()
    }
}

struct Tried<'t> {
    new: &'t Pipeline,
    old: Option<&'t Pipeline>,
    before: Pipelines,
    after: Pipelines,
    trial: PipelineTrial,
    moves: BTreeMap<Move, DealMove>,
}

/// From a stage to another, each with its pipeline.
type Move = ((String, String), Option<(String, String)>);

/// Derives every deal under a changed pipeline and compares with where it is.
pub fn try_out(session: &Session, text: &str, progress: &dyn Progress) -> Result<PipelineTrial> {
    let new = check(session, text)?;
    let before = session.read(|_, words| Ok(Pipelines::clone(&words.pipelines)))?;
    let old = before.get(&new.name).ok();
    let mut tried = Tried {
        new: &new,
        old,
        before: before.clone(),
        after: with(&before, &new),
        trial: PipelineTrial { pipeline: new.name.clone(), ..PipelineTrial::default() },
        moves: BTreeMap::new(),
    };
    tried.trial.gone = old
        .into_iter()
        .flat_map(Pipeline::stage_names)
        .filter(|name| new.stage(name).is_none())
        .map(str::to_owned)
        .collect();
    if session.scope(Noun::Workspace).is_all() {
        walk(session, progress, &mut tried)?;
    }
    let Tried { mut trial, moves, .. } = tried;
    trial.moves = moves.into_values().collect();
    trial.moves.sort_by_key(|one| std::cmp::Reverse(one.count));
    Ok(trial)
}

/// These pipelines with another version of one, or with one more.
fn with(pipelines: &Pipelines, new: &Pipeline) -> Pipelines {
    let mut all: Vec<Pipeline> = pipelines.all().cloned().collect();
    match all.iter_mut().find(|one| one.name == new.name) {
        Some(old) => *old = new.clone(),
        None => all.push(new.clone()),
    }
    Pipelines::of(all)
}

fn walk(session: &Session, progress: &dyn Progress, tried: &mut Tried<'_>) -> Result<()> {
    let (mut last, mut done) = (RecordId(i64::MIN), 0_u64);
    loop {
        if progress.stopped() {
            return Err(Error::Stopped("nothing was stored; run it again".to_owned()));
        }
        session.check_wanted()?;
        let end = session.read(|connection, words| {
            let mut rows = record::after(connection, DEAL, last, AT_ONCE)?;
            let end = rows.last().map(|row| row.id);
            done += rows.len() as u64;
            rows.retain(|row| !row.hidden);
            let evidence = evidence_of(connection, &rows)?;
            let before = courses(&evidence, words.deal_rules());
            let after = courses(&evidence, rules_with(words, &tried.after));
            for row in &rows {
                let deal = DealId(row.id.0);
                if let (Some(before), Some(after)) = (before.get(&deal), after.get(&deal)) {
                    tried.add(row, before, after);
                }
            }
            Ok(end)
        })?;
        let Some(end) = end else { return Ok(()) };
        last = end;
        progress.at(done, 0);
    }
}

fn rules_with<'r>(words: &'r Definitions, pipelines: &'r Pipelines) -> casebook_domain::deals::DealRules<'r> {
    casebook_domain::deals::DealRules { pipelines, ..words.deal_rules() }
}

impl Tried<'_> {
    fn add(&mut self, row: &RecordRow, before: &Course, after: &Course) {
        add_weighted(&mut self.trial.weighted_before, &self.before, &self.new.name, before);
        add_weighted(&mut self.trial.weighted_after, &self.after, &self.new.name, after);
        let is_stranded = self.old.is_some_and(|old| old.name == before.pipeline)
            && self.new.named(&before.stage).is_none();
        let position = |course: &Course| (course.pipeline.clone(), course.stage.clone());
        let (from, to) = (position(before), Some(position(after)).filter(|_| !is_stranded));
        if to.as_ref() == Some(&from) {
            return;
        }
        let key = (from, to);
        let found = self.moves.entry(key.clone()).or_insert_with(|| DealMove {
            from: key.0,
            to: key.1,
            ..DealMove::default()
        });
        found.count += 1;
        if found.examples.len() < EXAMPLES {
            found.examples.push((row.id, row.name.clone()));
        }
    }
}

fn add_weighted(sums: &mut Sums, pipelines: &Pipelines, name: &str, course: &Course) {
    let Some(amount) = course.amount else { return };
    if course.pipeline != name || course.state() != DealState::Open {
        return;
    }
    let probability = pipelines.probability(&course.pipeline, &course.stage);
    let sum = sums.entry(amount.currency.code().to_owned()).or_default();
    *sum += i128::from(weighted(amount.minor, probability));
}
