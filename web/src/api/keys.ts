/**
 * Query keys. Live updates invalidate by them, so everything that depends on a party begins with its id or has a key
 * that any change invalidates.
 */
export const keys = {
  parties: ["parties"] as const,
  party: (id: string) => ["party", id] as const,
  funnel: ["funnel"] as const,
  imports: ["imports"] as const,
  vocabularies: ["vocabularies"] as const,
  frameworks: ["frameworks"] as const,
  handOverDays: ["handOverDays"] as const,
  pipelines: ["pipelines"] as const,
  kinds: ["kinds"] as const,
  timeZone: ["timeZone"] as const,
  quotes: ["quotes"] as const,
  company: ["company"] as const,
  exchangeRates: ["exchangeRates"] as const,
  recordTypes: ["recordTypes"] as const,
  records: (plural: string) => ["records", plural] as const,
  allRecords: ["records"] as const,
};
