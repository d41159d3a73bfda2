//! SQL views for other people's tools: made once, and kept current from then on.

use std::sync::Arc;

use casebook_domain::access::Subject;
use casebook_domain::records::RecordType;
use casebook_store::views::{self, View};

use crate::desk::{Session, Work};
use crate::error::Result;

/// Makes the views, or makes them anew; answers with them.
pub fn make(session: &Session) -> Result<Vec<View>> {
    session.may(Subject::Workspace)?;
    session.write_words(|work| {
        let all = views::of_types(work.connection.engine(), &work.words.parties, &work.words.types);
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

/// Makes the views anew, if there are any, with one type as it is declared now.
pub(crate) fn follow(work: &mut Work<'_, '_>, declared: Option<&Arc<RecordType>>) -> Result<()> {
    if views::names(work.connection)?.is_empty() {
        return Ok(());
    }
    let [mut parties, mut types] = [work.words.parties.clone(), work.words.types.clone()];
    if let Some(declared) = declared {
        let is_it = |one: &&mut Arc<RecordType>| one.name == declared.name;
        match parties.iter_mut().chain(&mut types).find(is_it) {
            Some(known) => *known = Arc::clone(declared),
            None => types.push(Arc::clone(declared)),
        }
    }
    let all = views::of_types(work.connection.engine(), &parties, &types);
    Ok(views::replace(work.connection, &all)?)
}
