import type { Import } from "@/api/wire";
import type { Filter } from "@/parts/filter/filter";
import { readMapping } from "./mapping/mapping";

/** Whether the rows of an import are about people, and about organizations at most besides. */
export function isAboutPeople({ mapping }: Import): boolean {
  try {
    return readMapping(mapping).party.kind === "person";
  } catch {
    // An imported mapping is valid in any case; then the lists show what it was about.
    return true;
  }
}

function membersOf({ id }: Import, added: boolean): { filter: Filter } {
  return { filter: { imported: { import: id, added } } };
}

/** The list of records that an import added. */
export const addedBy = (one: Import) => membersOf(one, true);

/** The list of records that it updated. */
export const changedBy = (one: Import) => membersOf(one, false);
