import { Alert, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { recordEvidence, retractEvidence } from "@/api/evidence";
import { keys } from "@/api/keys";
import { explanationQuery } from "@/api/parties";
import { queries } from "@/api/queries";
import type { Vocabulary, Way } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { EvidenceDialog } from "@/parts/evidence/EvidenceDialog";
import { draftAbout, type EvidenceEntry } from "@/parts/evidence/entry";
import { kindTitle } from "@/parts/evidence/titles";
import { WayButtons } from "@/parts/evidence/WayButtons";
import { CardSkeleton } from "@/parts/Skeletons";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import type { Wish } from "./Board";

interface Props {
  wish: Wish;
  vocabulary: Vocabulary;
  close: () => void;
  convert: (party: string) => void;
}

/** Evidence that would lead to a stage, and a form to record it. */
export default function EvidenceOffer({ wish, vocabulary, close, convert }: Props) {
  const { party, stage } = wish;
  const { data, error, refetch } = useQuery(explanationQuery(party.id, vocabulary.name));
  const [way, setWay] = useState<Way>();
  const missing = data?.missing.filter((one) => one.stage === stage.name) ?? [];

  function choose(next: Way) {
    if (next.kind !== "converted") return setWay(next);
    close();
    convert(party.id);
  }

  async function save(entry: EvidenceEntry) {
    const piece = await recordEvidence(draftAbout(party.id, entry));
    void queries.invalidateQueries({ queryKey: keys.parties });
    toast({
      message: t("evidence.recorded", { count: 1, kind: kindTitle(entry.kind) }),
      undo: () => retractEvidence(piece.id, t("toast.undo")),
    });
  }

  return (
    <EvidenceDialog
      // Another way is another form.
      key={`${way?.kind}${way?.family}${way?.criterion}`}
      title={t("board.offer.title", { name: party.name, stage: stage.title })}
      party={party.id}
      first={{ kind: way?.kind ?? null, ...(way?.criterion && { detail: { criterion: way.criterion, value: "met" } }) }}
      family={way?.family ?? undefined}
      close={close}
      save={save}
    >
      <Text c="var(--soft)">{t("board.offer.lead")}</Text>
      {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {!data && !error && <CardSkeleton />}
      {data && (
        <Alert variant="light" title={t("stage.missing", { stage: stage.title })}>
          {missing.length === 0 ? (
            t("board.offer.back", { name: party.name, stage: stage.title })
          ) : (
            <ul>
              {missing.map((one) => (
                <li key={one.needs}>
                  {one.needs} <WayButtons ways={one.ways} choose={choose} />
                </li>
              ))}
            </ul>
          )}
        </Alert>
      )}
    </EvidenceDialog>
  );
}
