import { useQuery } from "@tanstack/react-query";
import { facetsQuery } from "@/api/parties";
import type { Filter } from "@/parts/filter/filter";
import { CardSkeleton } from "@/parts/Skeletons";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/messages/messages";
import classes from "./home.module.css";
import { StageBars } from "./StageBars";

const DAYS = 30;

/** Active people and organizations without recent activity. */
const QUIET: Filter = { and: [{ standing: ["active"] }, { not: { time: { of: "last_evidence", last_days: DAYS } } }] };

/** Records without activity for a month, by stage. */
export function QuietCard() {
  const { name, vocabulary } = useVocabulary();
  const field = `stage.${name}`;
  const { data: facets } = useQuery(facetsQuery(field, QUIET));
  return (
    <section className={classes.card} aria-labelledby="quiet">
      <header className={classes.cardHead}>
        <h2 id="quiet">{t("home.quiet.title", { count: DAYS })}</h2>
        <span className={classes.soft}>{t("home.quiet.lead")}</span>
      </header>
      {facets && vocabulary ? (
        <StageBars vocabulary={vocabulary} counts={facets.find((one) => one.field === field)?.counts ?? []} among={QUIET} />
      ) : (
        <CardSkeleton />
      )}
    </section>
  );
}
