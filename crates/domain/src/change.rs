//! Names of changes: the same in the journal, in the change feed and in the API.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares an enumeration with a name for each of its values.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$one])* $value),+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The name that is stored and sent.
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
    /// A hidden party was restored.
    PartyRestored = "party_restored",
    /// An import changed fields of a party.
    PartyImported = "party_imported",
    /// Undoing a change gave fields of a party their earlier values.
    PartyTakenBack = "party_taken_back",
    /// A party was given ids of other systems.
    KeysAdded = "keys_added",
    /// Undoing a change removed ids of other systems from a party.
    KeysRemoved = "keys_removed",
    /// Evidence was appended.
    EvidenceAppended = "evidence_appended",
    /// A person was linked to an organization.
    LinkAdded = "link_added",
    /// A link was ended, or made current again.
    LinkEnded = "link_ended",
    /// A link was removed.
    LinkTakenBack = "link_taken_back",
    /// A removed link was restored.
    LinkRestored = "link_restored",
    /// A kind of evidence was added.
    KindAdded = "kind_added",
    /// A lead was converted.
    PartyConverted = "party_converted",
    /// A lead among many was not converted.
    ConversionRefused = "conversion_refused",
    /// The workspace's time zone was set.
    TimeZoneSet = "time_zone_set",
    /// A version of a vocabulary became active.
    VocabularyUsed = "vocabulary_used",
    /// A vocabulary was retired.
    VocabularyRetired = "vocabulary_retired",
    /// A version of a framework was stored, without being put to use.
    FrameworkSaved = "framework_saved",
    /// A version of a framework became active.
    FrameworkUsed = "framework_used",
    /// A framework was retired.
    FrameworkRetired = "framework_retired",
    /// The days in which a hand-over is to be answered were set.
    HandOverDaysSet = "hand_over_days_set",
    /// A version of a pipeline became active.
    PipelineUsed = "pipeline_used",
    /// A pipeline was retired.
    PipelineRetired = "pipeline_retired",
    /// An import started or resumed.
    ImportBegun = "import_begun",
    /// An import was interrupted.
    ImportInterrupted = "import_interrupted",
    /// An import was asked to stop.
    ImportStopping = "import_stopping",
    /// An import is running.
    ImportRunning = "import_running",
    /// An import finished.
    ImportDone = "import_done",
    /// An import is being undone.
    ImportUndoing = "import_undoing",
    /// An import was undone.
    ImportUndone = "import_undone",
    /// Rows of an import were stored.
    RowsImported = "rows_imported",
    /// Rows of an import were undone.
    RowsTakenBack = "rows_taken_back",
    /// A row of a file added a party.
    RowAdded = "row_added",
    /// A row of a file restored a party that undoing an import had hidden.
    RowRevived = "row_revived",
    /// A row of a file changed a party, or its evidence alone.
    RowUpdated = "row_updated",
    /// The last imported state of a row was reset.
    RowTakenBack = "row_taken_back",
    /// A record was added.
    RecordAdded = "record_added",
    /// Fields of a record were edited.
    RecordEdited = "record_edited",
    /// A record was hidden.
    RecordHidden = "record_hidden",
    /// A hidden record was restored.
    RecordRestored = "record_restored",
    /// Undoing a change gave fields of a record their earlier values.
    RecordTakenBack = "record_taken_back",
    /// A record type was declared, or fields were added to one.
    RecordTypeDeclared = "record_type_declared",
    /// A quote, or the next version of one, was added.
    QuoteAdded = "quote_added",
    /// A draft of a quote was edited.
    QuoteEdited = "quote_edited",
    /// A quote was sent.
    QuoteSent = "quote_sent",
    /// A quote was accepted.
    QuoteAccepted = "quote_accepted",
    /// A quote was declined.
    QuoteDeclined = "quote_declined",
    /// A quote was withdrawn, or a later version took its place.
    QuoteWithdrawn = "quote_withdrawn",
    /// A quote was given another link for its recipient.
    QuoteLinked = "quote_linked",
    /// Undoing a change set a quote back.
    QuoteTakenBack = "quote_taken_back",
    /// What is printed of the workspace's company was set.
    CompanySet = "company_set",
    /// The exchange rates of the workspace were set.
    ExchangeRatesSet = "exchange_rates_set",
    /// Sample data was added.
    SampleAdded = "sample_added",
    /// Everything was derived again.
    Rebuilt = "rebuilt",
    /// A backup was restored.
    Restored = "restored",
    /// A change set started, resumed, ended or was undone.
    ChangeSetMoved = "change_set_moved",
});

