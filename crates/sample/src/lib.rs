//! Sample data: a plausible company's relationships over two years, for trying Casebook out and for measuring it.
//!
//! The company has no name and sells planning software for workshops. The data is generated, not stored:
//! the same number of parties, seed and end give the same stream on every machine, one account at a time,
//! in memory that does not grow with the number. No clock is read; `end` is the present.

mod account;
mod cast;
mod chance;
mod countries;
mod diary;
mod locale;
mod sources;
mod story;

#[cfg(test)]
mod tests;

use casebook_domain::time::{DAY, Timestamp};

pub use account::{Account, SampleDeal, SampleEvidence, SampleLink, SampleParty};
use chance::Chance;
use diary::Diary;
use locale::Locale;
use sources::SOURCES;

/// How many days before the end the first account becomes known.
const SPAN: i64 = 730;

/// A stream of accounts with exactly as many parties in total as requested.
pub struct Sample {
    left: u64,
    parties: u64,
    accounts: u64,
    seed: u64,
    end: Timestamp,
    locales: Vec<Locale>,
}

impl Sample {
    /// Accounts of `parties` people and organizations together. Nothing is recorded after `end`, and only
    /// ends of contracts and `until` dates lie ahead of it.
    pub fn new(parties: u64, seed: u64, end: Timestamp) -> Self {
        Self { left: parties, parties: 0, accounts: 0, seed, end, locales: Locale::all() }
    }

    /// How many parties are left.
    pub fn left(&self) -> u64 {
        self.left
    }
}

impl Iterator for Sample {
    type Item = Account;

    fn next(&mut self) -> Option<Account> {
        if self.left == 0 {
            return None;
        }
        let mut chance = Chance::of(self.seed, self.accounts);
        let source = chance.weighted(&SOURCES, |one| one.weight);
        let locale = chance.weighted(&self.locales, |one| one.weight);
        let start = self.end.plus(-chance.between(5, SPAN) * DAY);
        let cast = cast::gather(&mut chance, locale, source.word, self.left, self.parties);
        let size = cast.parties.len() as u64;
        let mut diary = Diary::begin(chance, cast, start, self.end, self.accounts);
        story::write(&mut diary, source);
        self.left -= size;
        self.parties += size;
        self.accounts += 1;
        Some(diary.close())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let most = usize::try_from(self.left).ok();
        (usize::try_from(self.left.div_ceil(cast::LARGEST)).unwrap_or(usize::MAX), most)
    }
}
