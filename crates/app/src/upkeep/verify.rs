//! Checking that nothing is damaged, that everything derived is what the evidence says, column by column, and that every reference
//! leads somewhere.

use std::sync::{Mutex, PoisonError};

use casebook_domain::access::Subject;
use casebook_store::check;
pub use casebook_store::check::Difference;
pub use casebook_store::integrity::Damage;
use casebook_store::integrity::{self, Integrity};
use casebook_store::{evidence, party};

use crate::desk::Session;
use crate::desk::progress::Progress;
use crate::desk::projection::rows_of;
use crate::desk::walk::walk;
use crate::error::{Error, Result};

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct VerifyReport {
    /// Parties that are not hidden. Hidden ones are checked all the same.
    pub parties: u64,
    /// Pieces of evidence in which a party that is not hidden takes part.
    pub evidence: u64,
    /// What was found on disk: how many rows were compared with their checksums, and what is damaged.
    pub integrity: Integrity,
    /// What stands in for a look at every page, where the engine does not do that when asked.
    pub pages: Option<String>,
    /// Everything that differs, by party.
    pub differences: Vec<Difference>,
    /// Why no more could be derived, where damage is in the way.
    pub unfinished: Option<String>,
}

/// Looks for damage, then derives every party anew and compares; stores nothing and reads no clock. Damage ends
/// nothing: it is what is looked for.
pub fn verify(session: &Session, progress: &dyn Progress) -> Result<VerifyReport> {
    // It reports on everybody, so only those who see everybody may ask.
    session.may(Subject::Workspace)?;
    let mut report = VerifyReport {
        integrity: integrity::check(session.store(), &|| progress.stopped()),
        pages: session.store().read(integrity::of_pages)?,
        ..VerifyReport::default()
    };
    if progress.stopped() {
        return Err(Error::Stopped("nothing is lost; run the same command again".to_owned()));
    }
    match derived(session, progress, &mut report) {
        Err(error) if error.is_damage() || !report.integrity.damage.is_empty() => {
            report.unfinished = Some(error.to_string());
            Ok(report)
        }
        outcome => outcome.map(|()| report),
    }
}

impl VerifyReport {
    /// Whether all is as it should be.
    pub fn is_clean(&self) -> bool {
        self.differences.is_empty() && self.integrity.damage.is_empty() && self.unfinished.is_none()
    }
}

fn derived(session: &Session, progress: &dyn Progress, report: &mut VerifyReport) -> Result<()> {
    let found = Mutex::new(Vec::new());
    walk(
        session,
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
    let of_records = crate::records::differences(session)?;
    let mut differences = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    session.read(|connection, _| {
        differences.extend(of_records);
        differences.extend(check::references(connection)?);
        differences.sort_by(|a, b| (a.party, a.table, &a.row).cmp(&(b.party, b.table, &b.row)));
        report.parties = party::count(connection, false)? as u64;
        report.evidence = check::count_evidence(connection)? as u64;
        report.differences = differences;
        Ok(())
    })
}
