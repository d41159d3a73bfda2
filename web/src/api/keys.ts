/**
 * The names under which answers are kept. Live updates forget by these names, so everything that depends on a
 * party begins with its id or stands under a name that any change makes old.
 */
export const keys = {
  parties: ["parties"] as const,
  party: (id: string) => ["party", id] as const,
  funnel: ["funnel"] as const,
  imports: ["imports"] as const,
  vocabularies: ["vocabularies"] as const,
  kinds: ["kinds"] as const,
};
