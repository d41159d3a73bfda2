//! Versions of quotes.

use casebook_domain::ids::{DealId, QuoteId};
use casebook_domain::quotes::{QuoteNumber, QuoteState};
use casebook_domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::exec::value::Value;
use crate::exec::{Connection, Row, dialect, update};

/// A version of a quote as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteRow {
    /// Its id.
    pub id: QuoteId,
    /// The deal that it belongs to.
    pub deal: DealId,
    /// Its state, which is never `expired`.
    pub state: QuoteState,
    /// Its number, once a version of it was sent.
    pub number: Option<QuoteNumber>,
    /// Which version of the quote it is, from 1.
    pub edition: i64,
    /// What its author writes, as canonical JSON.
    pub content: String,
    /// What was handed out, as canonical JSON.
    pub document: Option<String>,
    /// The SHA-256 of the document.
    pub digest: Option<String>,
    /// The SHA-256 of what the recipient's link holds.
    pub token: Option<String>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// What the recipient answered, as JSON.
    pub answer: Option<String>,
    /// Counts its changes, from 1.
    pub version: i64,
    /// When it was created.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

const TABLE: &str = "quote";
const COLUMNS: [&str; 16] = [
    "id",
    "deal",
    "state",
    "year",
    "place",
    "edition",
    "content",
    "document",
    "digest",
    "token",
    "sent_at",
    "answer",
    "version",
    "created_at",
    "created_by",
    "updated_at",
];
/// By what a row is found whose content may still change.
const DRAFT: [&str; 3] = ["id", "version", "state"];
/// What writing and sending a draft changes.
const WRITTEN: [&str; 11] = [
    "version",
    "state",
    "year",
    "place",
    "content",
    "document",
    "digest",
    "token",
    "sent_at",
    "answer",
    "updated_at",
];
/// What is changed of a version that was sent.
const MOVED: [&str; 5] = ["version", "state", "token", "answer", "updated_at"];

fn values(row: &QuoteRow) -> [Value<'_>; COLUMNS.len()] {
    [
        row.id.into(),
        row.deal.into(),
        row.state.word().into(),
        row.number.map(|number| number.year).into(),
        row.number.map(|number| number.place).into(),
        row.edition.into(),
        (&row.content).into(),
        row.document.as_ref().into(),
        row.digest.as_ref().into(),
        row.token.as_ref().into(),
        row.sent_at.into(),
        row.answer.as_ref().into(),
        row.version.into(),
        row.created_at.into(),
        (&row.created_by).into(),
        row.updated_at.into(),
    ]
}

fn read(row: &Row<'_>) -> Result<QuoteRow> {
    let unreadable = || Error::Unreadable("a quote has an unknown state".to_owned());
    let number = row.opt_int(3)?.zip(row.opt_int(4)?);
    Ok(QuoteRow {
        id: QuoteId(row.int(0)?),
        deal: DealId(row.int(1)?),
        state: QuoteState::from_word(row.text(2)?).ok_or_else(unreadable)?,
        number: number.map(|(year, place)| QuoteNumber { year, place }),
        edition: row.int(5)?,
        content: row.string(6)?,
        document: row.opt_string(7)?,
        digest: row.opt_string(8)?,
        token: row.opt_string(9)?,
        sent_at: row.opt_time(10)?,
        answer: row.opt_string(11)?,
        version: row.int(12)?,
        created_at: row.time(13)?,
        created_by: row.string(14)?,
        updated_at: row.time(15)?,
    })
}

fn select(rest: &str) -> String {
    format!("SELECT {} FROM quote {rest}", COLUMNS.join(", "))
}

/// Stores a new version. One of the same number and edition is a conflict.
pub fn insert(connection: &mut Connection<'_>, row: &QuoteRow) -> Result<()> {
    connection.insert_many(TABLE, &COLUMNS, &values(row))
}

/// One version.
pub fn get(connection: &mut Connection<'_>, id: QuoteId) -> Result<Option<QuoteRow>> {
    connection.query_one(&select("WHERE id = $1"), &[id.into()], read)
}

/// Makes other writers of a version wait until this transaction ends, and returns it.
pub fn lock(connection: &mut Connection<'_>, id: QuoteId) -> Result<Option<QuoteRow>> {
    let sql = select(&format!("WHERE id = $1{}", dialect::locked(connection.engine())));
    connection.query_one(&sql, &[id.into()], read)
}

/// The version whose link holds what has this SHA-256.
pub fn by_token(connection: &mut Connection<'_>, token: &str) -> Result<Option<QuoteRow>> {
    connection.query_one(&select("WHERE token = $1"), &[token.into()], read)
}

/// The versions before one, the latest first: of a deal, or of all.
pub fn before(
    connection: &mut Connection<'_>,
    deal: Option<DealId>,
    before: Option<QuoteId>,
    limit: i64,
) -> Result<Vec<QuoteRow>> {
    let last = before.map_or(i64::MAX, |id| id.0);
    if let Some(deal) = deal {
        let sql = select("WHERE deal = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
        return connection.query(&sql, &[deal.into(), last.into(), limit.into()], read);
    }
    let sql = select("WHERE id < $1 ORDER BY id DESC LIMIT $2");
    connection.query(&sql, &[last.into(), limit.into()], read)
}

/// All versions of a number, in their order, locked until this transaction ends.
pub fn lock_editions(connection: &mut Connection<'_>, number: QuoteNumber) -> Result<Vec<QuoteRow>> {
    let locked = dialect::locked(connection.engine());
    let sql = select(&format!("WHERE year = $1 AND place = $2 ORDER BY edition{locked}"));
    connection.query(&sql, &[number.year.into(), number.place.into()], read)
}

/// The last place in a year that a number has; 0 before the first. Whoever gives the next one has to hold the lock of the
/// numbers' name.
pub fn last_place(connection: &mut Connection<'_>, year: i64) -> Result<i64> {
    let sql = "SELECT coalesce(max(place), 0) FROM quote WHERE year = $1";
    connection.query_one(sql, &[year.into()], |row| row.int(0)).map(Option::unwrap_or_default)
}

/// Overwrites a draft whose stored version is still `row.version`, and increments the version. Returns whether there was one:
/// of a version that was sent, nothing is overwritten.
pub fn write_draft(connection: &mut Connection<'_>, row: &QuoteRow) -> Result<bool> {
    let found = [row.id.into(), row.version.into(), QuoteState::Draft.word().into()];
    change(connection, &DRAFT, found, &WRITTEN, row)
}

/// Gives a version another state, answer or link, if its stored version is still `row.version`, and increments the version.
/// Returns whether there was one. What it says, its number and what was handed out stay.
pub fn move_on(connection: &mut Connection<'_>, row: &QuoteRow) -> Result<bool> {
    change(connection, &DRAFT[..2], [row.id.into(), row.version.into()], &MOVED, row)
}

fn change<const KEYS: usize>(
    connection: &mut Connection<'_>,
    key: &[&str],
    found: [Value<'_>; KEYS],
    set: &[&str],
    row: &QuoteRow,
) -> Result<bool> {
    let next = QuoteRow { version: row.version + 1, ..row.clone() };
    let all = values(&next);
    let value = |name: &&str| {
        let place = COLUMNS.iter().position(|column| column == name).unwrap_or_default();
        all.get(place).map_or(Value::Null, Value::borrowed)
    };
    let flat: Vec<Value<'_>> = found.into_iter().chain(set.iter().map(value)).collect();
    update::update_many(connection, (TABLE, &COLUMNS), key, set, &flat).map(|touched| touched == 1)
}
