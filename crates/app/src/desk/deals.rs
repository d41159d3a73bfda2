//! Keeping the records of deals true: what evidence comes to is stored in the transaction that changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casebook_domain::change::Action;
use casebook_domain::deals::{Course, DEAL, DealPeriod, courses};
use casebook_domain::evidence::Evidence;
use casebook_domain::ids::{DealId, EvidenceId, RecordId};
use casebook_domain::key::storable;
use casebook_domain::kind::{KindCode, built_in as k};
use casebook_domain::records::{RecordType, Values};
use casebook_domain::time::Timestamp;
use casebook_store::deal_period::{self, PeriodsByDeal};
use casebook_store::feed::Change;
use casebook_store::record::{self, RecordRow, parties_in};
use casebook_store::record_key::{self, RecordKey, unique_keys};
use casebook_store::{Connection, evidence};

use super::progress::Progress;
use super::{Definitions, Session, Work};
use crate::error::{Error, Result};

/// The longest name of a deal that evidence brings, in characters.
const LONGEST_NAME: usize = 500;
/// Deals that are derived in one transaction.
const AT_ONCE: i64 = 500;

/// A deal that evidence brings.
#[derive(Clone, Debug)]
pub(crate) struct NewDeal {
    /// Its id.
    pub id: DealId,
    /// The system in which it has its key.
    pub system: String,
    /// The key.
    pub key: String,
    /// Its title; the key stands in for one.
    pub title: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
}

/// Stores deals with what this evidence comes to, which is all that there is of them.
pub(crate) fn insert_new(work: &mut Work<'_, '_>, new: &[NewDeal], evidence: &[Evidence]) -> Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    let of = Arc::clone(work.words.record_type(DEAL)?);
    let courses = courses(evidence, work.words.deal_rules());
    let row = |one: &NewDeal| stored_as(&of, &row_of(&of, one, work.now), courses.get(&one.id));
    let (rows, values): (Vec<RecordRow>, Vec<Values>) = new.iter().map(row).unzip();
    insert_rows(work, &rows, &values, &courses)?;
    let key = |one: &NewDeal| {
        let key = RecordKey { system: one.system.clone(), value: storable(&one.key).into_owned() };
        (RecordId(one.id.0), key)
    };
    record_key::insert_many(work.connection, DEAL, &new.iter().map(key).collect::<Vec<_>>())?;
    publish(work, rows.iter().map(|row| row.id).collect());
    Ok(())
}

/// Stores new deals, who takes part in them, and in which stages they were.
pub(super) fn insert_rows(
    work: &mut Work<'_, '_>,
    rows: &[RecordRow],
    values: &[Values],
    courses: &BTreeMap<DealId, Course>,
) -> Result<()> {
    record::insert_many(work.connection, rows)?;
    let parties = rows.iter().zip(values).flat_map(|(row, values)| parties_in(row.id, values));
    record::insert_parties(work.connection, &parties.collect::<Vec<_>>())?;
    let periods = rows.iter().map(|row| DealId(row.id.0)).map(|deal| (deal, periods_of(courses.get(&deal))));
    Ok(deal_period::insert(work.connection, &periods.collect())?)
}

