import { useQuery } from "@tanstack/react-query";
import { facetsQuery, recentQuery } from "@/api/parties";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { RelativeTime } from "@/parts/RelativeTime";
import { CardSkeleton } from "@/parts/Skeletons";
import { StageBadge } from "@/parts/StageBadge";
import { TextLink } from "@/parts/TextLink";
import { UnknownVocabulary } from "@/parts/UnknownVocabulary";
import { useUnknownVocabulary } from "@/shell/useUnknownVocabulary";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/words/words";
import classes from "./home.module.css";
import { StageBars } from "./StageBars";

function Cards() {
  const { name, vocabulary } = useVocabulary();
  const { data: facets, error, refetch } = useQuery(facetsQuery(`kind,stage.${name}`));
  const { data: recent } = useQuery(recentQuery);
  const countsOf = (field: string) => facets?.find((one) => one.field === field)?.counts ?? [];
  const kind = (value: string) => countsOf("kind").find((one) => one.value === value)?.count ?? 0;
  return (
    <>
      {error && <ErrorState thrown={error} again={() => void refetch()} />}
      <div className={classes.cards}>
        <section className={classes.card}>
          <header className={classes.cardHead}>
            <h2>{t("home.stages.title")}</h2>
            <span className={classes.soft}>
              <TextLink to="/people">{t("home.people", { count: kind("person") })}</TextLink>
              {" · "}
              <TextLink to="/organizations">{t("home.organizations", { count: kind("organization") })}</TextLink>
            </span>
          </header>
          {facets && vocabulary ? (
            <StageBars vocabulary={vocabulary} counts={countsOf(`stage.${name}`)} />
          ) : (
            <CardSkeleton />
          )}
        </section>
        <section className={classes.card}>
          <header className={classes.cardHead}>
            <h2>{t("home.recent.title")}</h2>
            <TextLink to="/parties" search={{ sort: "-updated_at" }}>
              {t("home.recent.all")}
            </TextLink>
          </header>
          {recent ? (
            <ul className={classes.recent}>
              {recent.items.map((party) => (
                <li key={party.id}>
                  <TextLink to="/parties/$id" params={{ id: party.id }}>
                    {party.name}
                  </TextLink>
                  <StageBadge vocabulary={vocabulary} stage={party.stages[name] ?? null} party={party.id} />
                  <span className={classes.soft}>
                    <RelativeTime time={party.updated_at} />
                  </span>
                </li>
              ))}
            </ul>
          ) : (
            <CardSkeleton />
          )}
        </section>
      </div>
    </>
  );
}

/** Where everybody stands, and what changed last. */
export function Overview() {
  const unknown = useUnknownVocabulary();
  return <Page title={t("home.title")}>{unknown === undefined ? <Cards /> : <UnknownVocabulary name={unknown} />}</Page>;
}
