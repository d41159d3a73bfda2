import type { FieldPatch, RecordField } from "@/api/wire";

/** A choice of a field as it is edited. */
export interface ChoiceDraft {
  /** Distinguishes rows while they are edited. */
  row: number;
  /** What values are stored as; a choice that is new has none yet. */
  name?: string;
  title: string;
}

let rows = 0;

/** A row for a choice that is still to be typed. */
export const emptyChoice = (): ChoiceDraft => ({ row: (rows += 1), title: "" });

/** The choices of a field as drafts. */
export const draftsOf = (field: RecordField): ChoiceDraft[] =>
  (field.choices ?? []).map(({ name, title }) => ({ ...emptyChoice(), name, title }));

/** The choices with the one at a place moved up or down; where there is no room, as they are. */
export function moved(drafts: ChoiceDraft[], place: number, by: -1 | 1): ChoiceDraft[] {
  const [one, other] = [drafts[place], drafts[place + by]];
  return one && other ? drafts.with(place, other).with(place + by, one) : drafts;
}

/** The drafts that are sent: a new one without a title is none. */
export const filled = (drafts: ChoiceDraft[]) => drafts.filter((one) => one.name !== undefined || one.title.trim() !== "");

/** Choices as they are sent: those that are there keep their names, so that values keep their choice. */
export const choicesOf = (drafts: ChoiceDraft[]): NonNullable<FieldPatch["choices"]> =>
  filled(drafts).map(({ name, title }) => (name === undefined ? title.trim() : { name, title: title.trim() }));
