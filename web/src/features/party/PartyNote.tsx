import { Badge } from "@mantine/core";
import { EyeOff, type LucideIcon } from "lucide-react";
import type { WholeParty } from "@/api/wire";
import { plain } from "@/parts/evidence/titles";
import { StandingBadge } from "@/parts/StandingBadge";
import { t } from "@/messages/messages";
import classes from "./party.module.css";

interface Props {
  party: WholeParty;
  icon: LucideIcon;
}

/** Beside the name: the type, the standing, and whether it is hidden. */
export function PartyNote({ party, icon: Icon }: Props) {
  return (
    <span className={classes.note}>
      <span className={classes.kind}>
        <Icon size={14} aria-hidden="true" />
        {t(`kind.${party.kind}`)}
      </span>
      <StandingBadge standing={party.standing} party={party.id} />
      {party.standing_reason && <span className={classes.reason}>{plain(party.standing_reason)}</span>}
      {party.hidden && (
        <Badge color="gray" variant="light" leftSection={<EyeOff size={12} aria-hidden="true" />}>
          {t("party.hidden")}
        </Badge>
      )}
    </span>
  );
}
