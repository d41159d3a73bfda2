//! What is asked for, picked from all over the sample data, so that no answer is simply the last one again.

use std::fmt::Write as _;

use casebook_app::domain::ids::PartyId;
use casebook_testkit::bench::Outcome;
use serde_json::Value as Json;

use super::client::Client;
use super::raw::{Raw, Value};
use super::reads::{Known, List};

/// The stages of `journey`, in their order.
const STAGES: [&str; 5] = ["contact", "lead", "prospect", "customer", "advocate"];
/// Fragments that very many parties have.
pub const COMMON: [&str; 4] = ["GmbH", "example", "mann", "info"];
const SOURCES: usize = 6;
/// Pages that are fetched of each list.
const PAGES: usize = 3;

/// Picks from one database.
pub struct Asked {
    /// Fragments that one party or few have, folded.
    pub rare: Vec<String>,
    /// Parties from all over the table, each once.
    pub parties: Vec<PartyId>,
}

/// Pages of lists, each list with another pair of filters.
pub struct Pages {
    /// Where they are.
    pub paths: Vec<String>,
    /// The same for the raw engine.
    pub lists: Vec<List>,
}

impl Asked {
    /// Picks so many parties.
    pub fn pick(raw: &mut Raw, parties: usize) -> Outcome<Self> {
        let scattered = "ORDER BY id / 64 % 1000003 * 7919 % 1000003, id";
        let mails =
            texts(raw, &format!("SELECT email FROM party WHERE email IS NOT NULL {scattered} LIMIT 100"))?;
        let rare =
            mails.iter().filter_map(|mail| mail.split_once('@')).map(|(local, _)| tail(local)).collect();
        let ids =
            raw.rows(&format!("SELECT id FROM party WHERE hidden = 0 {scattered} LIMIT {parties}"), &[])?;
        let id = |row: &Vec<Value>| match row.first() {
            Some(Value::Int(id)) => Some(PartyId(*id)),
            _ => None,
        };
        Ok(Self { rare, parties: ids.iter().filter_map(id).collect() })
    }
}

impl Pages {
    /// Fetches the pages of each list on both sides.
    pub fn fetched(known: &Known, raw: &mut Raw, client: &mut Client) -> Outcome<Self> {
        let mut pages = Self { paths: Vec::new(), lists: Vec::new() };
        let by_size = "GROUP BY source ORDER BY count(*) DESC, source";
        for source in texts(raw, &format!("SELECT source FROM party {by_size} LIMIT {SOURCES}"))? {
            for (stage, name) in STAGES.iter().enumerate() {
                let first = format!(
                    "/api/v1/parties?limit=50&stage.journey={name}&source={}&sort=-created_at",
                    encoded(&source)
                );
                fetch_pages(client, &first, &mut pages.paths)?;
                let mut list = List { stage, source: source.clone(), after: (i64::MAX, i64::MAX) };
                for _ in 0..PAGES {
                    pages.lists.push(list.clone());
                    let Some(after) = known.list(raw, &list)? else { break };
                    list.after = after;
                }
            }
        }
        if pages.paths.len() == pages.lists.len() {
            return Ok(pages);
        }
        Err(format!("{} pages, but {} by the raw engine", pages.paths.len(), pages.lists.len()).into())
    }
}

/// Follows a list from its first page.
fn fetch_pages(client: &mut Client, first: &str, pages: &mut Vec<String>) -> Outcome<()> {
    let mut path = first.to_owned();
    for _ in 0..PAGES {
        let page: Json = serde_json::from_slice(client.get(&path)?)?;
        pages.push(path);
        let Some(next) = page.get("next").and_then(Json::as_str) else { break };
        path = format!("{first}&cursor={}", encoded(next));
    }
    Ok(())
}

fn texts(raw: &mut Raw, sql: &str) -> Outcome<Vec<String>> {
    let text = |row: Vec<Value>| match row.into_iter().next() {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    Ok(raw.rows(sql, &[])?.into_iter().filter_map(text).collect())
}

/// The end of a mail address's own part, which has a serial number in it.
fn tail(local: &str) -> String {
    let from = local.char_indices().rev().nth(9).map_or(0, |(place, _)| place);
    local[from..].to_lowercase()
}

/// Text as it stands in a query.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
