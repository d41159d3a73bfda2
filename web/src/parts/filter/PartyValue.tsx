import { useQuery } from "@tanstack/react-query";
import { partyQuery } from "@/api/parties";
import type { PartyKind } from "@/api/wire";
import { PartySelect } from "../PartySelect";
import { t } from "@/messages/messages";
import classes from "./Filter.module.css";

interface Props {
  label: string;
  kind?: PartyKind;
  /** The party; empty for none. */
  id: string;
  change: (id: string) => void;
}

/** The party that a condition is about. */
export function PartyValue({ label, kind, id, change }: Props) {
  const { data } = useQuery({ ...partyQuery(id), enabled: id !== "" });
  // As lists have it.
  const chosen = data && id !== "" ? { ...data, last_evidence: null, standing_since: null } : null;
  return (
    <div className={classes.grow}>
      <PartySelect
        label={label}
        isInline
        placeholder={t("filter.choose")}
        {...(kind && { kind })}
        chosen={chosen}
        choose={(party) => change(party?.id ?? "")}
      />
    </div>
  );
}
