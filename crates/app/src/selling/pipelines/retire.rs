//! Taking a pipeline out of use.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_store::deal_period;
use casebook_store::pipeline;

use super::adopt::retire_row;
use crate::desk::progress::Progress;
use crate::desk::{About, Session, Work, deals};
use crate::error::{Error, Result};
use crate::upkeep::upgrade;

/// Takes a pipeline out of use. Its versions stay, and any of them can be put to use again. One in which deals stand, won
/// and lost ones too, and the last one in use cannot go.
pub fn retire(session: &Session, name: &str, progress: &dyn Progress) -> Result<()> {
    session.may(Subject::Workspace)?;
    let name = name.to_owned();
    session.write_words(move |work| take_out(work, &name))?;
    // Deals that were in it once were so in no pipeline that is known.
    deals::rebuild(session, progress)?;
    upgrade::note_form(session)
}

fn take_out(work: &mut Work<'_, '_>, name: &str) -> Result<()> {
    // An error if there is none of that name in use, which names those that are.
    work.words.pipelines.get(name)?;
    if work.words.pipelines.all().count() == 1 {
        return Err(Error::Refused(format!("`{name}` is the last pipeline; activate another one first")));
    }
    let standing = deal_period::standing_in(work.connection, name)?;
    let count: u64 = standing.values().sum();
    if count > 0 {
        let detail = format!("{count} deals are in the pipeline `{name}`; move them to another one first");
        return Err(Error::Refused(detail));
    }
    work.raise_generation()?;
    upgrade::forget_form(work)?;
    let rows = pipeline::all(work.connection)?;
    for row in rows.iter().filter(|row| row.name == name && row.active) {
        retire_row(work, row)?;
    }
    work.announce(Action::PipelineRetired, name, Vec::new());
    work.enter(Action::PipelineRetired, About { row_key: Some(name.to_owned()), ..About::default() });
    Ok(())
}
