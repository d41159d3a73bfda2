//! Vocabularies: named, versioned, ordered lists of stages.
use crate::lifecycle::facts::Facts;
use crate::time::Timestamp;
/// s
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// n
    pub name: String,
}
impl Vocabulary {
    /// p
    pub fn place_of(&self, _s: &str) -> Option<u8> {
        None
    }
}
/// s
#[derive(Clone, Debug)]
pub struct CompiledVocabulary {
    /// v
    pub vocabulary: Vocabulary,
}
impl CompiledVocabulary {
    /// h
    pub fn highest(&self, _f: &Facts, _now: Option<Timestamp>) -> Option<u8> {
        None
    }
    /// n
    pub fn next_turn(&self, _f: &Facts, _now: Option<Timestamp>) -> Option<Timestamp> {
        None
    }
}
