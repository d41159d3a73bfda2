//! Projections, which are derived from evidence and can be rebuilt at any time: facts, stage periods, standing periods.

mod change;
mod read;

use std::collections::BTreeMap;

use casebook_domain::ids::{EvidenceId, PartyId, VocabularyId};
use casebook_domain::lifecycle::history::{Cause, StagePeriod, Standing, StandingPeriod};
use casebook_domain::lifecycle::places::Step;
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::value::{NULL, Value, id_list};
use crate::exec::{Batch, Connection, Row, dialect};

/// The stored facts of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsRow {
    /// The projection version; facts of another version are rebuilt.
    pub projection_version: i64,
    /// The number of folded pieces.
    pub pieces: i64,
    /// The first dated piece.
    pub first_at: Option<Timestamp>,
    /// The last dated piece.
    pub last_at: Option<Timestamp>,
    /// The hand-over to sales that waits for an answer.
    pub handed_over: Option<EvidenceId>,
    /// The facts.
    pub facts: Vec<u8>,
}

/// Stages by vocabulary, each list in the order of time.
pub type StagesByVocabulary = Vec<(VocabularyId, Vec<StagePeriod>)>;

/// Everything derived for one party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// The party.
    pub party: PartyId,
    /// Its facts; `None` for a party without evidence.
    pub facts: Option<FactsRow>,
    /// Its stages.
    pub stages: StagesByVocabulary,
    /// Its standings, in the order of time.
    pub standings: Vec<StandingPeriod>,
}

/// Whether earlier rows of the parties must be deleted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Nothing is stored for any of them: they were added in this transaction, or everything was cleared.
    Nothing,
    /// Something may be stored.
    Something,
}

pub(crate) const FACTS: [&str; 7] =
    ["party", "projection_version", "pieces", "first_at", "last_at", "facts", "handed_over"];
pub(crate) const STAGE: [&str; 9] =
    ["vocabulary", "party", "seq", "stage", "entered_at", "step", "left_at", "entered_by", "left_by"];
pub(crate) const STANDING: [&str; 9] =
    ["party", "seq", "standing", "reason", "entered_at", "step", "left_at", "entered_by", "left_by"];

fn cause(cause: Cause) -> Value<'static> {
    match cause {
        Cause::Evidence(id) => id.into(),
        Cause::Time => NULL,
    }
}

fn read_cause(id: Option<i64>) -> Cause {
    id.map_or(Cause::Time, |id| Cause::Evidence(EvidenceId(id)))
}

/// Replaces what is stored. For stages, only the given vocabularies are touched.
pub fn replace_many(connection: &mut Connection<'_>, all: &[Projection], before: Before) -> Result<()> {
    let mut batch = Batch::default();
    if before == Before::Something {
        delete(connection, all, &mut batch);
    }
    add_to(&mut batch, all);
    connection.run(&batch)
}

/// Lets a batch store the projections of parties without stored ones.
pub fn add_to<'p>(batch: &mut Batch<'p>, all: &'p [Projection]) {
    batch.insert("party_facts", &FACTS, facts_values(all));
    batch.insert("stage_period", &STAGE, stage_values(all));
    batch.insert("standing_period", &STANDING, standing_values(all));
}

pub use change::{Change, change_many, change_together};
pub use read::{PartyPeriods, facts_of, periods_between, periods_of, read_after, read_between, read_many};

/// The rows of `party_facts`, flat.
pub(crate) fn facts_values(all: &[Projection]) -> Vec<Value<'_>> {
    all.iter()
        .filter_map(|one| one.facts.as_ref().map(|facts| (one.party, facts)))
        .flat_map(|(party, facts)| -> [Value<'_>; FACTS.len()] {
            [
                party.into(),
                facts.projection_version.into(),
                facts.pieces.into(),
                facts.first_at.into(),
                facts.last_at.into(),
                (&facts.facts).into(),
                facts.handed_over.map_or(NULL, Into::into),
            ]
        })
        .collect()
}

fn delete(connection: &Connection<'_>, all: &[Projection], batch: &mut Batch<'_>) {
    let parties: Vec<PartyId> = all.iter().map(|one| one.party).collect();
    let engine = connection.engine();
    for table in ["party_facts", "standing_period"] {
        let sql = format!("DELETE FROM {table} WHERE party {}", dialect::among(engine, 1));
        batch.execute(sql, vec![id_list(&parties, |id| id.0)]);
    }
    let sql = format!(
        "DELETE FROM stage_period WHERE vocabulary {} AND party {}",
        dialect::among(engine, 1),
        dialect::among(engine, 2)
    );
    for (vocabularies, parties) in by_vocabularies(all) {
        batch.execute(sql.clone(), vec![id_list(&vocabularies, |id| id.0), id_list(&parties, |id| id.0)]);
    }
}

/// The parties by set of vocabularies; mostly there is one set, that of all.
fn by_vocabularies(all: &[Projection]) -> BTreeMap<Vec<VocabularyId>, Vec<PartyId>> {
    let mut sets: BTreeMap<Vec<VocabularyId>, Vec<PartyId>> = BTreeMap::new();
    for one in all {
        sets.entry(one.stages.iter().map(|(id, _)| *id).collect()).or_default().push(one.party);
    }
    sets.remove(&Vec::new());
    sets
}

/// Stores only the stage periods; for a vocabulary without stored ones.
pub fn insert_stages(connection: &mut Connection<'_>, all: &[Projection]) -> Result<()> {
    connection.insert_many("stage_period", &STAGE, &stage_values(all))
}

