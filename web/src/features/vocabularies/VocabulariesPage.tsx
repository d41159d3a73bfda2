import "./messages";
import { useQuery } from "@tanstack/react-query";
import { versionsQuery, vocabulariesQuery } from "@/api/vocabularies";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { useStageCounts } from "./useStageCounts";
import classes from "./vocabularies.module.css";
import { VocabularyCard } from "./VocabularyCard";

/** Every active vocabulary, with its stages and how many are in each; inactive ones below. */
export default function VocabulariesPage() {
  const { data: vocabularies, error, refetch } = useQuery(vocabulariesQuery);
  const { data: versions = [] } = useQuery(versionsQuery);
  const names = vocabularies?.map((one) => one.name) ?? [];
  const counts = useStageCounts(names);
  const resting = [...new Map(versions.map((one) => [one.name, one])).values()].filter(
    ({ name }) => vocabularies && !names.includes(name),
  );
  const failed = error ?? counts.error;
  return (
    <Page title={t("vocabularies.title")} note={vocabularies && t("vocabularies.inUse", { count: names.length })}>
      <p className={classes.lead}>{t("vocabularies.lead")}</p>
      {failed && <ErrorState thrown={failed} again={() => void (error ? refetch() : counts.again())} />}
      {!vocabularies && !error && <CardSkeleton />}
      <div className={classes.cards}>
        {vocabularies?.map((vocabulary) => (
          <VocabularyCard
            key={vocabulary.name}
            vocabulary={vocabulary}
            versions={versions.filter((one) => one.name === vocabulary.name)}
            countOf={counts.countOf}
          />
        ))}
      </div>
      {resting.length > 0 && (
        <section className={classes.section}>
          <h2>{t("vocabularies.retired")}</h2>
          <p className={classes.soft}>{t("vocabularies.retired.text")}</p>
          <ul>
            {resting.map(({ name, title }) => (
              <li key={name}>
                <TextLink to="/vocabularies/$name" params={{ name }} hash="history">
                  {title}
                </TextLink>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}