impl Action {
    /// Whether a row of a file added or restored a party, so that it appears in lists.
    pub fn makes_appear(self) -> bool {
        matches!(self, Self::RowAdded | Self::RowRevived)
    }

    /// Whether the record of its entry in the journal is a party, and not a link or a record of a type.
    pub fn is_of_party(self) -> bool {
        !matches!(
            self,
            Self::LinkAdded
                | Self::LinkEnded
                | Self::LinkTakenBack
                | Self::LinkRestored
                | Self::RecordAdded
                | Self::RecordEdited
                | Self::RecordHidden
                | Self::RecordRestored
                | Self::RecordTakenBack
        ) && !self.is_of_quote()
    }

    /// Whether the record of its entry in the journal is a version of a quote.
    pub fn is_of_quote(self) -> bool {
        matches!(
            self,
            Self::QuoteAdded
                | Self::QuoteEdited
                | Self::QuoteSent
                | Self::QuoteAccepted
                | Self::QuoteDeclined
                | Self::QuoteWithdrawn
                | Self::QuoteLinked
                | Self::QuoteTakenBack
        )
    }

    /// Whether followers must read everything again.
    pub fn overturns(self) -> bool {
        matches!(
            self,
            Self::VocabularyUsed
                | Self::VocabularyRetired
                | Self::FrameworkUsed
                | Self::FrameworkRetired
                | Self::Rebuilt
                | Self::Restored
                | Self::KindAdded
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
    /// Hidden parties were restored.
    Restore = "restore",
    /// Evidence was appended.
    Evidence = "evidence",
    /// A link was added, ended or removed.
    Link = "link",
    /// A lead was converted.
    Convert = "convert",
    /// A file was imported.
    Import = "import",
    /// Many parties were edited at once.
    Bulk = "bulk",
    /// A kind of evidence was added.
    Kind = "kind",
    /// A setting was changed.
    Setting = "setting",
    /// A vocabulary became active or was retired.
    Vocabulary = "vocabulary",
    /// A framework was stored, became active or was retired.
    Framework = "framework",
    /// A pipeline became active or was retired.
    Pipeline = "pipeline",
    /// A record type was declared, or fields were added to one.
    RecordType = "record_type",
    /// A quote was sent, answered, withdrawn or given another link.
    Quote = "quote",
    /// Sample data was added.
    Sample = "sample",
    /// Another change set was undone.
    Undo = "undo",
});

words!(/// How a change set stands.
State {
    /// It is in progress.
    Running = "running",
    /// It stopped before its end; it can be resumed or undone.
    Interrupted = "interrupted",
    /// It finished.
    Done = "done",
    /// It was undone.
    Undone = "undone",
});

impl Action {
    /// The kind of change set whose first change this is.
    pub fn makes(self) -> What {
        match self {
            Self::PartyAdded | Self::KeysAdded | Self::RecordAdded | Self::QuoteAdded => What::Add,
            Self::PartyHidden | Self::RecordHidden => What::Hide,
            Self::PartyRestored | Self::RecordRestored => What::Restore,
            Self::RecordTypeDeclared => What::RecordType,
            Self::EvidenceAppended => What::Evidence,
            Self::LinkAdded | Self::LinkEnded | Self::LinkTakenBack | Self::LinkRestored => What::Link,
            Self::KindAdded => What::Kind,
            Self::PartyConverted | Self::ConversionRefused => What::Convert,
            Self::TimeZoneSet | Self::HandOverDaysSet | Self::CompanySet | Self::ExchangeRatesSet => {
                What::Setting
            }
            Self::FrameworkSaved | Self::FrameworkUsed | Self::FrameworkRetired => What::Framework,
            Self::QuoteSent
            | Self::QuoteAccepted
            | Self::QuoteDeclined
            | Self::QuoteWithdrawn
            | Self::QuoteLinked => What::Quote,
            Self::VocabularyUsed | Self::VocabularyRetired => What::Vocabulary,
            Self::PipelineUsed | Self::PipelineRetired => What::Pipeline,
            Self::SampleAdded => What::Sample,
            Self::PartyTakenBack
            | Self::RecordTakenBack
            | Self::QuoteTakenBack
            | Self::KeysRemoved
            | Self::RowsTakenBack
            | Self::RowTakenBack => What::Undo,
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
            Self::PartyEdited
            | Self::RecordEdited
            | Self::QuoteEdited
            | Self::Rebuilt
            | Self::Restored
            | Self::ChangeSetMoved => What::Edit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back_and_stands_for_one_thing() {
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
