import { useQuery } from "@tanstack/react-query";
import { countQuery, facetsQuery } from "@/api/parties";
import type { Filter } from "@/parts/filter/filter";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { TextLink } from "@/parts/TextLink";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/messages/messages";
import classes from "./home.module.css";
import { StageBars } from "./StageBars";

/** Everyone who did not drop out. */
const STILL: Filter = { standing: ["active", "nurturing"] };
const OUT: Filter = { standing: ["lost", "disqualified", "former"] };

/** Stages of everyone who did not drop out. */
export function NowCard() {
  const { name, vocabulary } = useVocabulary();
  const { data: facets, error, refetch } = useQuery(facetsQuery(`kind,stage.${name}`, STILL));
  const { data: out } = useQuery(countQuery({ filter: OUT }));
  const countsOf = (field: string) => facets?.find((one) => one.field === field)?.counts ?? [];
  const kind = (value: string) => countsOf("kind").find((one) => one.value === value)?.count ?? 0;
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  return (
    <section className={classes.card} aria-labelledby="now">
      <header className={classes.cardHead}>
        <h2 id="now">{t("home.stages.title")}</h2>
        <span className={classes.soft}>
          <TextLink to="/people" search={{ filter: STILL }}>
            {t("home.people", { count: kind("person") })}
          </TextLink>
          {" · "}
          <TextLink to="/organizations" search={{ filter: STILL }}>
            {t("home.organizations", { count: kind("organization") })}
          </TextLink>
        </span>
      </header>
      {facets && vocabulary ? <StageBars vocabulary={vocabulary} counts={countsOf(`stage.${name}`)} among={STILL} /> : <CardSkeleton />}
      {out !== undefined && out.count > 0 && (
        <p className={classes.out}>
          <TextLink to="/parties" search={{ filter: OUT, sort: "-last_evidence" }}>
            {t("home.out", { count: out.count })}
          </TextLink>
        </p>
      )}
    </section>
  );
}
