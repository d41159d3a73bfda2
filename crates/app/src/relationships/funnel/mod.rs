//! The funnel: how many came how far, when, and where they are now.

mod recorded;

pub use casebook_domain::lifecycle::funnel::{
    Basis, FunnelDates, FunnelMembers, FunnelReport, FunnelRequest, GroupField, Number, OtherGroups,
};

use crate::desk::Session;
use crate::desk::progress::{Progress, Unwatched};
use crate::error::Result;

pub(crate) use recorded::members as members_recorded;

/// Computes a funnel over every party that is not hidden: on the occurred basis from the index in memory, on
/// the recorded basis by replaying all history, unless nothing was recorded later.
pub fn funnel(session: &Session, request: &FunnelRequest) -> Result<FunnelReport> {
    funnel_watched(session, request, &Unwatched)
}

/// [`funnel`] with progress, where history is replayed.
pub fn funnel_watched(
    session: &Session,
    request: &FunnelRequest,
    progress: &dyn Progress,
) -> Result<FunnelReport> {
    match request.basis {
        Basis::Occurred => Ok(session.index().funnel(&session.reader(), request)?),
        Basis::Recorded => recorded::report(session, request, progress),
    }
}
