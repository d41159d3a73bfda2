import "./messages";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FileUp, Plus } from "lucide-react";
import { importsQuery } from "@/api/imports";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import { DropCurtain } from "@/parts/file/DropCurtain";
import { FileChooser } from "@/parts/file/FileChooser";
import { useDropped } from "@/parts/file/useDropped";
import { useHandOver } from "@/parts/file/useHandOver";
import { Page } from "@/parts/Page";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { ImportRow } from "./ImportRow";
import classes from "./list.module.css";

function NewButton() {
  return (
    <Button component={Link} to="/imports/new" size="xs" leftSection={<Plus size={16} aria-hidden="true" />}>
      {t("imports.new.title")}
    </Button>
  );
}

/** All imports, the latest first, each with its undo; a file can be dropped here too. */
export default function ImportsPage() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(importsQuery);
  const take = useHandOver();
  const isOver = useDropped(take);
  const all = data?.pages.flatMap((page) => page.items);
  return (
    <Page title={t("imports.title")} actions={<NewButton />}>
      {isOver && <DropCurtain />}
      {error && !all && <ErrorState thrown={error} again={() => void refetch()} />}
      {!all && !error && <CardSkeleton />}
      {all?.length === 0 && (
        <EmptyState
          icon={FileUp}
          title={t("imports.empty.title")}
          text={t("imports.empty.text")}
          actions={<FileChooser take={take}>{(choose) => <Button onClick={choose}>{t("imports.empty.action")}</Button>}</FileChooser>}
        />
      )}
      {all && all.length > 0 && (
        <ul className={classes.list} aria-label={t("imports.title")}>
          {all.map((one) => (
            <ImportRow key={one.id} one={one} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("imports.list.more")}
        </Button>
      )}
    </Page>
  );
}
