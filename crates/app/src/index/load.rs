//! Loading a picture: all parties, on all cores, in the order of ids.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::time::Timestamp;
use casebook_store::party;
use casebook_store::picture::{self as stored, Sketch};

use super::picture::{Known, Picture};
use crate::desk::Session;
use crate::desk::progress::Unwatched;
use crate::desk::walk::walk;
use crate::error::Result;

/// A picture being drawn. Ranges come in any order and go in by their ids.
struct Drawing {
    picture: Picture,
    /// The party that came last.
    last: PartyId,
    /// Ranges that came early, by the party that comes before them.
    early: BTreeMap<PartyId, (PartyId, Vec<Sketch>)>,
}

impl Drawing {
    fn take(&mut self, after: PartyId, last: PartyId, sketches: Vec<Sketch>, now: Timestamp) {
        self.early.insert(after, (last, sketches));
        while let Some((last, sketches)) = self.early.remove(&self.last) {
            for sketch in &sketches {
                self.picture.append(sketch, now);
            }
            self.last = last;
        }
    }
}

/// Everything as it is stored. What changes while it is loaded may be in it or not.
pub(super) fn load(session: &Session, vocabularies: Vec<Known>) -> Result<Picture> {
    let ids: Vec<VocabularyId> = vocabularies.iter().map(|one| one.id).collect();
    let every = party::PartyFilter { hidden_too: true, ..party::PartyFilter::default() };
    let parties = session.store().read(|connection| party::count(connection, &every))?;
    let room = usize::try_from(parties).unwrap_or_default();
    let picture = Picture::of(vocabularies, room + room / 50);
    let now = session.now();
    let drawing = Mutex::new(Drawing { picture, last: PartyId(i64::MIN), early: BTreeMap::new() });
    walk(
        session,
        &Unwatched,
        |connection, _, range| Ok(stored::between(connection, &ids, range.after, range.last)?),
        |range, sketches| {
            let mut drawing = drawing.lock().unwrap_or_else(PoisonError::into_inner);
            drawing.take(range.after, range.last, sketches, now);
            Ok(())
        },
    )?;
    let mut picture = drawing.into_inner().unwrap_or_else(PoisonError::into_inner).picture;
    picture.order_all();
    Ok(picture)
}
