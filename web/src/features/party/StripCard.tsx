import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { historyQuery } from "@/api/party";
import { useEvidence } from "@/api/useEvidence";
import type { WholeParty } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { AsOfSlider } from "./AsOfSlider";
import { Axis } from "./Axis";
import { Lane, stageBars, standingBars } from "./Lane";
import { Marks } from "./Marks";
import { thisDay } from "./days";
import classes from "./strip.module.css";
import { extentOf } from "./strip";
import { useActiveVocabularies } from "@/shell/useActiveVocabularies";

/** The time strip: the stages in every vocabulary, the standing and the evidence, side by side. */
export function StripCard({ party }: { party: WholeParty }) {
  const vocabularies = useActiveVocabularies();
  const { data: history, error, refetch } = useQuery(historyQuery(party.id));
  const { evidence } = useEvidence(party.id);
  const extent = useMemo(() => history && evidence && extentOf(history, evidence, thisDay()), [history, evidence]);
  return (
    <section className={classes.card} aria-label={t("party.strip")}>
      {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {!error && !extent && <CardSkeleton />}
      {history && evidence && extent && (
        <div className={classes.strip}>
          {vocabularies.map((vocabulary) => {
            const periods = history.vocabularies.find((one) => one.vocabulary === vocabulary.name)?.periods ?? [];
            return <Lane key={vocabulary.name} title={vocabulary.title} bars={stageBars(periods, vocabulary)} extent={extent} />;
          })}
          <Lane title={t("field.standing")} bars={standingBars(history.standings)} extent={extent} />
          <Marks evidence={evidence} extent={extent} />
          <Axis extent={extent} />
          <AsOfSlider extent={extent} />
        </div>
      )}
    </section>
  );
}
