//! How ids, words, times and jobs are written on the wire, each with its schema.

mod ids;
mod job;
mod moment;
mod toml_text;
mod words;

pub(crate) use ids::{
    ChangeIdText, ChangeSetIdText, DealIdText, EvidenceIdText, ImportIdText, JobIdText, LinkIdText,
    PartyIdText, QuoteIdText, RecordIdText, UploadIdText,
};
pub(crate) use job::Job;
pub(crate) use moment::{Edge, Moment, at};
pub(crate) use toml_text::TomlText;
pub(crate) use words::{
    BasisWord, FamilyWord, FindingWord, HandOverWord, KindWord, OfWord, PrecisionWord, StandingWord, ViaWord,
};
