import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { recordChangesQuery } from "@/api/records";
import type { RecordHistoryEntry, RecordType, StoredRecord } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { ErrorState } from "@/parts/ErrorState";
import type { Taking } from "@/parts/recordFields";
import { CardSkeleton } from "@/parts/Skeletons";
import { textOf } from "@/parts/fields/values";
import { t, tMaybe } from "@/messages/messages";
import { fieldNamed } from "@/parts/fields/allFields";
import classes from "./history.module.css";
import { PartyNames } from "./PartyNames";

interface ValueProps {
  of: RecordType;
  name: string;
  value: unknown;
}

/** A value as its field shows it. */
function Value({ of, name, value }: ValueProps) {
  const field = fieldNamed(of, name);
  if (!field) return String(value);
  return field.kind === "party" ? <PartyNames all={value as Taking[]} /> : textOf(field, value);
}

function Entry({ of, change }: { of: RecordType; change: RecordHistoryEntry }) {
  const fields = Object.entries(change.fields);
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <span className={classes.what}>{tMaybe(`records.change.${change.action}`, change.action)}</span>
        <span className={classes.quiet}>{t("records.change.by", { who: change.actor })}</span>
        <span className={classes.when}>
          <DateText time={change.at} exact />
        </span>
      </div>
      {fields.length > 0 && (
        <dl className={classes.fields}>
          {fields.map(([name, { before, after }]) => (
            <div key={name}>
              <dt>{fieldNamed(of, name)?.title ?? name}</dt>
              <dd>
                {before !== null && (
                  <del>
                    <Value of={of} name={name} value={before} />
                  </del>
                )}
                {before !== null && after !== null && " → "}
                {after !== null && (
                  <ins>
                    <Value of={of} name={name} value={after} />
                  </ins>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** What changed in a record, by whom, the latest first. */
export default function RecordHistory({ of, record }: { of: RecordType; record: StoredRecord }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(recordChangesQuery(of.plural, record.id));
  const changes = data?.pages.flatMap((page) => page.items);
  if (error && !changes) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  if (!changes) return <CardSkeleton />;
  return (
    <section className={classes.part} aria-label={t("records.history")}>
      <h2 className={classes.title}>{t("records.history")}</h2>
      {changes.length === 0 && <p className={classes.quiet}>{t("records.history.empty")}</p>}
      <ol className={classes.list}>
        {changes.map((change) => (
          <Entry key={change.id} of={of} change={change} />
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("records.more")}
        </Button>
      )}
    </section>
  );
}
