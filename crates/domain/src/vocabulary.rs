//! Vocabularies: named, versioned, ordered lists of stages.
