//! A small language for worked examples, so that hundreds of them can be read at a glance.
//!
//! A story is a list of pieces: `kind@day`, with options in brackets, for example
//! `deal_won@5[deal=A amount=100] refunded@9[deal=A]`. Days count from 2026-01-01; `@?` is an unknown
//! time, `@5.5` noon of day 5, `@5d` day 5 as a date; an `e` behind either says at the earliest. Options: `id=x` names the piece, `names=x` refers to it, `deal`, `line`,
//! `amount` (of EUR), `until` / `covers_until` / `expires` (days), `role=attendee` (else the subject),
//! anything else goes into the detail.
//!
//! A history is written the same way: `lead 1-5, customer 5-` ; `?` stands for an unknown beginning.

use std::collections::HashMap;

use casebook_domain::evidence::{Detail, Piece};
use casebook_domain::frameworks::Frameworks;
use casebook_domain::ids::{DealId, EvidenceId};
use casebook_domain::kind::Kinds;
use casebook_domain::lifecycle::derive::{History, Rules, derive};
use casebook_domain::lifecycle::history::StagePeriod;
use casebook_domain::money::{Currency, Money};
use casebook_domain::party::PartyKind;
use casebook_domain::time::{DAY, Precision, Timestamp};
use casebook_domain::vocabulary::{CompiledVocabulary, Vocabulary};
use casebook_domain::zone::UTC;

/// 2026-01-01T00:00:00Z, day 0 of every story.
pub const START: i64 = 1_767_225_600_000_000;

pub fn day(text: &str) -> Timestamp {
    let days: f64 = text.parse().unwrap_or_else(|_| panic!("`{text}` is no day"));
    Timestamp(START + (days * DAY as f64) as i64)
}

/// The pieces of a story, in their order.
pub fn pieces(story: &str) -> Vec<Piece> {
    let kinds = Kinds::default();
    let mut ids: HashMap<String, EvidenceId> = HashMap::new();
    let mut deals: HashMap<String, DealId> = HashMap::new();
    let entries = split(story);
    for (place, one) in entries.iter().enumerate() {
        if let Some(name) = option(one, "id") {
            ids.insert(name.to_owned(), EvidenceId(place as i64 + 1));
        }
    }
    let mut pieces = Vec::new();
    for (place, one) in entries.iter().enumerate() {
        let head = one.split('[').next().unwrap_or_default();
        let (kind, at) = head.split_once('@').unwrap_or_else(|| panic!("`{head}` has no @day"));
        let (at, earliest) = at.strip_suffix('e').map_or((at, false), |at| (at, true));
        let (at, is_day) = at.strip_suffix('d').map_or((at, false), |at| (at, true));
        let occurred_at = (at != "?").then(|| day(at));
        let known = if is_day { Precision::Day } else { Precision::Instant };
        let next_deal = DealId(deals.len() as i64 + 1);
        pieces.push(Piece {
            id: EvidenceId(place as i64 + 1),
            kind: kinds.code(kind).unwrap_or_else(|| panic!("no kind `{kind}`")),
            occurred_at,
            precision: if occurred_at.is_some() { known.at_earliest(earliest) } else { Precision::Unknown },
            recorded_at: Timestamp(START + place as i64),
            subject: option(one, "role").is_none(),
            deal: option(one, "deal").map(|name| *deals.entry(name.to_owned()).or_insert(next_deal)),
            amount: option(one, "amount").map(money),
            product_line: option(one, "line").map(str::to_owned),
            names: option(one, "names").map(|name| ids.get(name).copied().unwrap_or(EvidenceId(9_999))),
            detail: detail(one),
        });
    }
    pieces
}

fn split(story: &str) -> Vec<String> {
    let mut entries = Vec::new();
    let (mut one, mut inside) = (String::new(), false);
    for c in story.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            _ => {}
        }
        if c.is_whitespace() && !inside {
            if !one.is_empty() {
                entries.push(std::mem::take(&mut one));
            }
        } else {
            one.push(c);
        }
    }
    if !one.is_empty() {
        entries.push(one);
    }
    entries
}

fn options(one: &str) -> impl Iterator<Item = (&str, &str)> {
    let inside = one.split_once('[').map_or("", |(_, rest)| rest.trim_end_matches(']'));
    inside.split_whitespace().filter_map(|pair| pair.split_once('='))
}

fn option<'a>(one: &'a str, name: &str) -> Option<&'a str> {
    options(one).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn money(text: &str) -> Money {
    let (minor, currency) = text.split_at(text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len()));
    let currency = Currency::parse(if currency.is_empty() { "EUR" } else { currency }).unwrap();
    Money { minor: minor.parse().unwrap(), currency }
}

fn detail(one: &str) -> Detail {
    let own = ["id", "names", "deal", "line", "amount", "role"];
    let entries = options(one).filter(|(name, _)| !own.contains(name)).map(|(name, value)| {
        let time = ["until", "covers_until", "expires"].contains(&name);
        (name.to_owned(), if time { day(value).to_string() } else { value.to_owned() }.into())
    });
    Detail(entries.collect())
}

pub fn vocabulary(name: &str) -> CompiledVocabulary {
    let found = Vocabulary::built_in().into_iter().find(|one| one.name == name);
    found
        .unwrap_or_else(|| panic!("no vocabulary `{name}`"))
        .compile(&Kinds::default(), &Frameworks::default())
        .unwrap()
}

pub fn history_of(story: &str, party: PartyKind) -> (History, [CompiledVocabulary; 3]) {
    let vocabularies = ["journey", "zoho", "inbound"].map(vocabulary);
    let kinds = Kinds::default();
    let rules = Rules { party, kinds: &kinds, vocabularies: &vocabularies, zone: &UTC };
    (derive(&pieces(story), rules), vocabularies)
}

/// The periods of a story in one vocabulary, written out.
pub fn stages(story: &str, name: &str) -> String {
    stages_of(story, name, PartyKind::Person)
}

pub fn stages_of(story: &str, name: &str, party: PartyKind) -> String {
    let (history, all) = history_of(story, party);
    let place = all.iter().position(|one| one.vocabulary.name == name).unwrap();
    written(&history.stages[place], &all[place])
}

pub fn written(periods: &[StagePeriod], compiled: &CompiledVocabulary) -> String {
    let one = |period: &StagePeriod| {
        let stage = &compiled.vocabulary.stages[usize::from(period.stage)].name;
        format!("{stage} {}-{}", when(period.entered_at, "?"), when(period.left_at, ""))
    };
    periods.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The standings of a story, written out with their reasons in brackets.
pub fn standings(story: &str) -> String {
    let (history, _) = history_of(story, PartyKind::Person);
    let one = |period: &casebook_domain::lifecycle::history::StandingPeriod| {
        let reason = period.reason.as_deref().map(|reason| format!("({reason})")).unwrap_or_default();
        let word = period.standing.word();
        format!("{word}{reason} {}-{}", when(period.entered_at, "?"), when(period.left_at, ""))
    };
    history.standings.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn when(at: Option<Timestamp>, unknown: &str) -> String {
    at.map_or_else(|| unknown.to_owned(), |at| format!("{}", (at.0 - START) as f64 / DAY as f64))
}
