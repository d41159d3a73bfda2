//! What a changed framework would mean for all history, storing nothing.

use casebook_domain::frameworks::{Framework, Frameworks};
use casebook_domain::vocabulary::CompiledVocabulary;

use super::check;
use crate::desk::progress::Progress;
use crate::desk::{Definitions, Session};
use crate::error::{Error, Result};
use crate::vocabularies::{Pair, TryReport, replay};

/// A what-if over all history.
#[derive(Clone, Debug)]
pub struct FrameworkTryReport {
    /// The framework's name.
    pub framework: String,
    /// What would come of each vocabulary in use in which the frameworks have a say, in the order of names.
    pub vocabularies: Vec<TryReport>,
}

/// Replays all history with a framework in use beside the others, in the place of the one of its name, and compares.
pub fn try_out(session: &Session, text: &str, progress: &dyn Progress) -> Result<FrameworkTryReport> {
    let new = check(text)?;
    let framework = new.name.clone();
    let pairs = session.read(|_, words| pairs(words, new))?;
    Ok(FrameworkTryReport { framework, vocabularies: replay(session, &pairs, progress)? })
}

fn pairs(words: &Definitions, new: Framework) -> Result<Vec<Pair>> {
    let after: Frameworks = words.frameworks.with(new);
    let active = words.versions.iter().zip(&words.compiled).filter(|(version, _)| version.active);
    let asking = active.map(|(_, old)| old).filter(|old| old.asks_whether_qualified());
    asking.map(|old| pair(words, old, &after)).collect()
}

fn pair(words: &Definitions, old: &CompiledVocabulary, after: &Frameworks) -> Result<Pair> {
    let new = old.vocabulary.compile(&words.kinds, after).map_err(Error::Vocabulary)?;
    Ok(Pair { old: Some(old.clone()), new })
}
