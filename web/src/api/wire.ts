import type * as schema from "./schema";
import type { FIELDS } from "./standardFields";

/** The nouns of the API under the names that the screens use, as the description of the API has them. */

export type { Evidence, EvidenceDraft, EvidenceNumbers, Explanation, FacetCount, Kind, Matching, Missing, PartyDraft, PartyKind, Stage, Standing, Vocabulary, Way } from "./schema";

export type { GuessDraft, Import, ImportDraft, ImportGuess, ImportPreview, ImportQuestion, ImportUndone, Job, JobResult, RowAsItWillBe, RowProblem, Upload } from "./schema";
export type { Amount, Because, Corrected, Family, History, Link, LoggedChange, ParticipantDraft, PartiesEdited, StageSpan, StandingSpan } from "./schema";

export type { ChangeKept, ConversionCandidate, ConversionDraft, ConversionItem, ConversionOptions, ConversionReceipt, ConversionStage, LeadResult, LeadsConverted, LeadsPreviewed, ManyDraft } from "./schema";
export type { CriterionAnswer, Finding, HandOver, HandOverState, Qualification, QualificationByFramework } from "./schema";


export type { FieldDraft, FieldKind, FieldPatch, FieldValue, RecordDraft, RecordFieldCondition, RecordFilter, RecordGroup, RecordHistoryEntry, RecordPatch, RecordsEdited, RecordsImported, RecordTypeDraft } from "./schema";
export type RecordType = schema.RecordTypeBody;
export type RecordField = schema.FieldBody;
export type { StoredRecord } from "./schema";
export type { QuoteContent, QuoteLine, QuotePatch, QuoteSum, QuoteTotals } from "./schema";
export type Quote = schema.QuoteBody;
export type QuoteDraft = schema.QuoteDraftBody;
export type QuoteLineDraft = schema.QuoteLineDraft;
export type QuoteLink = schema.QuoteLink;
export type PublicQuote = schema.PublicQuoteBody;
export type Company = schema.CompanyBody;
export type ExchangeRates = schema.ExchangeRates;
export type ExchangeRate = schema.ExchangeRate;

/** A party as lists have it; the party's own page has its links and ids elsewhere besides. */
export type Party = schema.Listed;
export type WholeParty = schema.Party;
export type PartyChange = schema.PartyChange;
export type PartyPage = schema.Listing;

/** A standard field with one value. */
export type Field = (typeof FIELDS)[number];
