//! Reading projections.

use std::collections::BTreeMap;

use casebook_domain::ids::{EvidenceId, PartyId, VocabularyId};
use casebook_domain::lifecycle::history::{StagePeriod, StandingPeriod};

use super::{Causes, FactsRow, Projection, StagesByVocabulary, read_stage, read_standing};
use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Connection, Row, dialect};

/// The parties to read.
enum Which<'w> {
    These(&'w [PartyId]),
    /// Later than the first, up to the second.
    Range(PartyId, PartyId),
}

impl Which<'_> {
    /// A condition on `party` whose values are `$1` (and `$2`), and the values.
    fn condition(&self, connection: &Connection<'_>) -> (String, Vec<Value<'static>>) {
        match self {
            Self::These(ids) => {
                (format!("party {}", dialect::among(connection.engine(), 1)), vec![id_list(ids, |id| id.0)])
            }
            Self::Range(after, last) => {
                ("party > $1 AND party <= $2".to_owned(), vec![(*after).into(), (*last).into()])
            }
        }
    }
}

const READ_FACTS: &str =
    "SELECT party, projection_version, pieces, first_at, last_at, facts, handed_over FROM party_facts";

fn read_facts(row: &Row<'_>) -> Result<FactsRow> {
    Ok(FactsRow {
        projection_version: row.int(1)?,
        pieces: row.int(2)?,
        first_at: row.opt_time(3)?,
        last_at: row.opt_time(4)?,
        facts: row.bytes(5)?.to_vec(),
        handed_over: row.opt_int(6)?.map(EvidenceId),
    })
}

/// The stored facts of these parties, as far as they have any.
pub fn facts_of(connection: &mut Connection<'_>, parties: &[PartyId]) -> Result<BTreeMap<PartyId, FactsRow>> {
    if parties.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql = format!("{READ_FACTS} WHERE party {}", dialect::among(connection.engine(), 1));
    let read = |row: &Row<'_>| Ok((PartyId(row.int(0)?), read_facts(row)?));
    Ok(connection.query(&sql, &[id_list(parties, |id| id.0)], read)?.into_iter().collect())
}

/// The projections of these parties, one each, in the order of ids, with the stages of all vocabularies.
pub fn read_many(connection: &mut Connection<'_>, parties: &[PartyId]) -> Result<Vec<Projection>> {
    let mut sorted = parties.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let which = Which::These(&sorted);
    read(connection, &sorted, &which)
}

/// [`read_many`] for a range: `sorted` are all parties after one, up to the last.
pub fn read_between(
    connection: &mut Connection<'_>,
    sorted: &[PartyId],
    after: PartyId,
) -> Result<Vec<Projection>> {
    let Some(last) = sorted.last() else { return Ok(Vec::new()) };
    read(connection, sorted, &Which::Range(after, *last))
}

/// The projections of the next `limit` parties after one: for reading everything in bounded memory.
pub fn read_after(connection: &mut Connection<'_>, after: PartyId, limit: i64) -> Result<Vec<Projection>> {
    let parties = crate::tables::party::ids_after(connection, after, limit)?;
    read_between(connection, &parties, after)
}

/// The stages of one party in each of these vocabularies in which it has any, and its standings.
pub fn periods_of(
    connection: &mut Connection<'_>,
    party: PartyId,
    vocabularies: &[VocabularyId],
) -> Result<(StagesByVocabulary, Vec<StandingPeriod>)> {
    let sql = format!(
        "SELECT vocabulary, seq, stage, entered_at, step, left_at, entered_by, left_by FROM stage_period \
         WHERE vocabulary {} AND party = $2 ORDER BY vocabulary, seq",
        dialect::among(connection.engine(), 1)
    );
    let mut stages: StagesByVocabulary = Vec::new();
    connection.for_each(&sql, &[id_list(vocabularies, |id| id.0), party.into()], |row| {
        put(&mut stages, VocabularyId(row.int(0)?), read_stage(row, Causes::Read)?);
        Ok::<(), Error>(())
    })?;
    let sql = "SELECT party, standing, reason, entered_at, step, left_at, entered_by, left_by FROM standing_period \
               WHERE party = $1 ORDER BY seq";
    let standings = connection.query(sql, &[party.into()], |row| read_standing(row, Causes::Read))?;
    Ok((stages, standings))
}

/// Adds a period to the list of its vocabulary, which is the last or a new one.
fn put(stages: &mut StagesByVocabulary, vocabulary: VocabularyId, period: StagePeriod) {
    match stages.last_mut().filter(|(last, _)| *last == vocabulary) {
        Some((_, list)) => list.push(period),
        None => stages.push((vocabulary, vec![period])),
    }
}

