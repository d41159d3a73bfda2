import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { recordGroupsQuery } from "@/api/records";
import type { RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { useOwnFields } from "@/parts/fields/useOwnFields";
import { moneyField } from "@/parts/recordFields";
import { t } from "@/messages/messages";
import { GROUPED_BY, groupingChoices, inOrder, titleOfGrouping } from "./groupings";
import classes from "./summary.module.css";
import { SummaryTable } from "./SummaryTable";
import type { RecordList } from "./useRecordList";

/** The records of a list in groups: how many, what they come to, and of deals how many were won; each figure opens its list. */
export default function RecordsSummary({ of, list: { request, search, set } }: { of: RecordType; list: RecordList }) {
  const by = search.by ?? GROUPED_BY;
  const [person, organization] = [useOwnFields("person"), useOwnFields("organization")];
  const own = useMemo(() => ({ person, organization }), [person, organization]);
  const choices = useMemo(() => groupingChoices(of, own, by), [of, own, by]);
  const amount = moneyField(of);
  const { data, error, refetch } = useQuery(recordGroupsQuery(of.plural, { filter: request.filter, by, sum: amount?.name }));
  const groups = useMemo(() => data && inOrder(by, data), [by, data]);
  return (
    <section className={classes.summary} aria-label={t("view.summary")}>
      <NativeSelect
        size="xs"
        className={classes.by ?? ""}
        label={t("records.summary.by")}
        value={by}
        data={choices}
        onChange={({ currentTarget: { value } }) => set({ by: value === GROUPED_BY ? undefined : value })}
      />
      {error && !data && <ErrorState thrown={error} again={() => void refetch()} />}
      {groups && <SummaryTable of={of} own={own} by={by} title={titleOfGrouping(choices, by)} groups={groups} amount={amount} search={search} />}
    </section>
  );
}
