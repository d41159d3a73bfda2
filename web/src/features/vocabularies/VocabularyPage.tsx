import "./messages";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useParams } from "@tanstack/react-router";
import { Copy, PenLine } from "lucide-react";
import { useEffect } from "react";
import { versionsQuery, vocabulariesQuery } from "@/api/vocabularies";
import type { Vocabulary } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { PageSkeleton } from "@/parts/Skeletons";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { ButtonLink } from "./ButtonLink";
import { History } from "./History";
import { NoVocabulary } from "./NoVocabulary";
import { StageDefinition } from "./StageDefinition";
import { useStageCounts } from "./useStageCounts";
import classes from "./vocabularies.module.css";

function Actions({ name }: { name: string }) {
  return (
    <>
      <ButtonLink
        to="/vocabularies/$name/edit"
        params={{ name }}
        search={{ copy: true }}
        size="xs"
        variant="default"
        leftSection={<Copy size={14} aria-hidden="true" />}
      >
        {t("vocabularies.copy")}
      </ButtonLink>
      <ButtonLink
        to="/vocabularies/$name/edit"
        params={{ name }}
        size="xs"
        leftSection={<PenLine size={14} aria-hidden="true" />}
      >
        {t("vocabularies.change")}
      </ButtonLink>
    </>
  );
}

function Stages({ vocabulary }: { vocabulary: Vocabulary }) {
  const counts = useStageCounts([vocabulary.name]);
  return (
    <section className={classes.section}>
      <h2>{t("vocabulary.stages")}</h2>
      <p className={classes.soft}>{t("vocabulary.stages.text")}</p>
      {counts.error && <ErrorState thrown={counts.error} again={counts.again} compact />}
      <ol className={classes.stages}>
        {vocabulary.stages.map((stage, place) => (
          <StageDefinition key={stage.name} vocabulary={vocabulary} stage={stage} place={place} countOf={counts.countOf} />
        ))}
      </ol>
    </section>
  );
}

/** A vocabulary: every stage with its definition and rule, and the versions that it had. */
export default function VocabularyPage() {
  const { name } = useParams({ from: "/vocabularies/$name" });
  const hash = useLocation({ select: (location) => location.hash });
  const { data: vocabularies, error, refetch } = useQuery(vocabulariesQuery);
  const { data: versions, error: noVersions, refetch: again } = useQuery(versionsQuery);
  const isReady = Boolean(vocabularies && versions);
  useEffect(() => {
    if (isReady && hash) document.getElementById(hash)?.scrollIntoView();
  }, [isReady, hash]);
  const failed = error ?? noVersions;
  if (failed) return <ErrorState thrown={failed} again={() => void (error ? refetch() : again())} />;
  if (!vocabularies || !versions) return <PageSkeleton />;
  const vocabulary = vocabularies.find((one) => one.name === name);
  const own = versions.filter((one) => one.name === name);
  const current = own.find((one) => one.state === "active");
  const title = vocabulary?.title ?? own.at(-1)?.title;
  if (!title) return <NoVocabulary name={name} vocabularies={vocabularies} />;
  return (
    <Page
      title={title}
      actions={vocabulary && <Actions name={name} />}
    >
      <p className={classes.lead}>
        {vocabulary?.description}
        {current && (
          <span className={classes.since}>
            {t("vocabularies.version.since", { version: current.version, since: formatDay(current.created_at) })}
          </span>
        )}
      </p>
      {vocabulary && <Stages vocabulary={vocabulary} />}
      <History name={name} versions={own} />
    </Page>
  );
}
