import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { explainedQuery } from "@/api/party";
import type { Explanation, Vocabulary, WholeParty } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { StageBadge } from "@/parts/StageBadge";
import { t } from "@/messages/messages";
import { RichMessage } from "@/messages/RichMessage";
import { SinceText } from "@/parts/SinceText";
import { BecauseList } from "./BecauseList";
import { MissingList } from "./MissingList";
import classes from "./party.module.css";
import { usePartySearch } from "./usePartySearch";

interface Props {
  party: WholeParty;
  vocabulary: Vocabulary;
}

function Since({ answer, vocabulary }: { answer: Explanation; vocabulary: Vocabulary }) {
  const titleOf = (name: string | null) => vocabulary.stages.find((one) => one.name === name)?.title ?? name ?? "";
  return (
    <p className={classes.since}>
      {answer.stage !== null &&
        <SinceText time={answer.since} earliest={answer.earliest} />}
      {answer.until && (
        <>
          {" · "}
          <RichMessage of="party.until" parts={{ until: <DateText time={answer.until} /> }} />
        </>
      )}
      {answer.furthest && answer.furthest !== answer.stage && (
        <>
          {answer.stage !== null && " · "}
          {t("party.furthest", { stage: titleOf(answer.furthest) })}
        </>
      )}
    </p>
  );
}

/** The stage in one vocabulary: since when, why, and what is missing for the next. */
export function StageCard({ party, vocabulary }: Props) {
  const { search } = usePartySearch();
  const { data, error, refetch } = useQuery({
    ...explainedQuery(party.id, vocabulary.name, search.as_of),
    placeholderData: keepPreviousData,
  });
  return (
    <article className={classes.card} aria-label={vocabulary.title}>
      <h2 className={classes.stageTitle}>{vocabulary.title}</h2>
      {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {!data && !error && <CardSkeleton />}
      {data && (
        <>
          <div className={classes.stageNow}>
            <StageBadge vocabulary={vocabulary} stage={data.stage} />
            <Since answer={data} vocabulary={vocabulary} />
          </div>
          {data.judged && <p className={classes.judged}>{t("party.judged")}</p>}
          {data.stage === null && data.because.length === 0 && <p className={classes.quiet}>{t("stage.noEvidence")}</p>}
          <BecauseList because={data.because} />
          <MissingList missing={data.missing} vocabulary={vocabulary} />
        </>
      )}
    </article>
  );
}
