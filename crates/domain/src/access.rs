//! Access: may a principal write this (asked before every write), and what can it see (asked on every read)?

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::ids::PartyId;

/// Someone on whose behalf work is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    name: Arc<str>,
    sees: Scope,
}

impl Principal {
    /// The owner of the workspace, who may do and see everything.
    pub fn owner(name: &str) -> Self {
        Self { name: name.into(), sees: Scope::All }
    }

    /// Someone who sees only these parties, and may change no others.
    pub fn limited_to(name: &str, parties: impl IntoIterator<Item = PartyId>) -> Self {
        Self { name: name.into(), sees: Scope::Only(Arc::new(parties.into_iter().collect())) }
    }

    /// The name that is recorded.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The parties that someone sees. One out of scope answers exactly like one that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All parties.
    All,
    /// These alone.
    Only(Arc<BTreeSet<PartyId>>),
}

impl Scope {
    /// Whether it includes everyone.
    pub fn is_all(&self) -> bool {
        *self == Self::All
    }

    /// Whether a party is in it.
    pub fn sees(&self, party: PartyId) -> bool {
        match self {
            Self::All => true,
            Self::Only(parties) => parties.contains(&party),
        }
    }
}

/// What a read is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Noun {
    /// People and organizations, and what belongs to them: evidence, links, histories.
    Party,
    /// What belongs to the whole workspace: imports and their files, jobs, vocabularies being built.
    Workspace,
}

/// What a write is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An existing party.
    Party(PartyId),
    /// A party that is being added.
    NewParty,
    /// What belongs to the whole workspace.
    Workspace,
}

/// Whether someone may write about a subject. A party out of scope is no subject.
pub fn may(principal: &Principal, subject: Subject) -> bool {
    match subject {
        Subject::Party(party) => principal.sees.sees(party),
        Subject::NewParty => true,
        Subject::Workspace => principal.sees.is_all(),
    }
}

/// What someone sees of a noun.
pub fn scope(principal: &Principal, noun: Noun) -> Scope {
    match (noun, &principal.sees) {
        (Noun::Party, sees) => sees.clone(),
        (Noun::Workspace, Scope::All) => Scope::All,
        (Noun::Workspace, Scope::Only(_)) => Scope::Only(Arc::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::PartyKind;

    #[test]
    fn an_owner_may_see_and_do_everything_and_others_only_what_is_in_scope() {
        let [theirs, other] = [7, 8].map(|id| PartyId::new(id, PartyKind::Person));
        let owner = Principal::owner("ada");
        let guest = Principal::limited_to("eve", [theirs]);
        for (principal, subject, expected) in [
            (&owner, Subject::Party(other), true),
            (&owner, Subject::NewParty, true),
            (&owner, Subject::Workspace, true),
            (&guest, Subject::Party(theirs), true),
            (&guest, Subject::Party(other), false),
            (&guest, Subject::NewParty, true),
            (&guest, Subject::Workspace, false),
        ] {
            assert_eq!(may(principal, subject), expected, "{} {subject:?}", principal.name());
        }
        assert!(scope(&owner, Noun::Workspace).is_all() && scope(&owner, Noun::Party).sees(other));
        assert!(scope(&guest, Noun::Party).sees(theirs) && !scope(&guest, Noun::Party).sees(other));
        assert!(!scope(&guest, Noun::Workspace).sees(theirs));
    }
}
