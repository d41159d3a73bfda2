//! Qualification: what is known of a party by the frameworks in use, and its hand-over from marketing to sales.

mod days;
mod hand_overs;
mod show;
mod step;

pub use days::{LONGEST_DAYS, days, set_days};
pub use hand_overs::{HandOvers, HandOversRequest, WaitingParty, hand_overs};
pub use show::{HandOverShown, Shown, show};
pub use step::{OTHER_REASON, Request, take};
