import { List, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { explanationQuery } from "@/api/parties";
import type { Vocabulary } from "@/api/wire";
import { t } from "@/messages/messages";
import { DateText } from "./DateText";
import { kindTitle } from "./evidence/titles";
import { ErrorState } from "./ErrorState";
import { CardSkeleton } from "./Skeletons";

interface Props {
  party: string;
  vocabulary: Vocabulary;
}

/** The evidence behind a party's stage, and what is missing for the next. */
export function StageReasons({ party, vocabulary }: Props) {
  const { data, error, refetch } = useQuery(explanationQuery(party, vocabulary.name));
  if (error) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  if (!data) return <CardSkeleton />;
  const titleOf = (name: string) => vocabulary.stages.find((one) => one.name === name)?.title ?? name;
  return (
    <Stack gap="sm">
      {data.stage === null && data.because.length === 0 && <Text size="md">{t("stage.noEvidence")}</Text>}
      {data.because.length > 0 && (
        <div>
          <Text size="sm" fw={600}>
            {t("stage.because")}
          </Text>
          <List size="sm" spacing={2}>
            {data.because.map((piece) => (
              <List.Item key={piece.evidence}>
                {kindTitle(piece.kind)} · <DateText time={piece.occurred_at} /> · {piece.recorded_by}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      {data.missing.map((missing) => (
        <div key={missing.stage + missing.needs}>
          <Text size="sm" fw={600}>
            {t("stage.missing", { stage: titleOf(missing.stage) })}
          </Text>
          <Text size="sm">{missing.needs}</Text>
        </div>
      ))}
    </Stack>
  );
}
