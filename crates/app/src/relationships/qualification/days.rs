//! In how many days a hand-over is to be answered.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_store::{Connection, setting};

use crate::desk::{About, Session};
use crate::error::{Error, Result};

/// The setting.
const SETTING: &str = "hand-over.days";
/// Until it is set.
const USUAL_DAYS: u32 = 3;
/// The most days.
pub const LONGEST_DAYS: u32 = 365;

/// How many days after its own a hand-over is to be answered at the latest.
pub fn days(session: &Session) -> Result<u32> {
    session.read(|connection, _| of(connection))
}

pub(super) fn of(connection: &mut Connection<'_>) -> Result<u32> {
    let stored = setting::get(connection, SETTING)?;
    Ok(stored.and_then(|days| days.parse().ok()).unwrap_or(USUAL_DAYS))
}

/// Sets [`days`]. Nothing is derived anew: what is due is asked when it is shown.
pub fn set_days(session: &Session, days: u32) -> Result<u32> {
    session.may(Subject::Workspace)?;
    if days > LONGEST_DAYS {
        return Err(Error::argument("handover_days", format!("use 0 to {LONGEST_DAYS} days")));
    }
    session.write(move |work| {
        if of(work.connection)? == days {
            return Ok(());
        }
        setting::set(work.connection, SETTING, &days.to_string())?;
        work.announce(Action::HandOverDaysSet, &days.to_string(), Vec::new());
        let about = About { row_key: Some(days.to_string()), ..About::default() };
        work.enter(Action::HandOverDaysSet, about);
        Ok(())
    })?;
    Ok(days)
}
