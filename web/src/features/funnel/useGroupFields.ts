import { useMemo } from "react";
import { useOwnFields } from "@/parts/fields/useOwnFields";
import type { GroupFields } from "./groupField";
import type { FunnelSearch } from "./search";

const KINDS = { people: "person", organizations: "organization", all: undefined } as const;

/** The own fields of those whom the funnel follows, and of their accounts: an organization is its own. */
export function useGroupFields(of: FunnelSearch["of"]): GroupFields {
  const own = useOwnFields(KINDS[of ?? "people"]);
  const organizations = useOwnFields("organization");
  const ofAccount = of === "organizations" ? undefined : organizations;
  return useMemo(() => ({ own, ofAccount }), [own, ofAccount]);
}
