//! The workspace's time zone: where its days begin.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::zone::Zone;
use casebook_store::definitions::TIME_ZONE;
use casebook_store::setting;

use crate::desk::progress::Progress;
use crate::desk::{About, Session, Work};
use crate::error::{Error, Result};
use crate::upkeep::rebuild::rebuild;
use crate::upkeep::upgrade;

/// Sets the time zone and derives everything anew in it. Returns its name as the IANA database spells it, and whether
/// that was another one before.
///
/// If that is interrupted, whoever opens the database next derives the rest.
pub fn set(session: &Session, name: &str, progress: &dyn Progress) -> Result<(String, bool)> {
    session.may(Subject::Workspace)?;
    let zone = Zone::named(name.trim()).ok_or_else(|| {
        let detail = format!("`{name}` is no time zone; use a name such as Europe/Berlin or UTC");
        Error::argument("time_zone", detail)
    })?;
    let name = zone.name().to_owned();
    if session.zone()? == zone {
        return Ok((name, false));
    }
    session.write_words(move |work| {
        upgrade::forget_form(work)?;
        change(work, &zone)
    })?;
    rebuild(session, progress)?;
    upgrade::note_form(session)?;
    Ok((name, true))
}

/// The time zone, if anybody set it or a file stated it.
pub(crate) fn stated(session: &Session) -> Result<Option<String>> {
    session.read(|connection, _| Ok(setting::get(connection, TIME_ZONE)?))
}

fn change(work: &mut Work<'_, '_>, zone: &Zone) -> Result<()> {
    setting::set(work.connection, TIME_ZONE, zone.name())?;
    work.raise_generation()?;
    work.announce(Action::TimeZoneSet, zone.name(), Vec::new());
    work.enter(Action::TimeZoneSet, About { row_key: Some(zone.name().to_owned()), ..About::default() });
    Ok(())
}
