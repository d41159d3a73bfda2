import "../messages";
import "./messages";
import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type DealFunnel, type DealFunnelRequest, dealFunnelQuery, type Pipeline, pipelinesQuery } from "@/api/pipelines";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { Choice } from "../Choice";
import { DayField } from "../DayField";
import { FunnelChart } from "../FunnelChart";
import { FunnelSkeleton } from "../FunnelSkeleton";
import { FunnelTable } from "../FunnelTable";
import classes from "../funnel.module.css";
import { asFunnel, asVocabulary } from "./drawn";
import { Groups } from "./Groups";
import { Outcomes } from "./Outcomes";
import { type DealFunnelSearch, GROUPED_BY } from "./search";

type Set = (change: Partial<DealFunnelSearch>) => void;

/** What an address asks for, without its groups. */
const requestOf = ({ pipeline, from, to, at }: DealFunnelSearch): DealFunnelRequest => ({
  ...(pipeline && { pipeline }),
  ...(from && { from }),
  ...(to && { to }),
  ...(at && { as_of: at }),
});

/** The funnel of deals: how many reached each stage of a pipeline, what became of the others, and which they are. */
export default function DealFunnelPage() {
  const search = useSearch({ from: "/deals/funnel" });
  const navigate = useNavigate({ from: "/deals/funnel" });
  const set: Set = (change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const pipelines = useQuery(pipelinesQuery);
  const funnel = useQuery(dealFunnelQuery(requestOf(search)));
  const pipeline = pipelines.data?.find((one) => one.name === funnel.data?.pipeline);
  const error = pipelines.error ?? (funnel.data ? null : funnel.error);
  return (
    <Page title={t("deals.funnel")}>
      <div className={classes.page}>
        {pipelines.data && <Controls search={search} set={set} pipelines={pipelines.data} />}
        {error ? (
          <ErrorState thrown={error} again={() => void (pipelines.error ? pipelines : funnel).refetch()} />
        ) : pipeline && funnel.data ? (
          <Content search={search} pipeline={pipeline} figures={funnel.data} />
        ) : (
          <FunnelSkeleton />
        )}
      </div>
    </Page>
  );
}

const titleOfBy = (by: string) => {
  if (by === "opened_on:month") return t("deals.funnel.by.month");
  if (by === "account.country") return t("deals.funnel.by.country");
  return by === "owner" ? t("field.owner") : t("deals.funnel.by.productLine");
};

function Controls({ search, set, pipelines }: { search: DealFunnelSearch; set: Set; pipelines: Pipeline[] }) {
  const first = pipelines[0]?.name;
  return (
    <Group gap="sm" align="flex-end">
      <Choice
        label={t("deals.board.pipeline")}
        value={search.pipeline ?? first ?? ""}
        values={pipelines.map(({ name, title }) => ({ value: name, label: title }))}
        choose={(name) => set({ pipeline: name === first ? undefined : name })}
      />
      <DayField label={t("deals.funnel.from")} day={search.from} change={(from) => set({ from })} />
      <DayField label={t("deals.funnel.to")} day={search.to} change={(to) => set({ to })} />
      <DayField label={t("deals.funnel.at")} day={search.at} change={(at) => set({ at })} />
      <Choice
        label={t("deals.funnel.by")}
        value={search.by ?? ""}
        values={[{ value: "", label: t("deals.funnel.by.none") }, ...GROUPED_BY.map((by) => ({ value: by as string, label: titleOfBy(by) }))]}
        choose={(by) => set({ by: by === "" ? undefined : by })}
      />
    </Group>
  );
}

/** The cohort in words. */
function sayCohort({ from, to }: DealFunnelSearch, { title, stages }: Pipeline): string {
  const stage = stages[0]?.title ?? "";
  if (!from && !to) return t("deals.funnel.cohort", { title, stage });
  return t("deals.funnel.cohort.between", {
    title,
    stage,
    from: from ? formatDay(from, "day") : t("deals.funnel.start"),
    to: to ? formatDay(to, "day") : t("deals.funnel.today"),
  });
}

interface ContentProps {
  search: DealFunnelSearch;
  pipeline: Pipeline;
  figures: DealFunnel;
}

function Content({ search, pipeline, figures }: ContentProps) {
  const vocabulary = asVocabulary(pipeline);
  const funnel = asFunnel(figures);
  const cohort = sayCohort(search, pipeline);
  if (figures.cohort === 0) return <p className={classes.lead}>{t("deals.funnel.empty", { stage: pipeline.stages[0]?.title ?? "" })}</p>;
  return (
    <div className={classes.content}>
      <figure className={classes.figure}>
        <figcaption className={classes.caption}>{cohort}</figcaption>
        <FunnelChart funnel={funnel} vocabulary={vocabulary} cohort={cohort} still />
      </figure>
      <Outcomes figures={figures} />
      {search.by && <Groups request={requestOf(search)} by={search.by} title={titleOfBy(search.by)} />}
      <section className={classes.section}>
        <header>
          <h2>{t("funnel.table")}</h2>
        </header>
        <FunnelTable funnel={funnel} vocabulary={vocabulary} cohort={cohort} still />
      </section>
    </div>
  );
}
