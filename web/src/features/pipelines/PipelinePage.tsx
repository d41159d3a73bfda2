import "./messages";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Workflow } from "lucide-react";
import { pipelineQuery } from "@/api/pipelines";
import { asProblem } from "@/api/problem";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorState } from "@/parts/ErrorState";
import { PageSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import { BEGUN, NEW } from "./draft";
import { Editor } from "./Editor";

/** Editing a pipeline, or a new one, with check, preview and activation. */
export default function PipelinePage() {
  const { name } = useParams({ from: "/pipelines/$name" });
  const isNew = name === NEW;
  const { data, error, refetch } = useQuery({ ...pipelineQuery(name), enabled: !isNew });
  if (isNew) return <Editor key={NEW} title={t("pipelines.add")} start={BEGUN} pipeline={undefined} />;
  if (error && asProblem(error).isMissing) return <EmptyState icon={Workflow} title={t("pipelines.missing", { name })} text={t("pipelines.missing.text")} />;
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Editor key={`${name} ${data.version}`} title={data.title} start={data.toml} pipeline={data} />;
}
