//! People and organizations: how they are linked, what happened with them, and what follows from that.

pub mod conversion;
pub mod evidence;
pub mod explain;
pub mod frameworks;
pub mod funnel;
pub mod history;
pub mod kinds;
pub mod links;
pub mod organizations;
pub mod parties;
pub mod qualification;
pub mod time_zone;
pub mod vocabularies;
