//! Checking that everything derived is what the evidence says, column by column, and that every reference
//! leads somewhere.

use std::sync::{Mutex, PoisonError};

use casebook_store::check::{self, Difference};
use casebook_store::{evidence, party};

use crate::casebook::Casebook;
use crate::error::Result;
use crate::progress::Progress;
use crate::projection::rows_of;
use crate::walk::walk;

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct VerifyReport {
    /// Parties that are not hidden. Hidden ones are checked all the same.
    pub parties: u64,
    /// Pieces of evidence in which a party that is not hidden takes part.
    pub evidence: u64,
    /// Everything that differs, by party.
    pub differences: Vec<Difference>,
}

/// Derives every party anew and compares; stores nothing and reads no clock.
pub fn verify(casebook: &Casebook, progress: &dyn Progress) -> Result<VerifyReport> {
    let found = Mutex::new(Vec::new());
    walk(
        casebook,
        progress,
        |connection, words, range| {
            let pieces = evidence::pieces_between(connection, &range.ids, range.after)?;
            let expected: Vec<_> =
                pieces.iter().map(|(party, pieces)| rows_of(words, *party, pieces)).collect();
            Ok(check::differences(connection, &expected, range.after, range.last)?)
        },
        |_, differences| {
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(differences);
            Ok(())
        },
    )?;
    let mut differences = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    casebook.read(|connection, _| {
        differences.extend(check::references(connection)?);
        differences.sort_by_key(|one| (one.party, one.table));
        Ok(VerifyReport {
            parties: party::count(connection, &party::PartyFilter::default())? as u64,
            evidence: check::count_evidence(connection)? as u64,
            differences,
        })
    })
}
