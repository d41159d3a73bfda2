import { Divider, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { vocabulariesQuery } from "@/api/vocabularies";
import { t } from "@/words/words";
import { type AskedStage, closeExplanation } from "./explained";
import { ExplanationFrame } from "./ExplanationFrame";
import { StageBadge } from "./StageBadge";
import { StageReasons } from "./StageReasons";
import { TextLink } from "./TextLink";

/** What a stage means and, for a party, why it is in it and what is missing for the next. */
function Explained({ vocabulary: name, stage, party }: Omit<AskedStage, "anchor" | "about">) {
  const { data: vocabularies = [] } = useQuery(vocabulariesQuery);
  const vocabulary = vocabularies.find((one) => one.name === name);
  const meaning = vocabulary?.stages.find((one) => one.name === stage);
  return (
    <Stack gap="sm">
      <Group justify="space-between" wrap="nowrap">
        <StageBadge vocabulary={vocabulary} stage={stage} still />
        <Text size="sm" c="var(--soft)">
          {vocabulary?.title}
        </Text>
      </Group>
      {meaning && <Text size="md">{meaning.definition}</Text>}
      {party && vocabulary && <StageReasons party={party} vocabulary={vocabulary} />}
      {!party && meaning?.goal && (
        <Text size="sm" c="var(--soft)">
          {t("stage.goal")}: {meaning.goal}
        </Text>
      )}
      <Divider />
      <Group gap="md">
        {party && (
          <TextLink to="/parties/$id" params={{ id: party }} onClick={closeExplanation}>
            {t("stage.explain")}
          </TextLink>
        )}
        <TextLink to="/glossary" hash={stage ?? ""} onClick={closeExplanation}>
          {t("stage.glossary")}
        </TextLink>
      </Group>
    </Stack>
  );
}

/** The explanation of a stage beside the badge that was pressed. */
export default function StageExplanation({ anchor, ...about }: AskedStage) {
  return (
    <ExplanationFrame anchor={anchor} label={t("stage.definition")}>
      <Explained {...about} />
    </ExplanationFrame>
  );
}
