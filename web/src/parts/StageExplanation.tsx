import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { vocabulariesQuery } from "@/api/vocabularies";
import { t } from "@/messages/messages";
import type { AskedStage } from "./explained";
import { ExplanationFrame } from "./ExplanationFrame";
import { StageBadge } from "./StageBadge";
import { StageReasons } from "./StageReasons";

/** What a stage means and, for a party, why it is in it and what is missing for the next, beside the clicked badge. */
export default function StageExplanation({ anchor, vocabulary: name, stage, party }: AskedStage) {
  const { data: vocabularies = [] } = useQuery(vocabulariesQuery);
  const vocabulary = vocabularies.find((one) => one.name === name);
  const meaning = vocabulary?.stages.find((one) => one.name === stage);
  return (
    <ExplanationFrame
      anchor={anchor}
      label={t("stage.definition")}
      badge={<StageBadge vocabulary={vocabulary} stage={stage} still />}
      of={vocabulary?.title}
      party={party}
      word={stage ?? ""}
    >
      {meaning && <Text size="md">{meaning.definition}</Text>}
      {party && vocabulary && <StageReasons party={party} vocabulary={vocabulary} />}
      {!party && meaning?.goal && (
        <Text size="sm" c="var(--soft)">
          {t("stage.goal")}: {meaning.goal}
        </Text>
      )}
    </ExplanationFrame>
  );
}
