//! Lists of parties: which, in what order, from where on.

use casebook_domain::ids::PartyId;
use casebook_domain::party::PartyKind;
use casebook_domain::text::fold;

use super::party::{PartyRow, kind_code, read, read_columns, sort_name};
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::exec::value::{Value, id_list};
use crate::exec::{Connection, dialect};

/// Which parties. The default is every party that is not hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartyFilter {
    /// Whether hidden ones are listed too.
    pub hidden_too: bool,
    /// Only people, or only organizations.
    pub kind: Option<PartyKind>,
    /// Only those in whose name, mail, phone, company or note each word of this occurs; words of one or two
    /// letters only where a word begins.
    pub text: Option<String>,
    /// Only those acquired so.
    pub source: Option<String>,
    /// Only those of this owner.
    pub owner: Option<String>,
    /// Only these.
    pub ids: Option<Vec<PartyId>>,
}

/// The place of a party in a list; the next page begins behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Whether the names that begin with the text searched for are behind us.
    pub past_prefixes: bool,
    /// The folded name, as it is sorted by.
    pub name: String,
    /// The id.
    pub id: PartyId,
}

/// Part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyPage {
    /// The parties: first those whose name begins with the text searched for, then by folded name and id.
    pub parties: Vec<PartyRow>,
    /// Where the next page begins; nothing if this was the last.
    pub next: Option<Cursor>,
}

/// The conditions of a filter with their values.
struct Conditions {
    engine: Engine,
    text: String,
    values: Vec<Value<'static>>,
}

impl Conditions {
    fn of(engine: Engine, filter: &PartyFilter) -> Self {
        let mut all = Self { engine, text: "1 = 1".to_owned(), values: Vec::new() };
        if !filter.hidden_too {
            all.and("p.hidden = 0");
        }
        if let Some(kind) = filter.kind {
            let place = all.bind(kind_code(kind).into());
            all.and(&format!("p.kind = ${place}"));
        }
        for (column, wanted) in [("source", &filter.source), ("owner", &filter.owner)] {
            if let Some(wanted) = wanted {
                let place = all.bind(wanted.clone().into());
                all.and(&format!("p.{column} = ${place}"));
            }
        }
        if let Some(ids) = &filter.ids {
            let place = all.bind(id_list(ids, |id| id.0));
            all.and(&format!("p.id {}", dialect::among(engine, place as u32)));
        }
        for token in
            fold(filter.text.as_deref().unwrap_or_default()).split(' ').filter(|token| !token.is_empty())
        {
            all.and_token(token);
        }
        all
    }

    fn bind(&mut self, value: Value<'static>) -> usize {
        self.values.push(value);
        self.values.len()
    }

    fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    fn and_token(&mut self, token: &str) {
        if token.chars().count() > 2 {
            let place = self.bind(token.to_owned().into());
            self.and(&dialect::contains(self.engine, "p.search", place));
            return;
        }
        let after_space = self.bind(format!(" {token}").into());
        let after_line = self.bind(format!("\n{token}").into());
        let either = [after_space, after_line].map(|place| dialect::contains(self.engine, "p.search", place));
        self.and(&format!("({} OR {})", either[0], either[1]));
    }

    /// Names from `prefix` on, up to the last that begins with it.
    fn and_prefix(&mut self, prefix: &str, wanted: bool) {
        let from = self.bind(prefix.to_owned().into());
        let to = self.bind(format!("{prefix}\u{10ffff}").into());
        self.and(&if wanted {
            format!("p.name_folded >= ${from} AND p.name_folded < ${to}")
        } else {
            format!("(p.name_folded < ${from} OR p.name_folded >= ${to})")
        });
    }
}

/// A page of at most `limit` parties behind `after`.
pub fn list(
    connection: &mut Connection<'_>,
    filter: &PartyFilter,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<PartyPage> {
    let prefix = sort_name(filter.text.as_deref().unwrap_or_default());
    let past_prefixes = prefix.is_empty() || after.is_some_and(|cursor| cursor.past_prefixes);
    // One more than asked for tells whether there is a next page.
    let wanted = limit + 1;
    let mut parties = Vec::new();
    if !past_prefixes {
        parties = part(connection, filter, after, &prefix, true, wanted)?;
    }
    let hits = parties.len();
    if hits < wanted {
        let after = after.filter(|cursor| cursor.past_prefixes || prefix.is_empty());
        parties.extend(part(connection, filter, after, &prefix, false, wanted - hits)?);
    }
    let more = parties.len() > limit;
    parties.truncate(limit);
    let last = parties.last().filter(|_| more);
    let next = last.map(|party| Cursor {
        past_prefixes: hits < limit,
        name: sort_name(party.fields.get("name").map_or("", String::as_str)),
        id: party.id,
    });
    Ok(PartyPage { parties, next })
}

fn part(
    connection: &mut Connection<'_>,
    filter: &PartyFilter,
    after: Option<&Cursor>,
    prefix: &str,
    prefixed: bool,
    limit: usize,
) -> Result<Vec<PartyRow>> {
    let mut conditions = Conditions::of(connection.engine(), filter);
    if !prefix.is_empty() {
        conditions.and_prefix(prefix, prefixed);
    }
    if let Some(cursor) = after {
        let name = conditions.bind(cursor.name.clone().into());
        let id = conditions.bind(cursor.id.into());
        conditions.and(&format!("(p.name_folded, p.id) > (${name}, ${id})"));
    }
    let count = conditions.bind((limit as i64).into());
    let sql = format!(
        "SELECT {} FROM party p WHERE {} ORDER BY p.name_folded, p.id LIMIT ${count}",
        read_columns(),
        conditions.text
    );
    connection.query(&sql, &conditions.values, read)
}

/// How many parties a filter has.
pub fn count(connection: &mut Connection<'_>, filter: &PartyFilter) -> Result<i64> {
    let conditions = Conditions::of(connection.engine(), filter);
    let sql = format!("SELECT count(*) FROM party p WHERE {}", conditions.text);
    connection.query_one(&sql, &conditions.values, |row| row.int(0)).map(Option::unwrap_or_default)
}

/// Hands the ids of all parties of a filter to `take`, in the order of the ids.
pub fn ids_of<E: From<Error>>(
    connection: &mut Connection<'_>,
    filter: &PartyFilter,
    mut take: impl FnMut(PartyId) -> Result<(), E>,
) -> Result<(), E> {
    let conditions = Conditions::of(connection.engine(), filter);
    let sql = format!("SELECT p.id FROM party p WHERE {} ORDER BY p.id", conditions.text);
    connection.for_each(&sql, &conditions.values, |row| take(PartyId(row.int(0)?)))
}
