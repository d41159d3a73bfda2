//! Whose details we have stays known: where a row takes back the last evidence of somebody, that the details are known
//! stands in its place.

use casebook_domain::evidence::parties_of;
use casebook_domain::ids::{EvidenceId, PartyId};
use casebook_domain::kind::Kinds;
use casebook_store::import::ImportRow;
use casebook_tables::mapping::MappedRow;

use super::{Chunk, learned};
use crate::desk::Work;
use crate::desk::derivations::live_pieces;
use crate::error::Result;
use crate::evidence::{is_known_by, standing_in};
use crate::imports::batches::Numbered;
use crate::imports::history::Imported;

/// A row that says nothing any more of what it had given evidence of.
pub(super) struct Loss {
    pub row_key: String,
    pub party: PartyId,
    pub pieces: Vec<EvidenceId>,
}

/// Whether a row had given evidence and says now nothing by which its party is known.
pub(in crate::transfer::imports) fn may_lose(
    kinds: &Kinds,
    row: &MappedRow,
    known: Option<&ImportRow>,
) -> bool {
    known.is_some_and(|known| !known.evidence.is_empty())
        && !is_known_by(kinds, row.evidence.iter().map(|one| one.kind))
}

impl Chunk<'_> {
    /// Reads what lives of those of whom rows may take back the last.
    pub(super) fn load_live(&mut self, work: &mut Work<'_, '_>, rows: &[Numbered]) -> Result<()> {
        let kinds = &self.words.kinds;
        let loses =
            |row: &&MappedRow| !self.is_unchanged(row) && may_lose(kinds, row, self.rows.get(&row.row_key));
        let losing = rows.iter().map(|one| &one.row).filter(loses);
        let known = losing.filter_map(|row| self.rows.get(&row.row_key));
        let pieces = known.flat_map(|row| Imported::read_all(&row.evidence));
        let pieces: Vec<_> = pieces.filter_map(|one| self.old.get(&one.id).cloned()).collect();
        self.live = live_pieces(work, &parties_of(&pieces))?.into_iter().collect();
        Ok(())
    }

    /// Appends that details are known of those who are left with nothing. It counts as evidence of the row, so that it goes
    /// when the row has some again.
    pub(super) fn keep_known(&mut self) {
        for Loss { row_key, party, pieces } in std::mem::take(&mut self.losses) {
            let pieces: Vec<_> = pieces.iter().filter_map(|id| self.old.get(id).cloned()).collect();
            for left in
                parties_of(&pieces).into_iter().filter(|left| !self.is_left(*left)).collect::<Vec<_>>()
            {
                let is_of_row = left == party;
                let draft = if is_of_row { learned(left) } else { standing_in(left) };
                let digest = if is_of_row { String::new() } else { left.to_string() };
                let id = self.append(draft);
                self.outcome.evidence += 1;
                if let Some(saved) = self.saved.get_mut(&row_key) {
                    let mut all: Vec<Imported> = Imported::read_all(&saved.evidence).collect();
                    all.push(Imported { id, digest });
                    saved.evidence = Imported::write_all(&all);
                }
            }
        }
    }

    /// Whether a party is still known by anything.
    fn is_left(&self, party: PartyId) -> bool {
        let kinds = &self.words.kinds;
        let lives = self.live.get(&party).into_iter().flatten();
        let lives = lives.filter(|(id, _)| !self.taken_back.contains(id)).map(|(_, kind)| *kind);
        let revived = self.revived.iter().filter_map(|id| self.old.get(id));
        let appended = self.evidence.iter().chain(revived);
        let appended = appended.filter(|one| one.participants.iter().any(|one| one.party == party));
        is_known_by(kinds, lives.chain(appended.map(|one| one.kind)))
    }
}
