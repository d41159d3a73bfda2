import "./messages";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type Pipeline, type PipelineStage, pipelinesQuery } from "@/api/pipelines";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { StageBadge } from "@/parts/StageBadge";
import { TextLink } from "@/parts/TextLink";
import { formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import { asVocabulary, NEW } from "./draft";
import classes from "./pipelines.module.css";

/** The pipelines in use: their stages, how likely a deal in each is won, and what each requires. */
export default function PipelinesPage() {
  const { data: pipelines, error, refetch } = useQuery(pipelinesQuery);
  return (
    <Page
      title={t("pipelines.title")}
      actions={
        <TextLink to="/pipelines/$name" params={{ name: NEW }}>
          <Plus size={14} aria-hidden="true" /> {t("pipelines.add")}
        </TextLink>
      }
    >
      <p className={classes.lead}>{t("pipelines.lead")}</p>
      {error && <ErrorState thrown={error} again={() => void refetch()} />}
      {!pipelines && !error && <CardSkeleton />}
      <div className={classes.cards}>
        {pipelines?.map((pipeline, place) => (
          <Card key={pipeline.name} pipeline={pipeline} isFirst={place === 0} />
        ))}
      </div>
    </Page>
  );
}

function Card({ pipeline, isFirst }: { pipeline: Pipeline; isFirst: boolean }) {
  const { name, title, description, checklist, lost_reasons, version } = pipeline;
  return (
    <article className={classes.card}>
      <header className={classes.head}>
        <h2>{title}</h2>
        <code className={classes.soft}>{name}</code>
        {version !== null && <span className={classes.soft}>{t("pipelines.version", { version })}</span>}
        <TextLink to="/pipelines/$name" params={{ name }} aria-label={t("pipelines.edit.of", { title })}>
          {t("pipelines.edit")}
        </TextLink>
      </header>
      {isFirst && <p className={classes.soft}>{t("pipelines.first")}</p>}
      {description && <p>{description}</p>}
      <ol className={classes.stages}>
        {pipeline.stages.map((stage) => (
          <li key={stage.name}>
            <StageBadge vocabulary={asVocabulary(pipeline)} stage={stage.name} still />
            <span className={classes.soft}>{sayStage(stage)}</span>
          </li>
        ))}
      </ol>
      {checklist.length > 0 && (
        <p className={classes.soft}>{t("pipelines.checklist", { items: checklist.map((item) => item.title).join("; ") })}</p>
      )}
      {lost_reasons.length > 0 && <p className={classes.soft}>{t("pipelines.reasons", { reasons: lost_reasons.join(", ") })}</p>}
    </article>
  );
}

function sayStage({ state, probability, rots_after, required }: PipelineStage): string {
  const parts = [
    ...(state === "open" ? [t("pipelines.probability", { percent: formatShare(probability / 100) })] : []),
    ...(rots_after === null ? [] : [t("pipelines.rots", { count: rots_after })]),
    ...(required.length === 0 ? [] : [t("pipelines.required", { fields: required.join(", ") })]),
  ];
  return parts.join(" · ");
}