fn read(connection: &mut Connection<'_>, sorted: &[PartyId], which: &Which<'_>) -> Result<Vec<Projection>> {
    let mut all: Vec<Projection> = sorted
        .iter()
        .map(|party| Projection { party: *party, facts: None, stages: Vec::new(), standings: Vec::new() })
        .collect();
    let (condition, values) = which.condition(connection);
    let place = |party: i64| sorted.binary_search(&PartyId(party)).ok();

    let sql = format!("{READ_FACTS} WHERE {condition}");
    connection.for_each(&sql, &values, |row| {
        if let Some(one) = place(row.int(0)?).and_then(|place| all.get_mut(place)) {
            one.facts = Some(read_facts(row)?);
        }
        Ok::<(), Error>(())
    })?;

    // Named one by one, because the key begins with the vocabulary.
    let vocabularies = crate::tables::vocabulary::ids(connection)?;
    for vocabulary in vocabularies {
        let sql = format!(
            "SELECT party, seq, stage, entered_at, step, left_at, entered_by, left_by FROM stage_period \
             WHERE {condition} AND vocabulary = ${} ORDER BY party, seq",
            values.len() + 1
        );
        let mut with_vocabulary = values.clone();
        with_vocabulary.push(vocabulary.into());
        connection.for_each(&sql, &with_vocabulary, |row| {
            let Some(one) = place(row.int(0)?).and_then(|place| all.get_mut(place)) else { return Ok(()) };
            put(&mut one.stages, vocabulary, read_stage(row, Causes::Read)?);
            Ok::<(), Error>(())
        })?;
    }

    let sql = format!(
        "SELECT party, standing, reason, entered_at, step, left_at, entered_by, left_by FROM standing_period \
         WHERE {condition} ORDER BY party, seq"
    );
    connection.for_each(&sql, &values, |row| {
        if let Some(one) = place(row.int(0)?).and_then(|place| all.get_mut(place)) {
            one.standings.push(read_standing(row, Causes::Read)?);
        }
        Ok::<(), Error>(())
    })?;
    Ok(all)
}

/// A party for the funnel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyPeriods {
    /// The party; its id contains its kind.
    pub party: PartyId,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its source.
    pub source: Option<String>,
    /// Its stages in the requested vocabulary.
    pub stages: Vec<StagePeriod>,
    /// Its standings.
    pub standings: Vec<StandingPeriod>,
}

/// The parties after one, up to `last`, in the order of ids, each with its stages in a vocabulary (none without a
/// vocabulary) and its standings. Causes are not read: all are set to time.
pub fn periods_between(
    connection: &mut Connection<'_>,
    vocabulary: Option<VocabularyId>,
    after: PartyId,
    last: PartyId,
) -> Result<Vec<PartyPeriods>> {
    let sql = "SELECT id, hidden, source FROM party WHERE id > $1 AND id <= $2 ORDER BY id";
    let mut all = connection.query(sql, &[after.into(), last.into()], |row| {
        let (party, hidden, source) = (PartyId(row.int(0)?), row.flag(1)?, row.opt_string(2)?);
        Ok(PartyPeriods { party, hidden, source, stages: Vec::new(), standings: Vec::new() })
    })?;
    let Some(vocabulary) = vocabulary else { return Ok(all) };
    let mut place = 0;
    let sql = "SELECT party, seq, stage, entered_at, step, left_at FROM stage_period \
               WHERE vocabulary = $1 AND party > $2 AND party <= $3 ORDER BY party, seq";
    connection.for_each(sql, &[vocabulary.into(), after.into(), last.into()], |row| {
        if let Some(one) = advance(&mut all, &mut place, PartyId(row.int(0)?)) {
            one.stages.push(read_stage(row, Causes::Left)?);
        }
        Ok::<(), Error>(())
    })?;
    place = 0;
    let sql = "SELECT party, standing, reason, entered_at, step, left_at FROM standing_period \
               WHERE party > $1 AND party <= $2 ORDER BY party, seq";
    connection.for_each(sql, &[after.into(), last.into()], |row| {
        if let Some(one) = advance(&mut all, &mut place, PartyId(row.int(0)?)) {
            one.standings.push(read_standing(row, Causes::Left)?);
        }
        Ok::<(), Error>(())
    })?;
    Ok(all)
}

/// Moves on to the party in a list sorted by it.
fn advance<'a>(
    all: &'a mut [PartyPeriods],
    place: &mut usize,
    party: PartyId,
) -> Option<&'a mut PartyPeriods> {
    while all.get(*place).is_some_and(|one| one.party < party) {
        *place += 1;
    }
    all.get_mut(*place).filter(|one| one.party == party)
}
