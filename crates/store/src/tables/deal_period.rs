//! Periods of deals in their stages, which follow from evidence and can be derived again at any time.

use std::collections::BTreeMap;

use casebook_domain::deals::DealPeriod;
use casebook_domain::ids::{DealId, EvidenceId};
use casebook_domain::lifecycle::places::Step;
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Connection, Row, dialect};

const COLUMNS: [&str; 10] =
    ["deal", "seq", "pipeline", "stage", "reason", "entered_at", "step", "left_at", "entered_by", "left_by"];
const READ: &str =
    "SELECT deal, pipeline, stage, reason, entered_at, step, left_at, entered_by, left_by FROM deal_period";

/// The periods of deals, each list in the order of time.
pub type PeriodsByDeal = BTreeMap<DealId, Vec<DealPeriod>>;

/// A period without its causes, as a funnel needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortPeriod<'r> {
    /// The deal.
    pub deal: DealId,
    /// The pipeline.
    pub pipeline: &'r str,
    /// The stage.
    pub stage: &'r str,
    /// Why it was lost.
    pub reason: Option<&'r str>,
    /// When it began.
    pub entered_at: Option<Timestamp>,
    /// How exactly that is known.
    pub step: Step,
    /// When it ended.
    pub left_at: Option<Timestamp>,
}

fn read_step(row: &Row<'_>, column: usize) -> Result<Step> {
    let step = usize::try_from(row.int(column)?).ok().and_then(|place| Step::ALL.get(place)).copied();
    step.ok_or_else(|| Error::Unreadable("how exactly a period's beginning is known".to_owned()))
}

// The number is the place in `Step::ALL`, and stored: that list only grows at its end.
fn step_code(step: Step) -> i64 {
    Step::ALL.iter().position(|one| *one == step).unwrap_or_default() as i64
}

fn read(row: &Row<'_>) -> Result<(DealId, DealPeriod)> {
    let period = DealPeriod {
        pipeline: row.string(1)?,
        stage: row.string(2)?,
        reason: row.opt_string(3)?,
        entered_at: row.opt_time(4)?,
        step: read_step(row, 5)?,
        left_at: row.opt_time(6)?,
        entered_by: EvidenceId(row.int(7)?),
        left_by: row.opt_int(8)?.map(EvidenceId),
    };
    Ok((DealId(row.int(0)?), period))
}

/// The stored periods of deals; those without any are left out.
pub fn of_deals(connection: &mut Connection<'_>, deals: &[DealId]) -> Result<PeriodsByDeal> {
    let mut found = PeriodsByDeal::new();
    if deals.is_empty() {
        return Ok(found);
    }
    let sql = format!("{READ} WHERE deal {} ORDER BY deal, seq", dialect::among(connection.engine(), 1));
    for (deal, period) in connection.query(&sql, &[id_list(deals, |id| id.0)], read)? {
        found.entry(deal).or_default().push(period);
    }
    Ok(found)
}

/// The last period of each of these deals.
pub fn last_of(connection: &mut Connection<'_>, deals: &[DealId]) -> Result<BTreeMap<DealId, DealPeriod>> {
    if deals.is_empty() {
        return Ok(BTreeMap::new());
    }
    let among = dialect::among(connection.engine(), 1);
    let sql = format!("{READ} WHERE deal {among} AND left_by IS NULL ORDER BY deal, seq");
    Ok(connection.query(&sql, &[id_list(deals, |id| id.0)], read)?.into_iter().collect())
}

/// How many deals stand in each stage of a pipeline, hidden ones too; stages without any are left out.
pub fn standing_in(connection: &mut Connection<'_>, pipeline: &str) -> Result<BTreeMap<String, u64>> {
    let sql =
        "SELECT stage, count(*) FROM deal_period WHERE pipeline = $1 AND left_by IS NULL GROUP BY stage";
    let read = |row: &Row<'_>| Ok((row.string(0)?, row.int(1)?.unsigned_abs()));
    Ok(connection.query(sql, &[pipeline.into()], read)?.into_iter().collect())
}

/// Hands over every stored period, in the order of deals and of time.
pub fn for_each(connection: &mut Connection<'_>, mut each: impl FnMut(ShortPeriod<'_>)) -> Result<()> {
    connection.for_each(&format!("{READ} ORDER BY deal, seq"), &[], |row| {
        each(ShortPeriod {
            deal: DealId(row.int(0)?),
            pipeline: row.text(1)?,
            stage: row.text(2)?,
            reason: row.opt_text(3)?,
            entered_at: row.opt_time(4)?,
            step: read_step(row, 5)?,
            left_at: row.opt_time(6)?,
        });
        Ok::<(), Error>(())
    })
}

/// Stores the periods of deals that have none stored.
pub fn insert(connection: &mut Connection<'_>, all: &PeriodsByDeal) -> Result<()> {
    let rows = all.iter().flat_map(|(deal, periods)| {
        periods.iter().enumerate().flat_map(|(seq, period)| row(*deal, seq, period))
    });
    let flat: Vec<Value<'_>> = rows.collect();
    connection.insert_many("deal_period", &COLUMNS, &flat)
}

/// Stores these periods in place of those that are stored of the same deals; a deal may have none.
pub fn replace(connection: &mut Connection<'_>, all: &PeriodsByDeal) -> Result<()> {
    let deals: Vec<DealId> = all.keys().copied().collect();
    let sql = format!("DELETE FROM deal_period WHERE deal {}", dialect::among(connection.engine(), 1));
    connection.execute(&sql, &[id_list(&deals, |id| id.0)])?;
    insert(connection, all)
}

/// Deletes the periods of deals that do not exist.
pub fn forget_strays(connection: &mut Connection<'_>) -> Result<()> {
    let sql = "DELETE FROM deal_period WHERE deal NOT IN (SELECT id FROM record WHERE type = 'deal')";
    connection.execute(sql, &[]).map(|_| ())
}

fn row(deal: DealId, seq: usize, period: &DealPeriod) -> [Value<'_>; COLUMNS.len()] {
    [
        deal.into(),
        (seq as i64).into(),
        (&period.pipeline).into(),
        (&period.stage).into(),
        period.reason.as_deref().into(),
        period.entered_at.into(),
        step_code(period.step).into(),
        period.left_at.into(),
        period.entered_by.into(),
        period.left_by.map(|id| id.0).into(),
    ]
}
