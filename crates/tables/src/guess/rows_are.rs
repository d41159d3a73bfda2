//! What the people of a list are to us, where the file says nothing of it: only the user knows.

use std::collections::BTreeMap;

use casebook_domain::kind::Family;

use super::Question;
use super::draft::Draft;
use crate::mapping::{Claim, Claims};

/// What the people of a list are to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsAre {
    /// Their details are known, no more.
    Known,
    /// They asked for something.
    Interested,
    /// They bought.
    Bought,
}

impl RowsAre {
    /// All, from the least to the most.
    pub const ALL: [Self; 3] = [Self::Known, Self::Interested, Self::Bought];

    /// The word of an answer.
    pub fn word(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Interested => "interested",
            Self::Bought => "bought",
        }
    }

    /// Reads [`RowsAre::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// The option that answers the question.
pub const OPTION: &str = "rows_are";

/// Takes the answer, or asks, unless the rows say themselves what has happened.
pub fn settle(draft: &mut Draft<'_>) {
    if says_more_than_details(draft) {
        return;
    }
    match draft.options.rows_are {
        None => draft.questions.push(Question {
            option: OPTION,
            text: "The file does not say what these people are: people whose details you have (known), who asked for \
                   something (interested), or who bought (bought)? Until you say so they are known."
                .to_owned(),
            choices: RowsAre::ALL.map(RowsAre::word).to_vec(),
        }),
        Some(RowsAre::Known) => {}
        Some(RowsAre::Interested) => {
            let at = take_first_sight(draft);
            let claim = draft.claim("form_submitted", at);
            draft.notes.push("Each row is read as somebody who asked for something.".to_owned());
            draft.always(claim.map(stated), None);
        }
        Some(RowsAre::Bought) => {
            let claim = draft.claim("purchased", None);
            draft.notes.push("Each row is read as somebody who bought, nobody knows when.".to_owned());
            draft.always(claim.map(stated), None);
        }
    }
}

/// Whether a column says what has happened, or may say it of other rows than those of the sample.
fn says_more_than_details(draft: &Draft<'_>) -> bool {
    let more = |claim: &Claim| claim.kind.name != "details_learned" && claim.kind.family != Family::Consent;
    draft.mapping.evidence.iter().any(|evidence| match &evidence.claims {
        Claims::Always(claim) => more(claim),
        Claims::ByValue { values, .. } => values.values().flatten().any(more),
    })
}

/// The time at which the details were learned is that of the question; it stands once.
fn take_first_sight(draft: &mut Draft<'_>) -> Option<String> {
    let is_plain = |claims: &Claims| matches!(claims, Claims::Always(claim) if claim.detail.is_empty());
    let place = draft.mapping.evidence.iter().position(|one| is_plain(&one.claims))?;
    match &draft.mapping.evidence.get(place)?.claims {
        Claims::Always(claim) if claim.kind.name == "details_learned" => {
            let at = claim.at.clone();
            draft.mapping.evidence.remove(place);
            at
        }
        _ => None,
    }
}

/// Evidence that stands on the user's word.
fn stated(claim: Claim) -> Claim {
    let constant = BTreeMap::from([("stated".to_owned(), "of the whole list".to_owned())]);
    Claim { constant, ..claim }
}
