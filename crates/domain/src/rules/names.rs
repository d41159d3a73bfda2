//! What the names in a rule stand for.

use crate::facts::{Criterion, Fact, Finding, Group};
use crate::kind::{Family, Kinds};
use crate::unknown::closest;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// Yes or no.
    Truth(Fact),
    /// At least one piece of evidence.
    AnyEvidence,
    /// A count or sum.
    Number(Fact),
    /// A moment.
    Moment(Fact),
    /// A criterion.
    Criterion(Criterion),
    /// A group of evidence, still without `.count`, `.first` or `.last`.
    Group(Group),
    /// `criteria`, `deals` or `purchases` without its second part.
    Root(&'static str),
}

/// A name that stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// Whether it is the part after the dot.
    pub second: bool,
    /// The name that was probably meant, or those that there are.
    pub expected: String,
}

const TRUTHS: [(&str, Fact); 5] = [
    ("qualified", Fact::Qualified),
    ("sales_accepted", Fact::SalesAccepted),
    ("marketing_qualified", Fact::MarketingQualified),
    ("converted", Fact::Converted),
    ("departed", Fact::Departed),
];

const DEALS: [(&str, Fact); 4] = [
    ("total", Fact::DealsTotal),
    ("open", Fact::DealsOpen),
    ("won", Fact::DealsWon),
    ("lost", Fact::DealsLost),
];

const PURCHASES: [&str; 3] = ["count", "last", "net"];
const OF_A_GROUP: [&str; 3] = ["count", "first", "last"];

/// The findings as rules write them.
pub(super) const FINDINGS: [(&str, Finding); 4] = [
    ("met", Finding::Met),
    ("partly", Finding::Partly),
    ("not_met", Finding::NotMet),
    ("unknown", Finding::Unknown),
];

/// The value beside a name in a table.
pub(super) fn value_of<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

fn group(word: &str, kinds: &Kinds) -> Option<Group> {
    if word == "evidence" {
        return Some(Group::Any);
    }
    Family::from_word(word).map(Group::Family).or_else(|| kinds.code(word).map(Group::Kind))
}

/// What `first`, alone or followed by `.second`, stands for.
pub(super) fn named(
    first: &str,
    second: Option<&str>,
    kinds: &Kinds,
    criteria: &[Criterion],
) -> Result<Named, Unknown> {
    match second {
        None => bare(first, kinds),
        Some(second) if first == "criteria" => criterion(second, criteria),
        Some(second) => dotted(first, second, kinds),
    }
}

fn criterion(word: &str, criteria: &[Criterion]) -> Result<Named, Unknown> {
    let found = criteria.iter().find(|one| one.word() == word);
    let names = || criteria.iter().map(Criterion::word);
    found
        .map(|one| Named::Criterion(*one))
        .ok_or_else(|| Unknown { second: true, expected: suggestion(word, names()) })
}

fn bare(word: &str, kinds: &Kinds) -> Result<Named, Unknown> {
    if let Some(fact) = value_of(&TRUTHS, word) {
        return Ok(Named::Truth(fact));
    }
    match word {
        "any_evidence" => Ok(Named::AnyEvidence),
        "criteria" => Ok(Named::Root("criteria")),
        "deals" => Ok(Named::Root("deals")),
        "purchases" => Ok(Named::Root("purchases")),
        _ => group(word, kinds).map(Named::Group).ok_or_else(|| unknown_root(word, kinds)),
    }
}

fn dotted(first: &str, second: &str, kinds: &Kinds) -> Result<Named, Unknown> {
    let found = match first {
        "deals" => return by_table(&DEALS, second).map(Named::Number),
        "purchases" => match second {
            "count" => Some(Named::Number(Fact::PurchasesCount)),
            "net" => Some(Named::Number(Fact::PurchasesNet)),
            "last" => Some(Named::Moment(Fact::PurchasesLast)),
            _ => None,
        },
        _ => {
            let group = group(first, kinds).ok_or_else(|| unknown_root(first, kinds))?;
            match second {
                "count" => Some(Named::Number(Fact::Count(group))),
                "first" => Some(Named::Moment(Fact::First(group))),
                "last" => Some(Named::Moment(Fact::Last(group))),
                _ => None,
            }
        }
    };
    let parts = if first == "purchases" { PURCHASES } else { OF_A_GROUP };
    found.ok_or_else(|| Unknown { second: true, expected: suggestion(second, parts.into_iter()) })
}

fn by_table<T: Copy>(table: &[(&'static str, T)], word: &str) -> Result<T, Unknown> {
    value_of(table, word).ok_or_else(|| Unknown {
        second: true,
        expected: suggestion(word, table.iter().map(|(name, _)| *name)),
    })
}

fn unknown_root(word: &str, kinds: &Kinds) -> Unknown {
    let others = ["evidence", "any_evidence", "criteria", "deals", "purchases", "within"];
    let truths = TRUTHS.iter().map(|(name, _)| *name);
    let families = Family::ALL.iter().map(|family| family.word());
    let all = families.chain(others).chain(truths).chain(kinds.names().map(|(name, _)| name));
    let expected = match closest(word, all) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "a kind or family of evidence, `evidence`, `criteria`, `deals`, `purchases`, `qualified`, \
                 `sales_accepted`, `marketing_qualified`, `converted` or `departed`"
            .to_owned(),
    };
    Unknown { second: false, expected }
}

fn suggestion<'n>(word: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    if let Some(near) = closest(word, names.clone()) {
        return format!("did you mean `{near}`?");
    }
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    format!("one of {}", names.join(", "))
}
