//! Change sets that take more than one transaction: beginning and ending them.

use casebook_domain::change::{State, What};
use casebook_domain::ids::ChangeSetId;
use casebook_domain::time::Timestamp;
use casebook_store::Connection;
use casebook_store::change_set::{self, ChangeSetRow};

use super::session::Session;
use super::work::Work;
use crate::error::Result;

/// Stores a change set that is under way and joins it; `request` is what is asked for, so that it can go on, and
/// `reverses` the set that it undoes.
pub(crate) fn begin_set(
    work: &mut Work<'_, '_>,
    what: What,
    request: &str,
    reverses: Option<ChangeSetId>,
) -> Result<ChangeSetId> {
    let id = work.change_set();
    let row =
        ChangeSetRow { request: request.to_owned(), reverses, ..work.new_set(id, what, State::Running) };
    change_set::insert(work.connection, &row)?;
    work.join(id);
    Ok(id)
}

/// Says that a change set has come to its end.
pub(crate) fn end_set(session: &Session, id: ChangeSetId) -> Result<()> {
    session.write(move |work| {
        work.join(id);
        settle(work.connection, id, State::Done, Some(work.now))
    })
}

/// Gives a change set another state.
pub(crate) fn settle(
    connection: &mut Connection<'_>,
    id: ChangeSetId,
    state: State,
    finished_at: Option<Timestamp>,
) -> Result<()> {
    if let Some(row) = change_set::get(connection, id)? {
        let finished_at = finished_at.or(row.finished_at);
        change_set::update(connection, &ChangeSetRow { state, finished_at, ..row })?;
    }
    Ok(())
}
