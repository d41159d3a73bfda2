//! Rows of which the store knows nothing, decided and derived before the transaction that stores them.
//!
//! Most rows of a first import are new: nobody has their keys. What they come to then depends on nothing that is
//! stored, so it is made ready on another thread while the chunk before is written, checksums and all. That nothing is
//! known of them shows when they are inserted: every key that a row has is one that it claims, and every row of a feed
//! is remembered under its key. A conflict undoes the transaction, and they are decided anew in the next.

use std::collections::BTreeSet;

use casebook_domain::change::Action;
use casebook_domain::evidence::parties_of;
use casebook_domain::ids::{ImportId, PartyId};
use casebook_domain::time::{SECOND, Timestamp};
use casebook_store::import::{self, ImportRow};
use casebook_store::link;
use casebook_store::party::{self, PartyRow};
use casebook_store::party_key::{self, KeyRow};
use casebook_store::{Batch, change_entry, evidence, own_field, projection};

use super::keys::has_forms;
use super::parents::names_parent;
use super::{Chunk, Outcome, key_row, own_id};
use crate::desk::projection::rows_of_new;
use crate::desk::{About, Counts, Session, Work};
use crate::error::Result;
use crate::imports::batches::Numbered;

/// What was decided longer ago than so is decided anew, so that evidence is recorded when it is stored.
const FRESH: i64 = 10 * SECOND;

/// Rows that are decided, as what is to be stored.
pub(in crate::transfer::imports) struct Ready {
    import: ImportId,
    /// By which words it was decided, and when.
    generation: i64,
    now: Timestamp,
    own_fields: BTreeSet<String>,
    inserts: Batch<'static>,
    counts: Counts,
    touched: Vec<PartyId>,
    outcome: Outcome,
}

/// Decides rows as if the store knew nothing of them. Nothing, where what they come to depends on what is stored all
/// the same: deals, others who take part, parties that must be there, the tree.
pub(in crate::transfer::imports) fn make_ready(
    session: &Session,
    import: ImportId,
    feed: &str,
    rows: &[Numbered],
) -> Result<Option<Ready>> {
    let asks = |one: &Numbered| {
        let evidence = &one.row.evidence;
        let names_own = one.row.party.keys.first().is_some_and(|key| own_id(key).is_some());
        let depends = one.row.party.must_exist || names_own || has_forms(&one.row);
        let depends = depends || names_parent(&one.row);
        depends || evidence.iter().any(|one| one.deal.is_some() || !one.others.is_empty())
    };
    if rows.iter().any(asks) {
        return Ok(None);
    }
    let (words, now) = (session.last_words()?, session.believed_now()?);
    let mut chunk = Chunk::new((session, &words, now), import, feed);
    chunk.decide(rows);
    Ok(Some(chunk.ready()))
}

impl Chunk<'_> {
    fn ready(self) -> Ready {
        let Self { session, words, now, import, outcome, .. } = self;
        let (parties, claims, new_links, pieces) = (self.parties, self.claims, self.new_links, self.evidence);
        let (effects, saved) = (self.effects, self.saved);
        let mut fresh: Vec<PartyRow> = parties.into_values().map(|one| one.row).collect();
        fresh.sort_unstable_by_key(|row| row.id);
        let keys: Vec<KeyRow> = claims.into_iter().map(key_row).collect();
        let rows: Vec<ImportRow> = saved.into_values().collect();
        let mut counts = Counts { evidence: pieces.len() as u64, ..Counts::default() };
        let entry = |(action, about): (Action, About)| {
            counts.note(action);
            about.entry(session, now, import.into(), action)
        };
        let entries: Vec<_> = effects.into_iter().map(entry).collect();
        let derived = rows_of_new(words, &parties_of(&pieces), &pieces);
        let mut inserts = Batch::default();
        // Where something is known of the rows, it shows here.
        party_key::add_to(&mut inserts, &keys);
        import::add_rows_to(&mut inserts, &rows);
        party::add_to(&mut inserts, &fresh);
        link::add_to(&mut inserts, &new_links);
        evidence::add_to(&mut inserts, &pieces, import.into());
        change_entry::add_to(&mut inserts, &entries);
        projection::add_to(&mut inserts, &derived);
        Ready {
            import,
            generation: words.generation,
            now,
            own_fields: party::own_names(&fresh).into_iter().map(str::to_owned).collect(),
            inserts: inserts.into_owned(),
            counts,
            touched: fresh.iter().map(|row| row.id).collect(),
            outcome,
        }
    }
}

impl Ready {
    /// Whether the words are those by which it was decided, not long ago.
    pub fn is_current(&self, work: &Work<'_, '_>) -> bool {
        work.words.generation == self.generation && (0..FRESH).contains(&(work.now.0 - self.now.0))
    }

    /// Inserts the rows. A conflict says that something is known of one of them.
    pub fn insert(&self, work: &mut Work<'_, '_>) -> Result<()> {
        Ok(work.connection.run(&self.inserts)?)
    }

    /// Says what the inserted rows came to, once it is their place.
    pub fn finish(&self, work: &mut Work<'_, '_>) -> Result<Outcome> {
        work.join(self.import.into());
        own_field::take_up(work.connection, &self.own_fields.iter().map(String::as_str).collect())?;
        work.count(&self.counts);
        work.announce(Action::RowsImported, &self.import.to_string(), self.touched.clone());
        Ok(self.outcome.clone())
    }
}
