import type { FunnelOptions, FunnelStage } from "@/api/funnel";
import type { Vocabulary } from "@/api/wire";
import { t, type MessageKey } from "@/messages/messages";
import { sayReason } from "./sentences";
import { droppedOf, titleOf } from "./split";

/** The numbers of one funnel, or of a group of one, for a file. */
export interface Counted {
  options: FunnelOptions;
  as_of: string;
  /** The name of the group, where the numbers are those of one. */
  group?: string | undefined;
  stages: FunnelStage[];
}

type Cell = string | number | null;

const BEGINS_FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A cell that every program reads unchanged: quoted where needed, and never run as a formula. */
function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = BEGINS_FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const COLUMNS: [MessageKey, (counted: Counted, stage: FunnelStage, vocabulary: Vocabulary) => Cell][] = [
  ["funnel.column.from", ({ options }) => options.from ?? ""],
  ["funnel.column.before", ({ options }) => options.to ?? ""],
  ["funnel.column.asOf", ({ as_of }) => as_of],
  ["funnel.column.stage", (_, stage, vocabulary) => titleOf(vocabulary, stage.stage)],
  ["funnel.column.reached", (_, stage) => stage.reached],
  ["funnel.column.entered", (_, stage) => stage.entered],
  ["funnel.column.skipped", (_, stage) => stage.skipped],
  ["funnel.column.furthest", (_, stage) => stage.furthest],
  ["funnel.column.here", (_, stage) => stage.here],
  ["funnel.column.back", (_, stage) => stage.back],
  ["funnel.column.dropped", (_, stage) => droppedOf(stage)],
  ["funnel.column.returned", (_, stage) => stage.returned],
  ["funnel.column.conversion", (_, stage) => stage.conversion],
  ["funnel.file.median", (_, stage) => stage.median_days],
  ["funnel.file.p75", (_, stage) => stage.p75_days],
  ["funnel.file.p90", (_, stage) => stage.p90_days],
  ["funnel.column.timed", (_, stage) => stage.timed],
];

/** A file of all numbers: a row for each stage of each funnel, a column for each number and each reason; `by` is over the groups. */
export function csvOf(funnels: Counted[], vocabulary: Vocabulary, by: string = t("field.source")): string {
  const hasGroups = funnels.some(({ group }) => group !== undefined);
  const reasons = [...new Set(funnels.flatMap(({ stages }) => stages.flatMap((stage) => Object.keys(stage.dropped))))];
  const head: Cell[] = [
    ...(hasGroups ? [by] : []),
    ...COLUMNS.map(([title]) => t(title)),
    ...reasons.map((reason) => `${t("funnel.column.dropped")}: ${sayReason(reason)}`),
  ];
  const rows = funnels.flatMap((counted) =>
    counted.stages.map((stage): Cell[] => [
      ...(hasGroups ? [counted.group ?? t("funnel.of.all")] : []),
      ...COLUMNS.map(([, value]) => value(counted, stage, vocabulary)),
      ...reasons.map((reason) => stage.dropped[reason] ?? 0),
    ]),
  );
  // The byte order mark makes spreadsheets read every script.
  return `\u{feff}${[head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}
