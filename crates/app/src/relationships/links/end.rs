//! Ending a link, and taking one back that was never so.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::ids::LinkId;
use casebook_domain::time::Timestamp;
use casebook_store::link::{self, LinkRow};
use casebook_store::party;

use super::add::note;
use super::state::LinkChange;
use crate::desk::{Session, Work};
use crate::error::{Error, Result};

/// Says until when a link holds; `None` means that no end is known.
pub fn end(session: &Session, id: LinkId, to: Option<Timestamp>) -> Result<LinkRow> {
    session.write(move |work| {
        let found = known(work, id)?;
        if let (Some(from), Some(to)) = (found.from_at, to)
            && to < from
        {
            return Err(Error::argument(
                "to",
                format!("the link cannot end ({to}) before it begins ({from})"),
            ));
        }
        let ended = LinkRow { to_at: to, ..found.clone() };
        if ended != found {
            link::set_to(work.connection, id, to)?;
            work.announce(Action::LinkEnded, &id.to_string(), vec![found.person, found.organization]);
            note(work, Action::LinkEnded, id, &LinkChange::between(Some(&found), &ended));
        }
        Ok(ended)
    })
}

/// Takes a link back, as if it had never been. Adding it again takes it up again.
pub fn take_back(session: &Session, id: LinkId) -> Result<()> {
    session.write(move |work| {
        let found = known(work, id)?;
        link::set_ended(work.connection, id, true)?;
        work.announce(Action::LinkTakenBack, &id.to_string(), vec![found.person, found.organization]);
        let taken_back = LinkRow { ended: true, ..found.clone() };
        note(work, Action::LinkTakenBack, id, &LinkChange::between(Some(&found), &taken_back));
        Ok(())
    })
}

/// The link as it is once both its parties are locked.
fn known(work: &mut Work<'_, '_>, id: LinkId) -> Result<LinkRow> {
    let unknown = || Error::not_found("link", id.to_string());
    // Whom it links never changes; whether it is ended may, until they are locked.
    let found = link::get(work.connection, id)?.ok_or_else(unknown)?;
    for party in [found.person, found.organization] {
        work.session.may(Subject::Party(party)).map_err(|_| unknown())?;
    }
    party::lock_many(work.connection, &[found.person, found.organization])?;
    let found = link::get(work.connection, id)?;
    found.filter(|link| !link.ended && !link.is_of_tree()).ok_or_else(unknown)
}