/// The rows of `stage_period`, flat, in the order of the key.
pub(crate) fn stage_values(all: &[Projection]) -> Vec<Value<'static>> {
    let mut rows: Vec<Value<'static>> = Vec::new();
    let mut lists: Vec<_> = all
        .iter()
        .flat_map(|one| one.stages.iter().map(|(vocabulary, list)| (*vocabulary, one.party, list)))
        .collect();
    // In the order of the key, which is the order of the table.
    lists.sort_unstable_by_key(|(vocabulary, party, _)| (*vocabulary, *party));
    for (vocabulary, party, list) in lists {
        let numbered = list.iter().enumerate();
        rows.extend(numbered.flat_map(|(seq, period)| stage_row(vocabulary, party, seq, period)));
    }
    rows
}

fn stage_row(
    vocabulary: VocabularyId,
    party: PartyId,
    seq: usize,
    period: &StagePeriod,
) -> [Value<'static>; STAGE.len()] {
    [
        vocabulary.into(),
        party.into(),
        (seq as i64).into(),
        i64::from(period.stage).into(),
        period.entered_at.into(),
        step_code(period.step).into(),
        period.left_at.into(),
        cause(period.entered_by),
        period.left_by.map_or(NULL, cause),
    ]
}

/// The rows of `standing_period`, flat, in the order of the key.
pub(crate) fn standing_values(all: &[Projection]) -> Vec<Value<'_>> {
    all.iter()
        .flat_map(|one| one.standings.iter().enumerate().map(|(seq, period)| (one.party, seq, period)))
        .flat_map(|(party, seq, period)| standing_row(party, seq, period))
        .collect()
}

fn standing_row(party: PartyId, seq: usize, period: &StandingPeriod) -> [Value<'_>; STANDING.len()] {
    [
        party.into(),
        (seq as i64).into(),
        standing_code(period.standing).into(),
        period.reason.as_deref().into(),
        period.entered_at.into(),
        step_code(period.step).into(),
        period.left_at.into(),
        cause(period.entered_by),
        period.left_by.map_or(NULL, cause),
    ]
}

// The number is the place in `Step::ALL`, and stored: that list only grows at its end.
fn step_code(step: Step) -> i64 {
    Step::ALL.iter().position(|one| *one == step).unwrap_or_default() as i64
}

fn read_step(row: &Row<'_>) -> Result<Step> {
    let step = usize::try_from(row.int(4)?).ok().and_then(|place| Step::ALL.get(place)).copied();
    step.ok_or_else(|| Error::Unreadable("how exactly a period's beginning is known".to_owned()))
}

// The number is the place in `Standing::ALL`, and stored: that list only grows at its end.
fn standing_code(standing: Standing) -> i64 {
    Standing::ALL.iter().position(|one| *one == standing).unwrap_or_default() as i64
}

/// Whether the columns of the causes are selected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Causes {
    Read,
    Left,
}

impl Causes {
    fn of(self, row: &Row<'_>, column: usize) -> Result<Cause> {
        if self == Self::Left { Ok(Cause::Time) } else { row.opt_int(column).map(read_cause) }
    }
}

pub(crate) fn read_stage(row: &Row<'_>, causes: Causes) -> Result<StagePeriod> {
    let stage = u8::try_from(row.int(2)?).map_err(|_| Error::Unreadable("a stage".to_owned()))?;
    let left_at = row.opt_time(5)?;
    let left_by = left_at.map(|_| causes.of(row, 7)).transpose()?;
    let (entered_at, step) = (row.opt_time(3)?, read_step(row)?);
    Ok(StagePeriod { stage, entered_at, step, left_at, entered_by: causes.of(row, 6)?, left_by })
}

pub(crate) fn read_standing(row: &Row<'_>, causes: Causes) -> Result<StandingPeriod> {
    let place = usize::try_from(row.int(1)?).ok();
    let standing = place.and_then(|place| Standing::ALL.get(place)).copied();
    let left_at = row.opt_time(5)?;
    let left_by = left_at.map(|_| causes.of(row, 7)).transpose()?;
    Ok(StandingPeriod {
        standing: standing.ok_or_else(|| Error::Unreadable("a standing".to_owned()))?,
        reason: row.opt_string(2)?,
        entered_at: row.opt_time(3)?,
        step: read_step(row)?,
        left_at,
        entered_by: causes.of(row, 6)?,
        left_by,
    })
}

/// Deletes the stages of a vocabulary.
pub fn delete_vocabulary(connection: &mut Connection<'_>, vocabulary: VocabularyId) -> Result<u64> {
    connection.execute("DELETE FROM stage_period WHERE vocabulary = $1", &[vocabulary.into()])
}

/// Deletes everything derived.
pub fn clear(connection: &mut Connection<'_>) -> Result<()> {
    ["party_facts", "stage_period", "standing_period"]
        .into_iter()
        .try_for_each(|table| connection.execute(&format!("DELETE FROM {table}"), &[]).map(|_| ()))
}

/// Deletes what is stored for vocabularies other than these, and for parties that do not exist.
pub fn forget_strays(connection: &mut Connection<'_>, kept: &[VocabularyId]) -> Result<()> {
    // From one vocabulary to the next by the key, which reads one row of each instead of all.
    let next = "SELECT vocabulary FROM stage_period WHERE vocabulary > $1 ORDER BY vocabulary LIMIT 1";
    let mut at = VocabularyId(i64::MIN);
    while let Some(found) = connection.query_one(next, &[at.into()], |row| row.int(0).map(VocabularyId))? {
        if !kept.contains(&found) {
            delete_vocabulary(connection, found)?;
        }
        at = found;
    }
    for table in ["party_facts", "stage_period", "standing_period"] {
        let sql = format!("DELETE FROM {table} WHERE party NOT IN (SELECT id FROM party)");
        connection.execute(&sql, &[])?;
    }
    Ok(())
}
