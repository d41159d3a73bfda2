import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { changesQuery } from "@/api/party";
import type { LoggedChange, WholeParty } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import { plain } from "@/parts/evidence/titles";
import { CardSkeleton } from "@/parts/Skeletons";
import { t, tMaybe } from "@/messages/messages";
import { valueInLog } from "./contactPoints";
import classes from "./timeline.module.css";

const titleOf = (field: string) => tMaybe(`field.${field}`, plain(field.replace(/^more\./, "")));

function Entry({ change }: { change: LoggedChange }) {
  const fields = Object.entries(change.fields);
  return (
    <li className={classes.change}>
      <div className={classes.head}>
        <span className={classes.what}>{tMaybe(`party.change.${change.action}`, plain(change.action))}</span>
        <span className={classes.quiet}>{t(`party.by.${change.via}`, { who: change.actor })}</span>
        <span className={classes.when}>
          <DateText time={change.at} exact />
        </span>
      </div>
      {fields.length > 0 && (
        <dl className={classes.fields}>
          {fields.map(([field, { before, after }]) => (
            <div key={field}>
              <dt>{titleOf(field)}</dt>
              <dd>
                {before !== null && <del>{valueInLog(field, before)}</del>}
                {before !== null && after !== null && " → "}
                {after !== null && <ins>{valueInLog(field, after)}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** The change log of the record: what changed, by whom, the latest first. */
export default function ChangeLog({ party }: { party: WholeParty }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(changesQuery(party.id));
  const changes = data?.pages.flatMap((page) => page.items);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  if (!changes) return <CardSkeleton />;
  if (changes.length === 0) {
    return <EmptyState icon={ScrollText} title={t("party.changes.empty")} text={t("party.changes.empty.text")} />;
  }
  return (
    <>
      <ol className={classes.changes}>
        {changes.map((change) => (
          <Entry key={change.id} change={change} />
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("board.more")}
        </Button>
      )}
    </>
  );
}