fn row_of(of: &RecordType, new: &NewDeal, now: Timestamp) -> RecordRow {
    let named = new.title.as_deref().unwrap_or(&new.key);
    let plain = line_of(named);
    let mut values = Values::default();
    values.fill_defaults(of);
    RecordRow {
        id: RecordId(new.id.0),
        type_name: of.name.clone(),
        name: if plain.is_empty() { new.id.to_string() } else { plain },
        search: String::new(),
        owner: new.owner.as_deref().map(line_of).filter(|owner| !owner.is_empty()),
        state: None,
        fields: values.to_text(),
        hidden: true,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

/// One line of at most so many characters: what a deal is called.
pub(crate) fn line_of(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    plain.trim().to_owned()
}

/// Brings every deal up to date that new evidence names, or from which it takes something back, but for those of which
/// all evidence is new and that are stored.
pub(super) fn follow(
    work: &mut Work<'_, '_>,
    appended: &[Evidence],
    stored: &BTreeSet<DealId>,
) -> Result<()> {
    let deals = appended.iter().filter_map(|one| one.deal);
    let mut deals: BTreeSet<DealId> = deals.filter(|deal| !stored.contains(deal)).collect();
    let mut retracted = named_by_retractions(appended.iter().map(|one| (one.kind, one.names)));
    while !retracted.is_empty() {
        let pieces = evidence::named_by(work.connection, &retracted)?;
        deals.extend(pieces.iter().filter_map(|(_, deal)| *deal));
        // What takes back a retraction gives back what that one named.
        retracted = named_by_retractions(pieces.iter().map(|(one, _)| (one.kind, one.names)));
    }
    derive(work, &deals.into_iter().collect::<Vec<_>>())
}

fn named_by_retractions(pieces: impl Iterator<Item = (KindCode, Option<EvidenceId>)>) -> Vec<EvidenceId> {
    let retractions = pieces.filter(|(kind, _)| *kind == k::RETRACTED);
    let named: BTreeSet<EvidenceId> = retractions.filter_map(|(_, names)| names).collect();
    named.into_iter().collect()
}

/// Derives these deals anew from their evidence, and stores what that changes. Those that are not stored yet are left.
pub(crate) fn derive(work: &mut Work<'_, '_>, deals: &[DealId]) -> Result<()> {
    if deals.is_empty() {
        return Ok(());
    }
    let of = Arc::clone(work.words.record_type(DEAL)?);
    let ids: Vec<RecordId> = deals.iter().map(|id| RecordId(id.0)).collect();
    let rows = record::lock_many(work.connection, &ids)?;
    let evidence = evidence_of(work.connection, &rows)?;
    let courses = courses(&evidence, work.words.deal_rules());
    let rows: Vec<RecordRow> = rows.into_iter().filter(|row| row.type_name == of.name).collect();
    let moved = store_periods(work, &rows, &courses)?;
    let changed: Vec<Changed> = rows.iter().filter_map(|row| Changed::between(&of, row, &courses)).collect();
    store(work, &of, &changed)?;
    let stored: BTreeSet<RecordId> = changed.iter().map(|one| one.after.id).collect();
    publish(work, moved.into_iter().filter(|id| !stored.contains(id)).collect());
    Ok(())
}

fn periods_of(course: Option<&Course>) -> Vec<DealPeriod> {
    course.map(|course| course.periods.clone()).unwrap_or_default()
}

/// Stores in which stages deals were, where that differs from what is stored; returns of which ones.
fn store_periods(
    work: &mut Work<'_, '_>,
    rows: &[RecordRow],
    courses: &BTreeMap<DealId, Course>,
) -> Result<Vec<RecordId>> {
    let mut stored = stored_periods(work.connection, rows)?;
    let mut differing = PeriodsByDeal::new();
    for row in rows {
        let deal = DealId(row.id.0);
        let derived = periods_of(courses.get(&deal));
        if stored.remove(&deal).unwrap_or_default() != derived {
            differing.insert(deal, derived);
        }
    }
    if !differing.is_empty() {
        deal_period::replace(work.connection, &differing)?;
    }
    Ok(differing.into_keys().map(|deal| RecordId(deal.0)).collect())
}

fn stored_periods(connection: &mut Connection<'_>, rows: &[RecordRow]) -> Result<PeriodsByDeal> {
    let deals: Vec<DealId> = rows.iter().map(|row| DealId(row.id.0)).collect();
    Ok(deal_period::of_deals(connection, &deals)?)
}

/// All evidence of deals, and what retracts it.
pub(crate) fn evidence_of(connection: &mut Connection<'_>, deals: &[RecordRow]) -> Result<Vec<Evidence>> {
    let ids: Vec<DealId> = deals.iter().map(|row| DealId(row.id.0)).collect();
    let mut all = if ids.is_empty() { Vec::new() } else { evidence::of_deals(connection, &ids)? };
    let pieces: Vec<EvidenceId> = all.iter().map(|one| one.id).collect();
    all.extend(retractions_of(connection, &pieces)?);
    Ok(all)
}

/// The retractions that name any of these pieces, those that name these, and so on.
pub(crate) fn retractions_of(connection: &mut Connection<'_>, ids: &[EvidenceId]) -> Result<Vec<Evidence>> {
    let mut all: Vec<Evidence> = Vec::new();
    let mut known: BTreeSet<EvidenceId> = BTreeSet::new();
    let mut wanted = ids.to_vec();
    while !wanted.is_empty() {
        let mut found = evidence::naming(connection, &wanted)?;
        found.retain(|one| one.kind == k::RETRACTED && known.insert(one.id));
        wanted = found.iter().map(|one| one.id).collect();
        all.extend(found);
    }
    Ok(all)
}

/// The row and the values of a deal with this course. One of which nothing is left is hidden, and appears again with its
/// evidence; one that was hidden by hand stays so.
fn stored_as(of: &RecordType, before: &RecordRow, course: Option<&Course>) -> (RecordRow, Values) {
    projected(of, before, Values::stored(of, &before.fields), course)
}

/// The same of a deal with these values.
pub(super) fn projected(
    of: &RecordType,
    before: &RecordRow,
    mut values: Values,
    course: Option<&Course>,
) -> (RecordRow, Values) {
    if let Some(course) = course {
        course.apply(of, &mut values);
    }
    let hidden = match (before.state.is_some(), course.is_some()) {
        (false, true) => false,
        (_, false) => true,
        _ => before.hidden,
    };
    let row = RecordRow {
        state: course.map(|course| course.state().word().to_owned()),
        fields: values.to_text(),
        search: values.search_text(of, &before.name),
        hidden,
        ..before.clone()
    };
    (row, values)
}

/// A deal whose row is no longer what its evidence comes to.
struct Changed {
    was_hidden: bool,
    before: Values,
    after: RecordRow,
    values: Values,
}

impl Changed {
    fn between(of: &RecordType, row: &RecordRow, courses: &BTreeMap<DealId, Course>) -> Option<Self> {
        let before = Values::stored(of, &row.fields);
        let (after, values) = projected(of, row, before.clone(), courses.get(&DealId(row.id.0)));
        (after != *row).then_some(Self { was_hidden: row.hidden, before, after, values })
    }
}

fn store(work: &mut Work<'_, '_>, of: &RecordType, changed: &[Changed]) -> Result<()> {
    let rows: Vec<RecordRow> =
        changed.iter().map(|one| RecordRow { updated_at: work.now, ..one.after.clone() }).collect();
    if record::update_many(work.connection, &rows)? != rows.len() as u64 {
        return Err(Error::Refused("a deal was changed meanwhile; try again".to_owned()));
    }
    let is_other =
        |one: &&Changed| parties_in(one.after.id, &one.before) != parties_in(one.after.id, &one.values);
    let others: Vec<_> = changed.iter().filter(is_other).collect();
    let ids: Vec<RecordId> = others.iter().map(|one| one.after.id).collect();
    if !ids.is_empty() {
        let parties = others.iter().flat_map(|one| parties_in(one.after.id, &one.values));
        record::set_parties(work.connection, &ids, &parties.collect::<Vec<_>>())?;
    }
    for one in changed.iter().filter(|one| one.was_hidden != one.after.hidden) {
        set_keys(work, of, &one.after, &one.before, &one.values)?;
    }
    publish(work, rows.iter().map(|row| row.id).collect());
    Ok(())
}

/// A hidden record gives up the values of its unique fields, and has those again that are free when it appears.
fn set_keys(
    work: &mut Work<'_, '_>,
    of: &RecordType,
    row: &RecordRow,
    before: &Values,
    after: &Values,
) -> Result<()> {
    if row.hidden {
        return Ok(record_key::remove_many(work.connection, row.id, &unique_keys(of, before))?);
    }
    let mut free = Vec::new();
    for key in unique_keys(of, after) {
        if record_key::find(work.connection, &of.name, &key)?.is_none() {
            free.push((row.id, key));
        }
    }
    Ok(record_key::insert_many(work.connection, &of.name, &free)?)
}

fn publish(work: &mut Work<'_, '_>, records: Vec<RecordId>) {
    if !records.is_empty() {
        let about = Some(DEAL.to_owned());
        work.publish_later(Change { records, about, ..Change::of(Action::RecordEdited, Vec::new()) });
    }
}

/// Derives every deal anew, and stores what that changes.
pub(crate) fn rebuild(session: &Session, progress: &dyn Progress) -> Result<()> {
    session.write(|work| Ok(deal_period::forget_strays(work.connection)?))?;
    let mut done = 0;
    let mut last = RecordId(i64::MIN);
    loop {
        session.check_wanted()?;
        let rows = session.read(|connection, _| Ok(record::after(connection, DEAL, last, AT_ONCE)?))?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = end.id;
        done += rows.len() as u64;
        progress.at(done, 0);
        let wrong = session.read(|connection, words| differing(connection, words, &rows))?;
        let wrong: BTreeSet<DealId> = wrong.into_iter().map(|one| DealId(one.id.0)).collect();
        let wrong: Vec<DealId> = wrong.into_iter().collect();
        if !wrong.is_empty() {
            session.write(move |work| derive(work, &wrong))?;
        }
    }
}

/// A deal of which not the right things are stored.
pub(crate) struct Differing {
    /// The deal.
    pub id: RecordId,
    /// Whether it is its periods that are wrong, and not its record.
    pub periods: bool,
}

/// What is wrong of the deals among these rows.
pub(crate) fn differing(
    connection: &mut Connection<'_>,
    words: &Definitions,
    rows: &[RecordRow],
) -> Result<Vec<Differing>> {
    let of = words.record_type(DEAL)?;
    let courses = courses(&evidence_of(connection, rows)?, words.deal_rules());
    let stored = stored_periods(connection, rows)?;
    let mut found = Vec::new();
    for row in rows {
        let deal = DealId(row.id.0);
        let course = courses.get(&deal);
        if stored_as(of, row, course).0 != *row {
            found.push(Differing { id: row.id, periods: false });
        }
        let derived = course.map(|course| course.periods.as_slice()).unwrap_or_default();
        if stored.get(&deal).map(Vec::as_slice).unwrap_or_default() != derived {
            found.push(Differing { id: row.id, periods: true });
        }
    }
    Ok(found)
}
