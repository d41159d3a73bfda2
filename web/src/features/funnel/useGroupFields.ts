import type { RecordField } from "@/api/wire";
import { useOwnFields } from "@/parts/fields/useOwnFields";
import type { FunnelSearch } from "./search";

const KINDS = { people: "person", organizations: "organization", all: undefined } as const;

/** The own fields of those whom the funnel follows. */
export const useGroupFields = (of: FunnelSearch["of"]): RecordField[] => useOwnFields(KINDS[of ?? "people"]);
