import "./messages";
import { useQuery } from "@tanstack/react-query";
import { countQuery } from "@/api/parties";
import { ErrorState } from "@/parts/ErrorState";
import { PageSkeleton } from "@/parts/Skeletons";
import { FirstRun } from "./FirstRun";
import { Overview } from "./Overview";

const EVERYONE = {};

/** The home page: how to get started, or an overview. */
export default function HomePage() {
  const { data, error, refetch } = useQuery(countQuery(EVERYONE));
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return data.count === 0 ? <FirstRun /> : <Overview />;
}
