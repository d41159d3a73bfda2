import { useQuery } from "@tanstack/react-query";
import { facetsQuery } from "@/api/parties";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { TextLink } from "@/parts/TextLink";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/words/words";
import classes from "./home.module.css";
import { StageBars } from "./StageBars";

/** Where everybody stands. */
export function NowCard() {
  const { name, vocabulary } = useVocabulary();
  const { data: facets, error, refetch } = useQuery(facetsQuery(`kind,stage.${name}`));
  const countsOf = (field: string) => facets?.find((one) => one.field === field)?.counts ?? [];
  const kind = (value: string) => countsOf("kind").find((one) => one.value === value)?.count ?? 0;
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  return (
    <section className={classes.card} aria-labelledby="now">
      <header className={classes.cardHead}>
        <h2 id="now">{t("home.stages.title")}</h2>
        <span className={classes.soft}>
          <TextLink to="/people">{t("home.people", { count: kind("person") })}</TextLink>
          {" · "}
          <TextLink to="/organizations">{t("home.organizations", { count: kind("organization") })}</TextLink>
        </span>
      </header>
      {facets && vocabulary ? <StageBars vocabulary={vocabulary} counts={countsOf(`stage.${name}`)} /> : <CardSkeleton />}
    </section>
  );
}
