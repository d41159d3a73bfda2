import { List, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { historyQuery, pieceQuery } from "@/api/party";
import { t } from "@/messages/messages";
import { RichMessage } from "@/messages/RichMessage";
import { SinceText } from "../SinceText";
import { DateText } from "../DateText";
import { ErrorState } from "../ErrorState";
import { kindTitle, plain } from "../evidence/titles";
import { closeExplanation } from "../explained";
import { CardSkeleton } from "../Skeletons";
import { TextLink } from "../TextLink";
import { spanNow } from "./spanNow";
import classes from "./standing.module.css";

/** The piece of evidence that began a standing, which leads to its place on the page of the party. */
function Because({ party, piece }: { party: string; piece: string }) {
  const { data: begun, error, refetch } = useQuery(pieceQuery(party, piece));
  if (error) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  if (!begun) return <CardSkeleton />;
  return (
    <div>
      <Text size="sm" fw={600}>
        {t("stage.because")}
      </Text>
      <List size="sm" spacing={2}>
        <List.Item>
          <TextLink to="/parties/$id" params={{ id: party }} search={{ piece }} className={classes.piece ?? ""} onClick={closeExplanation}>
            {kindTitle(begun.kind)}
          </TextLink>{" "}
          · <DateText time={begun.occurred_at} precision={begun.precision} /> · {begun.recorded_by}
        </List.Item>
      </List>
    </div>
  );
}

/** Since when a party stands as it does, for which reason, and by which evidence. */
export function StandingReasons({ party }: { party: string }) {
  const { data, error, refetch } = useQuery(historyQuery(party));
  const [now] = useState(() => Date.now());
  if (error) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  if (!data) return <CardSkeleton />;
  const span = spanNow(data.standings, now);
  if (!span) return null;
  return (
    <Stack gap="sm">
      <div>
        {span.reason && <Text size="sm">{t("standing.reason", { reason: plain(span.reason) })}</Text>}
        <Text size="sm" c="var(--soft)">
          <SinceText time={span.from} earliest={span.earliest} />
          {span.to && (
            <>
              {" · "}
              <RichMessage of="standing.until" parts={{ until: <DateText time={span.to} /> }} />
            </>
          )}
        </Text>
      </div>
      {span.begun_by && <Because party={party} piece={span.begun_by} />}
    </Stack>
  );
}
