//! Taking a vocabulary out of use.

use casebook_domain::access::Subject;
use casebook_domain::change::Action;
use casebook_store::vocabulary::{self, VocabularyState};

use crate::desk::{About, DEFAULT_VOCABULARY, Session, Work};
use crate::error::{Error, Result};
use crate::upkeep::rebuild::forget_strays;

/// Takes a vocabulary out of use: no question is answered in its words any more and nothing is derived for it. Its
/// versions stay, and any of them can be put to use again. The vocabulary that is meant where none is named, and the
/// last one in use, cannot go.
pub fn retire(session: &Session, name: &str) -> Result<()> {
    session.may(Subject::Workspace)?;
    let name = name.to_owned();
    session.write_words(move |work| take_out(work, &name))?;
    forget_strays(session)
}

fn take_out(work: &mut Work<'_, '_>, name: &str) -> Result<()> {
    // An error if there is none of that name in use, which names those that are.
    work.words.active(name)?;
    if name == DEFAULT_VOCABULARY {
        let detail = format!("`{name}` is the default vocabulary and cannot be retired; change it instead");
        return Err(Error::Refused(detail));
    }
    if work.words.names().len() == 1 {
        return Err(Error::Refused(format!(
            "`{name}` is the last active vocabulary; activate another one first"
        )));
    }
    work.raise_generation()?;
    let all = vocabulary::all(work.connection)?.into_iter();
    for row in all.filter(|row| row.name == name && row.state != VocabularyState::Retired) {
        vocabulary::set_state(work.connection, row.id, VocabularyState::Retired)?;
    }
    work.announce(Action::VocabularyRetired, name, Vec::new());
    work.enter(Action::VocabularyRetired, About { row_key: Some(name.to_owned()), ..About::default() });
    Ok(())
}
