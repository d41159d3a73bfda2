//! What a change is called: the same words in the journal, on the feed and on the wire.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares an enumeration with a word for each of its values.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$one])* $value),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The word that is stored and sent.
            pub fn word(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }

            /// Reads [`Self::word`].
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = String::deserialize(deserializer)?;
                Self::from_word(&word).ok_or_else(|| D::Error::custom(format!("unknown word `{word}`")))
            }
        }
    };
}

words!(/// One thing that was done.
Action {
    /// A party was added by hand, by a program or as sample data.
    PartyAdded = "party_added",
    /// Fields of a party were edited.
    PartyEdited = "party_edited",
    /// A party was hidden.
    PartyHidden = "party_hidden",
    /// A hidden party was brought back.
    PartyRestored = "party_restored",
    /// An import changed fields of a party.
    PartyImported = "party_imported",
    /// Undoing a change gave fields of a party their earlier values.
    PartyTakenBack = "party_taken_back",
    /// A party got ids in other systems.
    KeysAdded = "keys_added",
    /// Undoing a change took ids in other systems from a party.
    KeysRemoved = "keys_removed",
    /// Evidence was appended.
    EvidenceAppended = "evidence_appended",
    /// A person was linked to an organization.
    LinkAdded = "link_added",
    /// A link got an end, or lost it.
    LinkEnded = "link_ended",
    /// A link was removed, as if it had never been.
    LinkTakenBack = "link_taken_back",
    /// A removed link holds again.
    LinkRestored = "link_restored",
    /// A kind of evidence was added.
    KindAdded = "kind_added",
    /// A version of a vocabulary came into use.
    VocabularyUsed = "vocabulary_used",
    /// A vocabulary was retired.
    VocabularyRetired = "vocabulary_retired",
    /// An import began, or went on.
    ImportBegun = "import_begun",
    /// An import stopped before its end.
    ImportInterrupted = "import_interrupted",
    /// An import is asked to stop.
    ImportStopping = "import_stopping",
    /// An import runs.
    ImportRunning = "import_running",
    /// An import came to its end.
    ImportDone = "import_done",
    /// An import is being undone.
    ImportUndoing = "import_undoing",
    /// An import was undone.
    ImportUndone = "import_undone",
    /// Rows of an import were stored.
    RowsImported = "rows_imported",
    /// Rows of an import were taken back.
    RowsTakenBack = "rows_taken_back",
    /// A row of a file made a party appear.
    RowAdded = "row_added",
    /// A row of a file brought back a party that undoing an import had hidden.
    RowRevived = "row_revived",
    /// A row of a file changed a party, or its evidence alone.
    RowUpdated = "row_updated",
    /// What is remembered of a row of a file was set back.
    RowTakenBack = "row_taken_back",
    /// Parties of a sample were added.
    SampleAdded = "sample_added",
    /// Everything was derived anew.
    Rebuilt = "rebuilt",
    /// A backup was put into the database.
    Restored = "restored",
    /// A change set began, went on, ended or was undone.
    ChangeSetMoved = "change_set_moved",
});

impl Action {
    /// Whether a row of a file made a party appear that was in no list before.
    pub fn makes_appear(self) -> bool {
        matches!(self, Self::RowAdded | Self::RowRevived)
    }

    /// Whether everything that was learned before must be learned anew.
    pub fn overturns(self) -> bool {
        matches!(
            self,
            Self::VocabularyUsed | Self::VocabularyRetired | Self::Rebuilt | Self::Restored | Self::KindAdded
        )
    }
}

words!(/// What a change set is.
What {
    /// Parties were added.
    Add = "add",
    /// Fields were edited.
    Edit = "edit",
    /// Parties were hidden.
    Hide = "hide",
    /// Hidden parties were brought back.
    Restore = "restore",
    /// Evidence was appended.
    Evidence = "evidence",
    /// A link was made, ended or removed.
    Link = "link",
    /// A file was imported.
    Import = "import",
    /// Many parties were edited at once.
    Bulk = "bulk",
    /// A kind of evidence was added.
    Kind = "kind",
    /// A vocabulary came into use or was retired.
    Vocabulary = "vocabulary",
    /// Sample data was added.
    Sample = "sample",
    /// Another change set was undone.
    Undo = "undo",
});

words!(/// How a change set stands.
State {
    /// It is under way.
    Running = "running",
    /// What it was carried out by has stopped before its end; it can go on, or be undone.
    Interrupted = "interrupted",
    /// It came to its end.
    Done = "done",
    /// It was undone.
    Undone = "undone",
});

impl Action {
    /// What a change set is whose first change this is.
    pub fn makes(self) -> What {
        match self {
            Self::PartyAdded | Self::KeysAdded => What::Add,
            Self::PartyHidden => What::Hide,
            Self::PartyRestored => What::Restore,
            Self::EvidenceAppended => What::Evidence,
            Self::LinkAdded | Self::LinkEnded | Self::LinkTakenBack | Self::LinkRestored => What::Link,
            Self::KindAdded => What::Kind,
            Self::VocabularyUsed | Self::VocabularyRetired => What::Vocabulary,
            Self::SampleAdded => What::Sample,
            Self::PartyTakenBack | Self::KeysRemoved | Self::RowsTakenBack | Self::RowTakenBack => What::Undo,
            Self::RowsImported
            | Self::PartyImported
            | Self::RowAdded
            | Self::RowRevived
            | Self::RowUpdated
            | Self::ImportBegun
            | Self::ImportInterrupted
            | Self::ImportStopping
            | Self::ImportRunning
            | Self::ImportDone
            | Self::ImportUndoing
            | Self::ImportUndone => What::Import,
            Self::PartyEdited | Self::Rebuilt | Self::Restored | Self::ChangeSetMoved => What::Edit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_and_stands_for_one_thing() {
        for action in Action::ALL {
            assert_eq!(Action::from_word(action.word()), Some(*action));
        }
        for what in What::ALL {
            assert_eq!(What::from_word(what.word()), Some(*what));
        }
        for state in State::ALL {
            assert_eq!(State::from_word(state.word()), Some(*state));
        }
        assert_eq!(Action::from_word("party_eaten"), None);
    }
}
