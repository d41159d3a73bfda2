/**
 * The glossary: what each of two ways of working means by a word. `journey` is the way along the buyer's journey, `crm`
 * that of CRMs which convert leads.
 */
export const glossary = {
  "glossary.title": "Glossary",
  "glossary.lead":
    "Two ways of working use the same terms differently, and each is right in its own context. Here is what each one means. Casebook stores the facts once, and every vocabulary derives its own stages from them.",
  "glossary.search": "Search the glossary",
  "glossary.found": { one: "{count} term", other: "{count} terms" },
  "glossary.index": "All terms",
  "glossary.none.title": "No terms match “{q}”",
  "glossary.none.text": "Try part of the word, or show all terms.",
  "glossary.none.clear": "Show all terms",
  "glossary.of.journey": "In the buyer’s journey",
  "glossary.of.crm": "In CRMs that convert leads, such as Zoho",
  "glossary.unused": "Not used.",
  "glossary.differ": "The difference",
  "glossary.here": "Stages with this name in your vocabularies",
  "glossary.here.none": "No active vocabulary has a stage with this name.",
  "glossary.own": "A term from your vocabularies",
  "glossary.own.text": "Neither way of working defines it; your vocabularies do.",
  "glossary.vocabulary": "Rule and history",
  "glossary.casebook": "Casebook terms",
  "glossary.casebook.text": "These mean the same in every vocabulary, on every page and in the API.",
  "glossary.also": "Also: {words}",

  "glossary.contact.title": "Contact",
  "glossary.contact.also": "Inquiry",
  "glossary.contact.journey":
    "Anyone in your market or network whose details you have: someone you met at an event, a friend, a card in a drawer. The broadest group, where every relationship starts. They have shown no interest yet and have not been assessed.",
  "glossary.contact.crm":
    "A real person, often a decision maker, with whom communication is established: usually a lead that was followed up, found worth pursuing, and converted. Contacts belong to an account, and deals are managed through them.",
  "glossary.contact.differ":
    "In the buyer’s journey, a contact comes before a lead and is the broadest term. In CRMs that convert leads, a contact comes after the lead and is much narrower.",

  "glossary.lead.title": "Lead",
  "glossary.lead.journey":
    "A contact who has shown some interest: subscribed to the newsletter, downloaded a white paper, attended a webinar. Promising, but needs and purchase have not been discussed yet.",
  "glossary.lead.crm":
    "A person or business captured for the first time with some initial interest, through a form, a sign-up or a booth visit. Unqualified and at the top of the funnel; the goal is to find out from budget, need and authority whether they are worth pursuing.",
  "glossary.lead.differ":
    "Both mean someone interested and unqualified. In the buyer’s journey, contacts without any interest come before leads. In CRMs that convert, everyone starts as a lead.",

  "glossary.prospect.title": "Prospect",
  "glossary.prospect.also": "Qualified lead",
  "glossary.prospect.journey":
    "A lead that was assessed and found likely to buy: they need the product, have the budget and the authority, fit your target market, and are clearly interested. This is where direct sales conversations, and most of the effort, belong.",
  "glossary.prospect.crm":
    "Not a stage. Used informally for a lead that turned out viable, or for a contact who is seriously considering a purchase: just before or after conversion.",
  "glossary.prospect.differ":
    "What is a stage in the buyer’s journey is the act of conversion in the other: qualified leads become contacts.",

  "glossary.customer.title": "Customer",
  "glossary.customer.journey":
    "A person or organization that has made a purchase. The line is clear: money was exchanged for your product or service. From then on, the goal is satisfaction, retention and growth.",
  "glossary.customer.crm":
    "A contact who has made a purchase: one of their deals was closed as won. Onboarding, training, support and further sales follow.",
  "glossary.customer.differ":
    "Both rest on the same facts. They differ in who comes before: prospects in the journey, contacts in CRMs that convert.",

  "glossary.advocate.title": "Advocate",
  "glossary.advocate.also": "Evangelist",
  "glossary.advocate.journey": "A customer who actively promotes your product or service to others.",
  "glossary.advocate.crm": "No term beyond customer, who may buy again, buy more, and stay.",
  "glossary.advocate.differ": "The journey continues after the purchase; the other ends with it.",

  "glossary.mql.title": "Marketing-qualified lead",
  "glossary.mql.also": "MQL",
  "glossary.mql.journey": "A lead that marketing considers ready for sales. A finer step within lead qualification.",
  "glossary.mql.differ": "Only needed where marketing hands leads over to sales.",

  "glossary.sql.title": "Sales-qualified lead",
  "glossary.sql.also": "SQL",
  "glossary.sql.journey":
    "A lead that sales has assessed and accepted. The result is what this way of working calls a prospect.",
  "glossary.sql.crm": "No term of its own. A lead that sales qualifies is converted and becomes a contact.",

  "glossary.opportunity.title": "Opportunity",
  "glossary.opportunity.also": "Deal",
  "glossary.opportunity.journey": "Not a stage: a possible sale to someone who is already a prospect.",
  "glossary.opportunity.crm":
    "What converting a lead creates along with a contact and an account: one possible sale, worked until it is won or lost.",
  "glossary.opportunity.differ":
    "It describes a sale, not a person. Casebook counts deals, and a vocabulary can have a stage for “has an open deal”.",

  "glossary.account.title": "Account",
  "glossary.account.also": "Company, organization",
  "glossary.account.journey": "No term of its own: people and organizations move through the same stages.",
  "glossary.account.crm":
    "The company or organization that contacts belong to and deals are managed through. Converting a lead creates or links it.",
  "glossary.account.differ": "In Casebook, people and organizations are both records, and both have stages.",

  "glossary.conversion.title": "Conversion",
  "glossary.conversion.also": "Convert",
  "glossary.conversion.journey":
    "Moving from one stage to the next through what you learn and do; above all from prospect to customer, the goal of the whole journey.",
  "glossary.conversion.crm": "A single step: a qualified lead becomes a contact, an account and an opportunity.",
  "glossary.conversion.differ":
    "In Casebook, nothing moves from one record to another. “Converted” is evidence, and it can be retracted.",

  "glossary.qualification.title": "Qualification",
  "glossary.qualification.also": "Qualify, qualified",
  "glossary.qualification.journey":
    "Assessing whether a lead fits your target market, needs the product, has the budget and the authority, and is interested enough: what makes a prospect.",
  "glossary.qualification.crm":
    "Finding out from budget, need and authority whether a lead is worth pursuing: the step before conversion.",
  "glossary.qualification.differ":
    "Both ask the same questions. In Casebook they are the criteria fit, need, authority and budget, or a decision by sales.",

  "glossary.funnel.title": "Funnel",
  "glossary.funnel.also": "Sales funnel, sales pipeline",
  "glossary.funnel.journey":
    "The stages drawn as a funnel: some people drop off at each stage, and a smaller group moves on. Telling the stages apart is the point of pipeline management.",
  "glossary.funnel.crm": "The path from lead to contact to customer, with leads at the top.",

  "glossary.evidence.title": "Evidence",
  "glossary.evidence.text":
    "Something that happened: what, when, who took part, and who says so. Evidence is added, never edited; mistakes are retracted.",
  "glossary.fact.title": "Fact",
  "glossary.fact.text":
    "What all the evidence about someone adds up to: number of downloads, open deals, whether they are qualified. Rules are written over facts.",
  "glossary.stage.title": "Stage",
  "glossary.stage.text":
    "How far a relationship has come, in the terms of a vocabulary. It is derived from evidence and never set by hand.",
  "glossary.standing.title": "Standing",
  "glossary.standing.text": "How things are, regardless of stage: active, nurturing, lost, disqualified or former.",
  "glossary.vocabulary.title": "Vocabulary",
  "glossary.vocabulary.text":
    "An ordered list of stages, each with a definition and a rule. Every vocabulary applies to every record at the same time.",
  "glossary.judgement.title": "Judgement",
  "glossary.judgement.text":
    "A person’s decision that overrides the rules. It is evidence with a reason, and it ends on its end date or when something new happens.",
};
