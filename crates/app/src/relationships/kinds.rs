//! The kinds of evidence there are, and kinds of the workspace's own.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_domain::kind::{Family, KindCode, Kinds};
use casebook_store::kind;

use crate::desk::{About, Session};
use crate::error::Result;

/// Every kind, built in or the workspace's own.
pub fn list(session: &Session) -> Result<Kinds> {
    Ok(session.words()?.kinds.clone())
}

/// The kinds as this process knew them last, without asking: those of whatever it has read or recorded are among
/// them, because none ever goes.
pub fn known(session: &Session) -> Result<Kinds> {
    Ok(session.last_words()?.kinds.clone())
}

/// Adds a kind to a family. Rules and evidence may name it from now on.
pub fn add(session: &Session, name: &str, family: Family) -> Result<KindCode> {
    session.may(Subject::Workspace)?;
    let name = name.to_owned();
    session.write_words(move |work| {
        let mut kinds = work.words.kinds.clone();
        let code = kinds.add(&name, family)?;
        kind::insert(work.connection, code, &name, family)?;
        work.raise_generation()?;
        work.announce(Action::KindAdded, &name, Vec::new());
        work.enter(Action::KindAdded, About { row_key: Some(name.clone()), ..About::default() });
        Ok(code)
    })
}
