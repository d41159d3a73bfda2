import type { PartyChange, WholeParty } from "@/api/wire";

/** A list of contact points of a party. */
export type PointsField = "emails" | "phones" | "addresses";

export const POINTS: PointsField[] = ["emails", "phones", "addresses"];

export const ADDRESS_PARTS = ["street", "postal_code", "city", "region", "country"] as const;
type AddressPart = (typeof ADDRESS_PARTS)[number];

/** A contact point as it is typed: one text, or the parts of an address. */
export interface PointDraft {
  /** Distinguishes rows while they are edited. */
  row: number;
  text: string;
  parts: Partial<Record<AddressPart, string>>;
  label: string;
  primary: boolean;
}

let rows = 0;

/** A row that is still empty. */
export const emptyPoint = (primary: boolean): PointDraft => ({ row: (rows += 1), text: "", parts: {}, label: "", primary });

/** The contact points of a party as drafts; an empty one if there are none. */
export function draftsOf(party: WholeParty, field: PointsField): PointDraft[] {
  const drafts = party[field].map(({ value, label, primary }): PointDraft => {
    const isText = typeof value === "string";
    return { ...emptyPoint(primary), text: isText ? value : "", parts: isText ? {} : { ...value }, label: label ?? "" };
  });
  return drafts.length > 0 ? drafts : [emptyPoint(true)];
}

const isFilled = (draft: PointDraft) => draft.text.trim() !== "" || Object.values(draft.parts).some((part) => part.trim() !== "");

/** The filled drafts, in the order in which they are sent. */
export const filled = (drafts: PointDraft[]) => drafts.filter(isFilled);

/** The change that makes these the contact points of a party. */
export function changeOf(field: PointsField, drafts: PointDraft[]): PartyChange {
  const value = (draft: PointDraft) => (field === "addresses" ? draft.parts : draft.text.trim());
  const sent = filled(drafts).map((draft) => ({
    value: value(draft),
    primary: draft.primary,
    ...(draft.label.trim() && { label: draft.label.trim() }),
  }));
  return { [field]: sent.length > 0 ? sent : null };
}

/** The change that gives a party the contact points again that it had. */
export const changeBack = (party: WholeParty, field: PointsField): PartyChange => ({ [field]: party[field].length > 0 ? party[field] : null });

/** The mistake in a draft, by its place among those that were sent. */
export function mistakeIn(mistakes: { pointer: string; detail: string }[], field: PointsField, place: number): string | undefined {
  const at = `/${field}/${place}`;
  return mistakes.find(({ pointer }) => pointer === at || pointer.startsWith(`${at}/`))?.detail;
}

/** A contact point on one line; numbers as people of their country write them. */
export function lineOf(point: WholeParty[PointsField][number]): string {
  if (typeof point.value !== "string") {
    const { street, postal_code, city, region, country } = point.value;
    const place = [postal_code, city].filter(Boolean).join(" ");
    return [street, place, region, country].filter(Boolean).join(", ");
  }
  return "national" in point && point.national ? point.national : point.value;
}

/** Whether there is more to show than the fields of the primary one do. */
export const saysMore = (party: WholeParty, field: PointsField) => party[field].length > 1 || party[field].some((one) => one.label);

/** A value in the change log: a stored list on one line, any other value as it is. */
export function valueInLog(field: string, text: string): string {
  if (!POINTS.includes(field as PointsField)) return text;
  try {
    return (JSON.parse(text) as WholeParty[PointsField][number][]).map(lineOf).join("; ");
  } catch {
    return text;
  }
}
