//! A dry run: everything is decided as it would be, and nothing is stored.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use casebook_domain::ids::ImportId;

use super::batches::Numbered;
use super::chunk::{Outcome, apply};
use super::run::ImportReport;
use crate::casebook::Casebook;
use crate::error::{Error, Result};

/// What earlier rows of the same dry run would have stored, as hashes: 16 bytes a row.
#[derive(Default)]
pub(super) struct Rehearsal {
    rows: HashMap<u64, u64>,
    keys: HashMap<u64, ()>,
}

impl Rehearsal {
    /// Counts and takes out the rows that concern what earlier rows would have stored; the others follow.
    pub fn take_known(&mut self, rows: &mut Vec<Numbered>, report: &mut ImportReport) {
        rows.retain(|numbered| {
            let row = &numbered.row;
            let (key, digest) = (hash(&row.row_key), hash(&row.digest));
            let known = self.rows.insert(key, digest);
            let mut met = false;
            for key in &row.party.keys {
                met |= self.keys.insert(hash(key), ()).is_some();
            }
            match (known, met) {
                (Some(before), _) if before == digest => report.unchanged += 1,
                (Some(_), _) | (None, true) => {
                    report.updated += 1;
                    report.evidence += row.evidence.len() as u64;
                }
                (None, false) => return true,
            }
            false
        });
    }

    /// Applies rows in a transaction that is then taken back.
    pub fn run(&self, casebook: &Casebook, feed: &str, rows: Vec<Numbered>) -> Result<Outcome> {
        let found = Arc::new(Mutex::new(None));
        let (keep, feed) = (Arc::clone(&found), feed.to_owned());
        let taken_back = casebook.write(move |work| {
            let outcome = apply(work, ImportId(0), &feed, &rows)?;
            *keep.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            Err::<(), Error>(Error::Stopped("a dry run stores nothing".to_owned()))
        });
        let outcome = found.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (outcome, taken_back) {
            (Some(outcome), Err(Error::Stopped(_))) => Ok(outcome),
            (_, Err(error)) => Err(error),
            (_, Ok(())) => Err(Error::Refused("the dry run was not taken back".to_owned())),
        }
    }
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
