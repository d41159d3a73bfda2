import type { Funnel } from "@/api/funnel";
import type { DealFunnel, Pipeline } from "@/api/pipelines";
import type { Vocabulary } from "@/api/wire";

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

/** The figures of deals in the form of those of parties. */
export function asFunnel({ pipeline, as_of, cohort, undated, lists, stages }: DealFunnel): Funnel {
  return { vocabulary: pipeline, of: "all", as_of, cohort, undated, lists, stages };
}
