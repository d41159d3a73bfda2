import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { recordsQuery } from "@/api/records";
import type { RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { t } from "@/messages/messages";
import { NoRecords } from "./NoRecords";
import { RecordsTable } from "./RecordsTable";
import type { RecordsSearch } from "./routes";

interface Props {
  of: RecordType;
  search: RecordsSearch;
  set: (change: Partial<RecordsSearch>) => void;
}

/** The records of a type as a table, page by page. */
export function RecordsList({ of, search, set }: Props) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(recordsQuery(of.plural, search));
  const rows = data?.pages.flatMap((page) => page.items);
  return (
    <>
      {error && !rows && <ErrorState thrown={error} again={() => void refetch()} />}
      {rows?.length === 0 && <NoRecords of={of} q={search.q} set={set} />}
      {rows && rows.length > 0 && <RecordsTable of={of} rows={rows} sort={search.sort} setSort={(sort) => set({ sort })} />}
      {hasNextPage && (
        <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("records.more")}
        </Button>
      )}
    </>
  );
}
