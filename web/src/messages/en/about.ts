/** The page about the product. */
export const about = {
  "about.lead":
    "Casebook is a self-hosted CRM for the whole relationship, from the first business card to the advocate. It records what happened and derives the stage from it.",
  "about.evidence.title": "Evidence is what happened",
  "about.evidence.text":
    "A call, a download, a won deal: what happened, when, and who says so. Evidence is added, never edited.",
  "about.stage.title": "Stages are derived, never set",
  "about.stage.text":
    "A stage follows from the evidence, so it is always current, can be explained, and can go back. Click any stage to see why.",
  "about.vocabulary.title": "A vocabulary is your team’s language",
  "about.vocabulary.text":
    "Two teams can use one word for two things, and both are right. Choose a vocabulary, and every list, board and funnel uses its stages.",
  "about.undo.title": "Mistakes can be undone",
  "about.undo.text": "Retract evidence with a reason, and restore it if you were wrong. Nothing that was recorded is lost.",
  "about.more": "Learn more",
  "about.glossary": "Glossary",
  "about.vocabularies": "Vocabularies and their rules",
  "about.api": "API reference",
  "about.version":
    "Version {version}. Free software, licensed under MIT or Apache-2.0. This page loads nothing from other sites.",
};
