import type { Funnel } from "@/api/funnel";
import type { DealFunnelFigures, Pipeline } from "@/api/pipelines";
import type { Vocabulary } from "@/api/wire";
import { addressOfDeals } from "../lists";

/** A pipeline as the charts draw it: the stages on the way to won, in the colours of their places. */
export function asVocabulary({ name, version, title, description, stages }: Pipeline): Vocabulary {
  const drawn = stages.filter((stage) => stage.state !== "lost");
  return {
    name,
    version,
    title,
    description,
    toml: "",
    stages: drawn.map((stage) => ({ name: stage.name, title: stage.title, definition: "", rule: "", goal: "", actions: [] })),
  };
}

const addresses = (filters: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(filters).map(([name, filter]) => [name, addressOfDeals(filter)]));

/** The figures of deals in the form of those of parties, each with the address of its deals. */
export function asFunnel(pipeline: string, at: string, figures: DealFunnelFigures): Funnel {
  const stages = figures.stages.map(({ filters, dropped_filters, ...stage }) => ({
    ...stage,
    lists: addresses(filters),
    dropped_lists: addresses(dropped_filters),
  }));
  const { cohort, undated } = figures;
  return { vocabulary: pipeline, of: "all", as_of: at, cohort, undated, lists: addresses(figures.filters), stages };
}
