//! What is read, and the statements by which the raw engine answers the same from the same tables and indexes.

use casebook_testkit::bench::Outcome;

use super::raw::{Raw, Value};

/// A page's worth.
pub const PAGE: usize = 50;

const CARD: &str = "p.id, p.name, p.first_name, p.last_name, p.email, p.phone, p.company, p.title, p.website, \
    p.street, p.city, p.region, p.postal_code, p.country, p.language, p.note, p.source, p.owner, p.more, \
    p.hidden, p.version, p.created_at, p.updated_at";

/// A page of a list: two filters and a sort.
#[derive(Clone, Debug)]
pub struct List {
    /// A stage of `journey`, by its place.
    pub stage: usize,
    /// How the parties were acquired.
    pub source: String,
    /// Where the page before it ended: time of making, and id.
    pub after: (i64, i64),
}

/// The columns of [`List::after`] among those of a row.
const CREATED: usize = 21;
const ID: usize = 0;

/// What the raw engine knows once, before it is asked.
pub struct Known {
    /// The active vocabularies.
    pub vocabularies: Vec<i64>,
    /// The one called `journey`.
    pub journey: i64,
    /// The present, in microseconds.
    pub now: i64,
}

impl Known {
    /// Reads it.
    pub fn read(raw: &mut Raw) -> Outcome<Self> {
        let active = raw.rows("SELECT id, name FROM vocabulary WHERE state = 'active' ORDER BY id", &[])?;
        let ids = |wanted: &dyn Fn(&str) -> bool| -> Vec<i64> {
            let one = |row: &Vec<Value>| match row.as_slice() {
                [Value::Int(id), Value::Text(name)] if wanted(name) => Some(*id),
                _ => None,
            };
            active.iter().filter_map(one).collect()
        };
        let journey = ids(&|name| name == "journey").pop().ok_or("there is no `journey`")?;
        let latest = raw.rows("SELECT max(updated_at) FROM party", &[])?;
        let Some([Value::Int(now)]) = latest.first().map(Vec::as_slice) else {
            return Err("there are no parties".into());
        };
        Ok(Self { vocabularies: ids(&|_| true), journey, now: *now })
    }

    /// A page of a list; returns where the next begins, if it is full.
    pub fn list(&self, raw: &mut Raw, list: &List) -> Outcome<Option<(i64, i64)>> {
        let sql = format!(
            "SELECT {CARD} FROM party p WHERE p.hidden = 0 AND p.source = $1 AND EXISTS (SELECT 1 FROM \
             stage_period s WHERE s.vocabulary = $2 AND s.party = p.id AND s.stage = $3 \
             AND (s.entered_at IS NULL OR s.entered_at <= $4) AND (s.left_at IS NULL OR s.left_at > $4)) \
             AND (p.created_at, p.id) < ($5, $6) ORDER BY p.created_at DESC, p.id DESC LIMIT {PAGE}"
        );
        let values = [
            Value::Text(list.source.clone()),
            Value::Int(self.journey),
            Value::Int(list.stage as i64),
            Value::Int(self.now),
            Value::Int(list.after.0),
            Value::Int(list.after.1),
        ];
        let rows = raw.rows(&sql, &values)?;
        self.periods(raw, &rows)?;
        Ok(rows.get(PAGE - 1).and_then(|last| match (&last[CREATED], &last[ID]) {
            (Value::Int(created), Value::Int(id)) => Some((*created, *id)),
            _ => None,
        }))
    }

    /// The first page of what contains a folded fragment.
    pub fn search(&self, raw: &mut Raw, fragment: &str) -> Outcome<usize> {
        let contains = match raw {
            Raw::Sqlite(_) => "instr(p.search, $1) > 0",
            Raw::Postgres(_) => "strpos(p.search, $1) > 0",
        };
        let sql = format!(
            "SELECT {CARD} FROM party p WHERE p.hidden = 0 AND {contains} ORDER BY p.name_folded, p.id LIMIT {PAGE}"
        );
        let rows = raw.rows(&sql, &[Value::Text(fragment.to_owned())])?;
        self.periods(raw, &rows)?;
        Ok(rows.len())
    }

    /// One party with its ids elsewhere, periods and links.
    pub fn page(&self, raw: &mut Raw, id: i64) -> Outcome<usize> {
        let id = [Value::Int(id)];
        let rows = raw.rows(&format!("SELECT {CARD} FROM party p WHERE p.id = $1"), &id)?;
        raw.rows("SELECT system, value FROM party_key WHERE party = $1 AND freed = 0", &id)?;
        let linked = "SELECT l.role, p.id, p.name FROM party_link l JOIN party p ON p.id = l.organization \
                      WHERE l.person = $1 AND l.ended = 0 UNION ALL \
                      SELECT l.role, p.id, p.name FROM party_link l JOIN party p ON p.id = l.person \
                      WHERE l.organization = $1 AND l.ended = 0";
        raw.rows(linked, &id)?;
        self.periods(raw, &rows)?;
        Ok(rows.len())
    }

    /// How many came how far in `journey`.
    pub fn funnel(&self, raw: &mut Raw) -> Outcome<usize> {
        let sql = "SELECT f.furthest, count(*) FROM (SELECT party, max(stage) AS furthest FROM stage_period \
                   WHERE vocabulary = $1 AND (entered_at IS NULL OR entered_at <= $2) GROUP BY party) f \
                   GROUP BY f.furthest";
        Ok(raw.rows(sql, &[Value::Int(self.journey), Value::Int(self.now)])?.len())
    }

    /// The stages and standings of a page's parties.
    fn periods(&self, raw: &mut Raw, rows: &[Vec<Value>]) -> Outcome<()> {
        let ids: Vec<Value> = rows.iter().filter_map(|row| row.first().cloned()).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let places = |from: usize, count: usize| -> String {
            (from..from + count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
        };
        let among = places(1, ids.len());
        raw.rows(
            &format!("SELECT party, standing, reason, entered_at, left_at FROM standing_period WHERE party IN ({among})"),
            &ids,
        )?;
        let vocabularies = places(ids.len() + 1, self.vocabularies.len());
        let sql = format!(
            "SELECT party, vocabulary, stage, entered_at, left_at FROM stage_period \
             WHERE vocabulary IN ({vocabularies}) AND party IN ({among})"
        );
        let mut values = ids;
        values.extend(self.vocabularies.iter().map(|id| Value::Int(*id)));
        raw.rows(&sql, &values)?;
        Ok(())
    }
}
