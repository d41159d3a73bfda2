import "./messages";
import { Text } from "@mantine/core";
import { t } from "@/messages/messages";
import type { AskedStanding } from "../explained";
import { ExplanationFrame } from "../ExplanationFrame";
import { StandingBadge } from "../StandingBadge";
import { StandingReasons } from "./StandingReasons";

/** What a standing means and, for a party, why it stands so, beside the clicked badge. */
export default function StandingExplanation({ anchor, standing, party }: AskedStanding) {
  return (
    <ExplanationFrame
      anchor={anchor}
      label={t("field.standing")}
      badge={<StandingBadge standing={standing} still />}
      of={t("field.standing")}
      party={party}
      word="casebook-standing"
    >
      <Text size="md">{t(`standing.means.${standing ?? "none"}`)}</Text>
      {party && standing && <StandingReasons party={party} />}
    </ExplanationFrame>
  );
}
