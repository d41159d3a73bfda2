//! A picture of what is stored, in memory: what makes lists, search, counts and funnels quick.
//!
//! It is loaded when it is asked for first, and kept current by the feed of changes: whoever reads it first
//! asks the database whether anything has happened, so that a change is seen by the next read, whichever
//! process made it. Nothing is written to it but what was read from the database.

mod bitmap;
mod dictionary;
mod follow;
pub(crate) mod funnel;
mod gate;
mod load;
mod names;
pub(crate) mod order;
pub(crate) mod outside;
mod periods;
pub(crate) mod picture;
mod rows;
pub(crate) mod search;
pub(crate) mod select;
mod shelf;
mod signature;
pub(crate) mod text;
mod turns;

use std::sync::{Mutex, PoisonError, RwLock};

use casebook_domain::ids::PartyId;
use casebook_domain::time::Timestamp;

pub(crate) use bitmap::Bitmap;
pub(crate) use dictionary::ABSENT;
use follow::Questions;
use gate::Gate;
pub(crate) use periods::Unpacked;
pub(crate) use picture::{Known, NONE, Picture};
use rows::Rows;

use crate::desk::Session;
use crate::error::Result;

/// The picture of one casebook, shared by all its clones.
#[derive(Default)]
pub struct Index {
    picture: RwLock<Option<Drawn>>,
    questions: Questions,
    rows: Mutex<Rows>,
    /// Who goes over everybody.
    pub(crate) gate: Gate,
}

/// A picture, and the moment of the database that it shows.
struct Drawn {
    picture: Picture,
    mark: casebook_store::picture::Mark,
}

impl Index {
    /// Loads the picture, unless it is there: before the first who waits for it does.
    pub fn load(&self, session: &Session) -> Result<()> {
        // The answer is everybody's, whoever asks.
        let session = session.for_all();
        self.questions.ask(|| self.bring_up_to_date(&session))
    }

    /// Runs work over the picture as it is now: with everything that was committed before the call.
    pub(crate) fn read<T>(
        &self,
        session: &Session,
        mut work: impl FnMut(&Picture, Timestamp) -> Result<T>,
    ) -> Result<T> {
        loop {
            session.check_wanted()?;
            self.load(session)?;
            if let Some(answer) = self.look(session, &mut work) {
                return answer;
            }
            self.turn(session);
        }
    }

    /// Parties whose texts are not whole in memory, hidden ones too.
    pub(crate) fn cut(&self, session: &Session) -> Result<Vec<PartyId>> {
        self.read(session, |picture, _| Ok(picture.parties(&picture.cut)))
    }

    /// [`Index::cut`] of the picture that was read last, without asking whether anything has happened since.
    pub(crate) fn last_cut(&self) -> Vec<PartyId> {
        let drawn = self.picture.read().unwrap_or_else(PoisonError::into_inner);
        drawn.as_ref().map(|drawn| drawn.picture.parties(&drawn.picture.cut)).unwrap_or_default()
    }

    /// Every party, hidden ones too.
    pub(crate) fn everybody(&self, session: &Session) -> Result<Vec<PartyId>> {
        self.read(session, |picture, _| Ok(picture.parties(&picture.alive)))
    }

    /// Runs work over the picture if it shows the present.
    fn look<T>(
        &self,
        session: &Session,
        work: &mut impl FnMut(&Picture, Timestamp) -> Result<T>,
    ) -> Option<Result<T>> {
        let drawn = self.picture.read().unwrap_or_else(PoisonError::into_inner);
        let picture = &drawn.as_ref()?.picture;
        // Read here, so that it is never earlier than what somebody else has turned the picture to.
        let now = session.now();
        picture.is_present_at(now).then(|| work(picture, now))
    }

    /// Lets time do its work.
    fn turn(&self, session: &Session) {
        let mut drawn = self.picture.write().unwrap_or_else(PoisonError::into_inner);
        // Taken out while it is changed: a change that breaks off leaves no picture rather than a wrong one.
        if let Some(mut changing) = drawn.take() {
            changing.picture.turn_to(session.now());
            *drawn = Some(changing);
        }
    }
}
