import { useQuery } from "@tanstack/react-query";
import { recentQuery } from "@/api/parties";
import { RelativeTime } from "@/parts/RelativeTime";
import { CardSkeleton } from "@/parts/Skeletons";
import { StageBadge } from "@/parts/StageBadge";
import { TextLink } from "@/parts/TextLink";
import { useVocabulary } from "@/shell/useVocabulary";
import { t } from "@/messages/messages";
import classes from "./home.module.css";

/** Recently updated records. */
export function RecentCard() {
  const { name, vocabulary } = useVocabulary();
  const { data: recent } = useQuery(recentQuery);
  return (
    <section className={classes.card} aria-labelledby="recent">
      <header className={classes.cardHead}>
        <h2 id="recent">{t("home.recent.title")}</h2>
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
  );
}
