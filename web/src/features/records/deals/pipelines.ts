import type { Pipeline } from "@/api/pipelines";
import type { RecordField, RecordFilter, RecordType, StoredRecord } from "@/api/wire";

/** The pipeline that a board shows: that of a name, else the first. */
export const pipelineNamed = (pipelines: Pipeline[], name: string | undefined): Pipeline | undefined =>
  pipelines.find((one) => one.name === name) ?? pipelines[0];

/** The stages of a pipeline as the choices of a field, in their order. */
export const stagesAsChoices = (by: RecordField, pipeline: Pipeline): RecordField => ({
  ...by,
  choices: pipeline.stages.map(({ name, title }) => ({ name, title })),
});

/** The deals of a pipeline, of those that a filter fits. */
export function inPipeline(pipeline: string, filter: RecordFilter | undefined): RecordFilter {
  const here: RecordFilter = { field: { name: "pipeline", is: pipeline } };
  return filter ? { and: [filter, here] } : here;
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** What a deal lacks to enter a stage: names of fields. A lost deal is asked for its reason. */
export function lackingFor(pipeline: Pipeline, stage: string, record: Pick<StoredRecord, "fields" | "owner">): string[] {
  const found = pipeline.stages.find((one) => one.name === stage);
  const asked = found?.state === "lost" ? [...new Set([...found.required, "lost_reason"])] : (found?.required ?? []);
  return asked.filter((name) => isEmpty(name === "owner" ? record.owner : record.fields[name]));
}

/** The fields of a type by these names, in their order; the owner is none of them. */
export const fieldsNamed = (of: RecordType, names: string[]): RecordField[] =>
  names.flatMap((name) => of.fields.find((field) => field.name === name) ?? []);
