/** The page about the product. */
export const about = {
  "about.lead":
    "Casebook is a CRM for the whole relationship, from a name on a card to an advocate, on a machine of your own. It stores what happened and derives what you call it.",
  "about.evidence.title": "Evidence is what happened",
  "about.evidence.text": "A call held, a white paper downloaded, a deal won: what, when, and who says so. It is added, never edited.",
  "about.stage.title": "A stage is worked out, never set",
  "about.stage.text": "It follows from the evidence, so it is current, can be explained, and can go back. Press any stage to see why.",
  "about.vocabulary.title": "A vocabulary is a team’s words",
  "about.vocabulary.text": "Two teams may use one word for two things. Both are right: choose the vocabulary, and every list, board and funnel speaks it.",
  "about.undo.title": "A mistake is taken back",
  "about.undo.text": "A retraction says why and is evidence itself, so it can be taken back as well. Nothing that was recorded is lost.",
  "about.more": "Read on",
  "about.glossary": "The words and what they mean",
  "about.vocabularies": "The vocabularies and their rules",
  "about.api": "The API, for programs",
  "about.version": "Version {version}. Free software under MIT or Apache-2.0. This page loads nothing from anywhere else.",
};
