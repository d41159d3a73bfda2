import "./messages";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { FileX2 } from "lucide-react";
import { lazy, Suspense } from "react";
import { uploadQuery } from "@/api/imports";
import { asProblem } from "@/api/problem";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import { FileChooser } from "@/parts/file/FileChooser";
import { useHandOver } from "@/parts/file/useHandOver";
import { Page } from "@/parts/Page";
import { PageSkeleton } from "@/parts/Skeletons";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { FileStep } from "./FileStep";
import { Steps } from "./Steps";

const MappedSteps = lazy(() => import("./MappedSteps"));

/** A file that cannot be shown; one that is no longer available has to be uploaded again. */
function Unfound({ thrown, again }: { thrown: unknown; again: () => void }) {
  const take = useHandOver();
  const problem = asProblem(thrown);
  if (!problem.isMissing) return <ErrorState thrown={problem} again={again} />;
  return (
    <div role="alert">
      <EmptyState
        icon={FileX2}
        title={t("imports.missing.title")}
        text={t("imports.missing.text")}
        actions={<FileChooser take={take}>{(choose) => <Button onClick={choose}>{t("imports.empty.action")}</Button>}</FileChooser>}
      />
    </div>
  );
}

/** A new import: the file, its columns, the preview. */
export default function NewImportPage() {
  const { upload, step } = useSearch({ from: "/imports/new" });
  const { data: file, error, refetch } = useQuery({ ...uploadQuery(upload ?? ""), enabled: upload !== undefined });
  return (
    <Page title={(upload && file?.name) || t("imports.new.title")} actions={<TextLink to="/imports">{t("imports.all")}</TextLink>}>
      <Steps now={upload === undefined ? "file" : (step ?? "columns")} />
      {upload === undefined && <FileStep />}
      {upload !== undefined && error && <Unfound thrown={error} again={() => void refetch()} />}
      {upload !== undefined && !file && !error && <PageSkeleton />}
      {upload !== undefined && file && (
        <Suspense fallback={<PageSkeleton />}>
          <MappedSteps key={file.id} file={file} />
        </Suspense>
      )}
    </Page>
  );
}
