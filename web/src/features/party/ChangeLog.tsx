import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { changesQuery } from "@/api/party";
import type { LoggedChange, RecordField, WholeParty } from "@/api/wire";
import { useConverted } from "@/features/conversion/useConverted";
import { DateText } from "@/parts/DateText";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import { plain } from "@/parts/evidence/titles";
import { shownText } from "@/parts/fields/ownValues";
import { useDeclaredFields } from "@/parts/fields/useOwnFields";
import { CardSkeleton } from "@/parts/Skeletons";
import { t, tMaybe } from "@/messages/messages";
import { valueInLog } from "./contactPoints";
import classes from "./timeline.module.css";

const nameOf = (field: string) => field.replace(/^more\./, "");
const titleOf = (field: string) => tMaybe(`field.${field}`, plain(nameOf(field)));

interface EntryProps {
  change: LoggedChange;
  declared: RecordField[];
  /** The change set of the conversion that is in force; undefined until that is known. */
  converted: string | null | undefined;
}

/** What was done. Since there is one conversion at a time, any other was undone. */
function titleOfChange({ action, change_set }: LoggedChange, converted: EntryProps["converted"]): string {
  const isUndone = action === "party_converted" && converted !== undefined && change_set !== converted;
  return isUndone ? t("party.change.converted.undone") : tMaybe(`party.change.${action}`, plain(action));
}

function Entry({ change, declared, converted }: EntryProps) {
  const fields = Object.entries(change.fields).map(([field, values]) => {
    const own = declared.find((one) => one.name === nameOf(field));
    const shown = (text: string) => (own ? shownText(own, text) : valueInLog(field, text));
    return { field, title: own?.title ?? titleOf(field), shown, ...values };
  });
  return (
    <li className={classes.change}>
      <div className={classes.head}>
        <span className={classes.what}>{titleOfChange(change, converted)}</span>
        <span className={classes.quiet}>{t(`party.by.${change.via}`, { who: change.actor })}</span>
        <span className={classes.when}>
          <DateText time={change.at} exact />
        </span>
      </div>
      {fields.length > 0 && (
        <dl className={classes.fields}>
          {fields.map(({ field, title, shown, before, after }) => (
            <div key={field}>
              <dt>{title}</dt>
              <dd>
                {before !== null && <del>{shown(before)}</del>}
                {before !== null && after !== null && " → "}
                {after !== null && <ins>{shown(after)}</ins>}
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
  const declared = useDeclaredFields(party.kind);
  const receipt = useConverted(party.id);
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
          <Entry key={change.id} change={change} declared={declared} converted={receipt && receipt.change_set} />
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
