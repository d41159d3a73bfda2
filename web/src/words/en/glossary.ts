/**
 * The glossary: what each of two ways of working means by a word. `journey` is the way along the buyer's journey, `crm`
 * that of CRMs which convert leads.
 */
export const glossary = {
  "glossary.title": "Glossary",
  "glossary.lead":
    "Two ways of working use one word for two things, and both are right where they are used. Here is what each means. Casebook keeps the facts once and lets every vocabulary read them in its own words.",
  "glossary.search": "Search the words",
  "glossary.found": { one: "{count} word", other: "{count} words" },
  "glossary.index": "All words",
  "glossary.none.title": "No word fits “{q}”",
  "glossary.none.text": "No word and no meaning here contains it. Try part of it, or look at all words.",
  "glossary.none.clear": "Show all words",
  "glossary.of.journey": "Along the buyer’s journey",
  "glossary.of.crm": "In CRMs that convert, such as Zoho",
  "glossary.unused": "Does not use this word.",
  "glossary.differ": "The difference",
  "glossary.here": "Stages of this name here",
  "glossary.here.none": "No vocabulary in use has a stage of this name.",
  "glossary.own": "A word of your vocabularies",
  "glossary.own.text": "Neither way of working defines it; your vocabularies do.",
  "glossary.vocabulary": "Rule and history",
  "glossary.casebook": "Casebook’s own words",
  "glossary.casebook.text": "They are the same in every vocabulary, on every page and in the API.",
  "glossary.also": "Also: {words}",

  "glossary.contact.title": "Contact",
  "glossary.contact.also": "Inquiry",
  "glossary.contact.journey":
    "Anyone in your market or network whose details you have: met at an event, a friend, a card in a drawer. The broadest group, where every relationship begins. They have not shown interest, and nobody has assessed them.",
  "glossary.contact.crm":
    "A real person, often somebody who decides, with whom there is established communication: mostly a lead that was followed up, found worth pursuing and converted. Contacts belong to an account, and deals are managed through them.",
  "glossary.contact.differ": "Along the journey a contact comes before a lead and is the broadest word. Where leads are converted, a contact comes after the lead and is much narrower.",

  "glossary.lead.title": "Lead",
  "glossary.lead.journey":
    "A contact that has shown some interest: subscribed to the newsletter, downloaded a white paper, attended a webinar. A promising clue. Their needs or a purchase have not been talked over with them yet.",
  "glossary.lead.crm":
    "A person or business captured for the first time with an initial interest, by a form, a sign-up or a visit to the booth. Unqualified and at the top of the funnel; the aim is to find out by budget, need and authority whether they are worth pursuing.",
  "glossary.lead.differ": "Both mean somebody interested and unqualified. Along the journey others stand before a lead: contacts without any interest. In the other way the lead is where everybody begins.",

  "glossary.prospect.title": "Prospect",
  "glossary.prospect.also": "Qualified lead",
  "glossary.prospect.journey":
    "A lead that was assessed and found likely to buy: they need it, have the budget and the authority, fit whom you sell to, and are clearly interested. Here direct sales talks belong, and most of the effort.",
  "glossary.prospect.crm":
    "No stage of its own. The word is used in passing for a lead that turned out viable, or for a contact who is seriously considering: the moment before or after conversion.",
  "glossary.prospect.differ": "What is a stage along the journey is the act of converting in the other way: qualified leads become contacts there.",

  "glossary.customer.title": "Customer",
  "glossary.customer.journey":
    "A person or organization that has made a purchase. The line is clear-cut: money was exchanged for your product or service. The aim from then on is to keep and grow, by satisfaction and retention.",
  "glossary.customer.crm":
    "A contact who has made a purchase: a deal that belongs to them was closed as won. Afterwards come onboarding, training, support, and further sales.",
  "glossary.customer.differ": "Both mean the same facts. They differ in who stands before: prospects here, contacts there.",

  "glossary.advocate.title": "Advocate",
  "glossary.advocate.also": "Evangelist",
  "glossary.advocate.journey": "A customer who actively promotes your product or service to others.",
  "glossary.advocate.crm": "Has no word beyond the customer, who may buy again, buy more, and stay.",
  "glossary.advocate.differ": "One way goes on beyond the purchase, the other ends its stages there.",

  "glossary.mql.title": "Marketing-qualified lead",
  "glossary.mql.also": "MQL",
  "glossary.mql.journey": "A lead that marketing holds to be ready for sales. A finer step within the qualification of leads.",
  "glossary.mql.differ": "Only teams in which marketing hands over to sales need this word.",

  "glossary.sql.title": "Sales-qualified lead",
  "glossary.sql.also": "SQL",
  "glossary.sql.journey": "A lead that sales itself has assessed and accepted. What comes of it is what this way calls a prospect.",
  "glossary.sql.crm": "Not named. A lead that sales finds qualified is converted, and is a contact from then on.",

  "glossary.opportunity.title": "Opportunity",
  "glossary.opportunity.also": "Deal",
  "glossary.opportunity.journey": "Not a stage: the chance of a sale with somebody who is a prospect already.",
  "glossary.opportunity.crm":
    "What a lead’s conversion makes besides a contact and an account: one possible sale, which is worked towards its closing and is won or lost.",
  "glossary.opportunity.differ": "It is about one sale, not about a person. Casebook counts deals, and a vocabulary may make a stage of “has an open deal”.",

  "glossary.account.title": "Account",
  "glossary.account.also": "Company, organization",
  "glossary.account.journey": "Has no word of its own: people and organizations alike go through the stages.",
  "glossary.account.crm": "The company or organization that contacts belong to and through which deals are managed. Conversion links or makes it.",
  "glossary.account.differ": "In Casebook an organization is a party like a person, and both have stages.",

  "glossary.conversion.title": "Conversion",
  "glossary.conversion.also": "Convert",
  "glossary.conversion.journey": "Turning one stage into the next by what you learn and do; above all a prospect into a customer, which is the aim of all of it.",
  "glossary.conversion.crm": "One act: a qualified lead becomes a contact, an account and an opportunity.",
  "glossary.conversion.differ": "In Casebook nothing is moved from one record to another. “Converted” is evidence, and it can be taken back.",

  "glossary.qualification.title": "Qualification",
  "glossary.qualification.also": "Qualify, qualified",
  "glossary.qualification.journey": "Assessing whether a lead fits your target, needs the product, has the budget and the authority, and is interested enough: what makes a prospect.",
  "glossary.qualification.crm": "Determining by budget, need and authority whether a lead is worth pursuing: what precedes its conversion.",
  "glossary.qualification.differ": "The same questions. In Casebook they are the criteria fit, need, authority and budget, or the word of sales.",

  "glossary.funnel.title": "Funnel",
  "glossary.funnel.also": "Sales funnel, sales pipeline",
  "glossary.funnel.journey": "The stages drawn as a funnel: at each one some drop off, and a smaller group goes on. Telling them apart is what pipeline management means.",
  "glossary.funnel.crm": "What leads stand on top of; it goes from lead to contact to customer.",

  "glossary.evidence.title": "Evidence",
  "glossary.evidence.text": "One thing that happened: what, when, who took part, and who says so. It is added and never edited; a mistake is taken back by another piece.",
  "glossary.fact.title": "Fact",
  "glossary.fact.text": "What all evidence of somebody adds up to: how many downloads, open deals, whether qualified. Rules are written over facts.",
  "glossary.stage.title": "Stage",
  "glossary.stage.text": "How far a relationship has come, in the words of a vocabulary. It is worked out from evidence and never set by hand.",
  "glossary.standing.title": "Standing",
  "glossary.standing.text": "How things are, apart from how far they came: active, nurturing, lost, disqualified or former.",
  "glossary.vocabulary.title": "Vocabulary",
  "glossary.vocabulary.text": "An ordered list of stages, each with a definition and a rule. All vocabularies hold for everybody at the same time.",
  "glossary.judgement.title": "Judgement",
  "glossary.judgement.text": "The word of somebody who knows better than the rules. It is evidence with a reason, and ends at its date or when something new happens.",
};
