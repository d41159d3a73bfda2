//! The rows of the index: what lists, search and funnels need of every party, kept in memory.

use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::lifecycle::history::{StagePeriod, StandingPeriod};
use casebook_domain::party::SHARED_FIELDS;
use casebook_domain::time::Timestamp;

use super::projection::{Causes, read_stage, read_standing};
use super::search_text;
use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Connection, Row, dialect};

/// A party in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexRow {
    /// Its id.
    pub id: PartyId,
    /// Whether it is hidden.
    pub hidden: bool,
    /// The folded search text: a line break before the name and before each filled one of `SEARCHED_FIELDS`, then further
    /// email addresses and phone numbers, and the digits of phone numbers.
    pub search: String,
    /// Which of `SEARCHED_FIELDS` are filled, a bit for each from the lowest.
    pub filled: u8,
    /// The values of [`SHARED_FIELDS`].
    pub shared: [Option<String>; SHARED_FIELDS.len()],
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The first dated piece of evidence.
    pub first_at: Option<Timestamp>,
    /// The last dated piece of evidence.
    pub last_at: Option<Timestamp>,
    /// Its stages in the requested vocabularies, in their order. Causes are not read: all are set to time.
    pub stages: Vec<Vec<StagePeriod>>,
    /// Its standings, without causes.
    pub standings: Vec<StandingPeriod>,
}

/// A state of the database: two equal marks mean that nothing has changed between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The last number of the feed.
    pub seq: i64,
    /// The ids of entries that have no number yet, sorted.
    pub waiting: Vec<i64>,
    /// The value of the requested setting.
    pub setting: String,
}

/// The present mark, in one statement.
pub fn mark(connection: &mut Connection<'_>, setting: &str) -> Result<Mark> {
    let sql = "SELECT CAST(0 AS BIGINT), coalesce(max(seq), 0), NULL FROM change_feed \
               UNION ALL SELECT CAST(1 AS BIGINT), id, NULL FROM change_outbox \
               UNION ALL SELECT CAST(2 AS BIGINT), CAST(0 AS BIGINT), value FROM setting WHERE name = $1";
    let mut mark = Mark::default();
    connection.for_each(sql, &[setting.into()], |row| {
        match row.int(0)? {
            0 => mark.seq = row.int(1)?,
            1 => mark.waiting.push(row.int(1)?),
            _ => mark.setting = row.string(2)?,
        }
        Ok::<(), Error>(())
    })?;
    mark.waiting.sort_unstable();
    Ok(mark)
}

/// The parties to read: a condition on a column, with its values.
struct Which<'w> {
    condition: &'w dyn Fn(&str) -> String,
    values: &'w [Value<'static>],
}

/// The parties after one, up to `last`, in the order of ids.
pub fn between(
    connection: &mut Connection<'_>,
    vocabularies: &[VocabularyId],
    after: PartyId,
    last: PartyId,
) -> Result<Vec<IndexRow>> {
    let condition = |column: &str| format!("{column} > $1 AND {column} <= $2");
    let values = [after.into(), last.into()];
    read(connection, vocabularies, &Which { condition: &condition, values: &values })
}

/// The existing ones of these parties, in the order of ids.
pub fn these(
    connection: &mut Connection<'_>,
    vocabularies: &[VocabularyId],
    ids: &[PartyId],
) -> Result<Vec<IndexRow>> {
    let among = dialect::among(connection.engine(), 1);
    let condition = |column: &str| format!("{column} {among}");
    let values = [id_list(ids, |id| id.0)];
    read(connection, vocabularies, &Which { condition: &condition, values: &values })
}

fn read(
    connection: &mut Connection<'_>,
    vocabularies: &[VocabularyId],
    which: &Which<'_>,
) -> Result<Vec<IndexRow>> {
    let mut all = parties(connection, vocabularies.len(), which)?;
    let on_party = (which.condition)("party");
    let sql = format!("SELECT party, first_at, last_at FROM party_facts WHERE {on_party} ORDER BY party");
    merge(connection, &sql, which.values, &mut all, |one, row| {
        (one.first_at, one.last_at) = (row.opt_time(1)?, row.opt_time(2)?);
        Ok(())
    })?;
    // Named one by one, because the key begins with the vocabulary.
    for (place, vocabulary) in vocabularies.iter().enumerate() {
        let sql = format!(
            "SELECT party, seq, stage, entered_at, step, left_at FROM stage_period \
             WHERE {on_party} AND vocabulary = ${} ORDER BY party, seq",
            which.values.len() + 1
        );
        let mut values = which.values.to_vec();
        values.push((*vocabulary).into());
        merge(connection, &sql, &values, &mut all, |one, row| {
            let period = read_stage(row, Causes::Left)?;
            one.stages.get_mut(place).into_iter().for_each(|list| list.push(period.clone()));
            Ok(())
        })?;
    }
    let sql = format!(
        "SELECT party, standing, reason, entered_at, step, left_at FROM standing_period \
         WHERE {on_party} ORDER BY party, seq"
    );
    merge(connection, &sql, which.values, &mut all, |one, row| {
        one.standings.push(read_standing(row, Causes::Left)?);
        Ok(())
    })?;
    Ok(all)
}

fn parties(connection: &mut Connection<'_>, stages: usize, which: &Which<'_>) -> Result<Vec<IndexRow>> {
    let sql = format!(
        "SELECT id, hidden, search, {}, created_at, updated_at, {} FROM party WHERE {} ORDER BY id",
        search_text::filled(),
        SHARED_FIELDS.join(", "),
        (which.condition)("id")
    );
    connection.query(&sql, which.values, |row| {
        let mut shared = [const { None }; SHARED_FIELDS.len()];
        for (place, value) in shared.iter_mut().enumerate() {
            *value = row.opt_string(6 + place)?;
        }
        let filled = row.int(3)? as u8;
        Ok(IndexRow {
            id: PartyId(row.int(0)?),
            hidden: row.flag(1)?,
            search: search_text::with_digits(row.text(2)?, filled),
            filled,
            shared,
            created_at: row.time(4)?,
            updated_at: row.time(5)?,
            first_at: None,
            last_at: None,
            stages: vec![Vec::new(); stages],
            standings: Vec::new(),
        })
    })
}

/// Hands each row of an answer that is sorted by its first column, a party, to `take` with that party.
fn merge(
    connection: &mut Connection<'_>,
    sql: &str,
    values: &[Value<'_>],
    all: &mut [IndexRow],
    mut take: impl FnMut(&mut IndexRow, &Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut place = 0;
    connection.for_each(sql, values, |row| {
        let party = PartyId(row.int(0)?);
        while all.get(place).is_some_and(|one| one.id < party) {
            place += 1;
        }
        all.get_mut(place).filter(|one| one.id == party).map_or(Ok(()), |one| take(one, row))
    })
}
