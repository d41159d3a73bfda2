import "./messages";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { frameworkQuery, frameworksQuery } from "@/api/frameworks";
import { ErrorState } from "@/parts/ErrorState";
import { PageSkeleton } from "@/parts/Skeletons";
import { FrameworkEditor } from "./FrameworkEditor";

/** Reading and editing a framework, or a copy of it, with check, preview and use. */
export default function FrameworkPage() {
  const { name } = useParams({ from: "/frameworks/$name" });
  const { copy } = useSearch({ from: "/frameworks/$name" });
  const { data: framework, error, refetch } = useQuery(frameworkQuery(name));
  const { data: all } = useQuery(frameworksQuery);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!framework || !all) return <PageSkeleton />;
  const taken = all.map((one) => one.name);
  return <FrameworkEditor key={`${name} ${copy ?? ""}`} framework={framework} taken={taken} isCopy={copy === true} />;
}
