import "./words";
import { Divider, Group, Stack, Text } from "@mantine/core";
import { t } from "@/words/words";
import { type AskedStanding, closeExplanation } from "../explained";
import { ExplanationFrame } from "../ExplanationFrame";
import { StandingBadge } from "../StandingBadge";
import { TextLink } from "../TextLink";
import { StandingReasons } from "./StandingReasons";

/** What a standing means and, for a party, why it stands so, beside the badge that was pressed. */
export default function StandingExplanation({ anchor, standing, party }: AskedStanding) {
  return (
    <ExplanationFrame anchor={anchor} label={t("field.standing")}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <StandingBadge standing={standing} still />
          <Text size="sm" c="var(--soft)">
            {t("field.standing")}
          </Text>
        </Group>
        <Text size="md">{t(`standing.means.${standing ?? "none"}`)}</Text>
        {party && standing && <StandingReasons party={party} />}
        <Divider />
        <Group gap="md">
          {party && (
            <TextLink to="/parties/$id" params={{ id: party }} onClick={closeExplanation}>
              {t("stage.explain")}
            </TextLink>
          )}
          <TextLink to="/glossary" hash="casebook-standing" onClick={closeExplanation}>
            {t("stage.glossary")}
          </TextLink>
        </Group>
      </Stack>
    </ExplanationFrame>
  );
}
