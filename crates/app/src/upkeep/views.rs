//! SQL views for other people's tools: made once, and kept current from then on.

use casebook_domain::access::Subject;
use casebook_store::views::{self, View};

use crate::desk::{Session, Work};
use crate::error::Result;

/// Makes the views, or makes them anew; answers with them.
pub fn make(session: &Session) -> Result<Vec<View>> {
    session.may(Subject::Workspace)?;
    session.write_words(|work| {
        let all = views::of_types(work.connection.engine(), &work.words.types);
        views::replace(work.connection, &all)?;
        Ok(all)
    })
}

/// Removes the views; answers with their names.
pub fn remove(session: &Session) -> Result<Vec<String>> {
    session.may(Subject::Workspace)?;
    session.write_words(|work| {
        let names = views::names(work.connection)?;
        views::remove(work.connection)?;
        Ok(names)
    })
}

/// Makes the views anew, if there are any, for these types.
pub(crate) fn follow(
    work: &mut Work<'_, '_>,
    types: &[std::sync::Arc<casebook_domain::records::RecordType>],
) -> Result<()> {
    if views::names(work.connection)?.is_empty() {
        return Ok(());
    }
    let all = views::of_types(work.connection.engine(), types);
    Ok(views::replace(work.connection, &all)?)
}
