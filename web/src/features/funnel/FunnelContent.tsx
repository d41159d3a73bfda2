import clsx from "clsx";
import type { Funnel, FunnelOptions } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { RichMessage } from "@/messages/RichMessage";
import { t } from "@/messages/messages";
import { CompareTable } from "./CompareTable";
import { sayCohort } from "./cohort";
import { DroppedOut } from "./DroppedOut";
import { FunnelTable, Meanings } from "./FunnelTable";
import classes from "./funnel.module.css";
import { Groups } from "./Groups";
import { InWords } from "./InWords";
import { ListLink } from "./ListLink";
import { EmptyCohort } from "./EmptyCohort";
import { FunnelChart } from "./FunnelChart";
import type { FunnelSearch } from "./search";
import { titleOf } from "./split";
import type { Funnels } from "./useFunnel";
import { useGroupFields } from "./useGroupFields";

interface Props {
  funnels: Funnels;
  funnel: Funnel;
  options: FunnelOptions;
  vocabulary: Vocabulary;
  search: FunnelSearch;
  set: (change: Partial<FunnelSearch>) => void;
}

/** Members with an unknown date, who are in no cohort of a period. */
function Undated({ funnel, options, vocabulary }: { funnel: Funnel; options: FunnelOptions; vocabulary: Vocabulary }) {
  if (funnel.undated === 0) return null;
  const stage = titleOf(vocabulary, funnel.stages[0]?.stage);
  const count = <ListLink count={funnel.undated} list={funnel.lists.undated} what={t("funnel.what.undated", { stage })} />;
  return (
    <p className={classes.note}>
      <RichMessage of={options.from || options.to ? "funnel.undated" : "funnel.undated.all"} values={{ stage }} parts={{ count }} />
    </p>
  );
}

const reachedBy = (funnel: Funnel | undefined) => funnel?.stages[0]?.reached ?? 0;

/** A chart with a caption that names its cohort. */
function Figure({ title, cohort, isEmpty, ...drawn }: Parameters<typeof FunnelChart>[0] & { title?: string; isEmpty?: boolean }) {
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        {title && <span className={classes.captionTitle}>{title}</span>}
        {cohort}
      </figcaption>
      {isEmpty ? (
        <p className={classes.lead}>
          {t("funnel.summary.nobody", { first: titleOf(drawn.vocabulary, drawn.funnel.stages[0]?.stage), also: "" })}
        </p>
      ) : (
        <FunnelChart cohort={cohort} {...drawn} />
      )}
    </figure>
  );
}

/** The chart, or the charts of two cohorts side by side. */
function Figures({ funnels, funnel, options, vocabulary, cohort }: Omit<Props, "search" | "set"> & { cohort: string }) {
  const { other, asked } = funnels;
  const drawn = { funnel, vocabulary, cohort };
  if (!other || !asked?.other) {
    return (
      <div>
        <Figure {...drawn} />
        <Undated funnel={funnel} options={options} vocabulary={vocabulary} />
      </div>
    );
  }
  return (
    <div className={classes.two}>
      <div>
        <Figure {...drawn} other={other} title={t("funnel.compare.this")} />
        <Undated funnel={funnel} options={options} vocabulary={vocabulary} />
      </div>
      <Figure
        funnel={other}
        vocabulary={vocabulary}
        cohort={sayCohort(asked.other, vocabulary)}
        title={t("funnel.compare.other")}
        isEmpty={reachedBy(other) === 0}
      />
    </div>
  );
}

/** The same numbers as tables: the accessible equivalent of the charts. */
function Tables({ funnels, funnel, vocabulary, cohort }: Pick<Props, "funnels" | "funnel" | "vocabulary"> & { cohort: string }) {
  const { other, asked } = funnels;
  return (
    <section className={classes.section}>
      <header>
        <h2>{t("funnel.table")}</h2>
      </header>
      <div className={classes.tables}>
        {other && <CompareTable funnel={funnel} other={other} vocabulary={vocabulary} />}
        <FunnelTable funnel={funnel} vocabulary={vocabulary} cohort={cohort} />
        {other && asked?.other && <FunnelTable funnel={other} vocabulary={vocabulary} cohort={sayCohort(asked.other, vocabulary)} />}
      </div>
      <Meanings />
    </section>
  );
}

/** The funnel in words, as a chart, by group, by reason, and as a table. */
export function FunnelContent(props: Props) {
  const { funnels, funnel, options, vocabulary, search, set } = props;
  const { groups, other, isOld } = funnels;
  const own = useGroupFields(search.of);
  const cohort = sayCohort(options, vocabulary);
  const summary = (
    <InWords
      funnel={funnel}
      vocabulary={vocabulary}
      goal={search.goal}
      setGoal={(goal) => set({ goal })}
      compared={other && search.with && { funnel: other, by: search.with }}
    />
  );
  if (reachedBy(funnel) === 0) {
    return (
      <div className={clsx(classes.content, isOld && classes.old)} aria-busy={isOld}>
        {summary}
        <EmptyCohort funnel={funnel} options={options} vocabulary={vocabulary} set={set} />
        <Undated funnel={funnel} options={options} vocabulary={vocabulary} />
      </div>
    );
  }
  return (
    <div className={clsx(classes.content, isOld && classes.old)} aria-busy={isOld}>
      {summary}
      <Figures {...props} cohort={cohort} />
      {groups && search.by && (
        <Groups
          groups={groups}
          by={search.by}
          own={own}
          funnel={funnel}
          vocabulary={vocabulary}
          isAll={search.groups === "all"}
          showAll={(all) => set({ groups: all ? "all" : undefined })}
        />
      )}
      <DroppedOut
        funnel={funnel}
        options={options}
        vocabulary={vocabulary}
        when={search.dropped}
        choose={(dropped) => set({ dropped })}
      />
      <Tables {...props} cohort={cohort} />
    </div>
  );
}
