import "./messages";
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { LayoutList, Plus, SearchX } from "lucide-react";
import { lazy, Suspense } from "react";
import { recordCountQuery, recordsQuery, typesQuery } from "@/api/records";
import type { RecordType } from "@/api/wire";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import { NumberText } from "@/parts/NumberText";
import { Page } from "@/parts/Page";
import { SearchField } from "@/parts/SearchField";
import { PageSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { MissingType } from "./MissingType";
import { RecordsTable } from "./RecordsTable";
import classes from "./records.module.css";
import type { RecordsSearch } from "./routes";

const AddRecordDialog = lazy(() => import("./AddRecordDialog"));

/** All records of a type. */
export default function RecordsPage() {
  const { plural } = useParams({ from: "/records/$plural" });
  const { data: types, error, refetch } = useQuery(typesQuery);
  const of = types?.find((one) => one.plural === plural);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!types) return <PageSkeleton />;
  return of ? <Records key={plural} of={of} /> : <MissingType />;
}

function Records({ of }: { of: RecordType }) {
  const search = useSearch({ from: "/records/$plural" });
  const navigate = useNavigate();
  const set = (change: Partial<RecordsSearch>) =>
    void navigate({ to: "/records/$plural", params: { plural: of.plural }, search: { ...search, ...change }, replace: true });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(recordsQuery(of.plural, search));
  const { data: count } = useQuery(recordCountQuery(of.plural, search.q));
  const rows = data?.pages.flatMap((page) => page.items);
  const title = of.plural_title.toLowerCase();
  const addButton = (
    <Button size="xs" leftSection={<Plus size={16} aria-hidden="true" />} onClick={() => set({ add: true })}>
      {t("records.add", { title: of.title.toLowerCase() })}
    </Button>
  );
  return (
    <Page title={of.plural_title} note={count !== undefined && <NumberText value={count} />} actions={addButton}>
      <SearchField label={t("records.search", { title })} className={classes.search} value={search.q} ask={(q) => set({ q })} />
      {error && !rows && <ErrorState thrown={error} again={() => void refetch()} />}
      {rows?.length === 0 &&
        (search.q ? (
          <EmptyState
            icon={SearchX}
            title={t("records.none.title")}
            text={t("records.none.text")}
            actions={
              <Button variant="default" onClick={() => set({ q: undefined })}>
                {t("records.none.clear")}
              </Button>
            }
          />
        ) : (
          <EmptyState icon={LayoutList} title={t("records.empty.title", { title })} text={t("records.empty.text")} actions={addButton} />
        ))}
      {rows && rows.length > 0 && <RecordsTable of={of} rows={rows} sort={search.sort} setSort={(sort) => set({ sort })} />}
      {hasNextPage && (
        <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("records.more")}
        </Button>
      )}
      <Suspense>{search.add && <AddRecordDialog of={of} close={() => set({ add: undefined })} />}</Suspense>
    </Page>
  );
}
