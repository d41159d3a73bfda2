import { queryOptions } from "@tanstack/react-query";
import { preview } from "@/api/imports";
import { asProblem } from "@/api/problem";
import type { ImportGuess, Upload } from "@/api/wire";
import { writeToml } from "./mapping/writeToml";
import type { Reading } from "./useMapping";

/** Not a header of any file, so that the error lists the existing ones. */
const NO_HEADER = "‽".repeat(24);

const about = (file: Upload, party: object) => writeToml({ name: file.name.replace(/\.[^.]*$/, "") || "import", party: { kind: "person", ...party } });

/** The columns that the server lists when a column is missing. */
export function columnsNamed(detail: string): string[] {
  const [, named = ""] = /; expected (.*)$/s.exec(detail) ?? [];
  return named.split(", ").filter((name) => name !== "");
}

/**
 * An empty mapping, for files of whose columns none could be guessed. The API returns columns and cells only with a
 * guess, so they are found by previews: each row as if one column were an id.
 */
async function blank(file: Upload, reading: Reading, signal: AbortSignal): Promise<ImportGuess> {
  const tried = (column: string) => preview({ upload: file.id, mapping: about(file, { external_id: column }), ...reading }, signal);
  const refusal = await tried(NO_HEADER).then(
    () => undefined,
    (thrown: unknown) => asProblem(thrown),
  );
  const columns = columnsNamed(refusal?.mistakes[0]?.detail ?? "");
  if (refusal?.code !== "mapping_refused" || columns.length === 0) throw refusal ?? new Error(file.name);
  const [first, second] = await Promise.all(columns.slice(0, 2).map(tried));
  const rows = (first?.rows ?? []).map((row) => ({ ...second?.rows.find((one) => one.line === row.line)?.fields, ...row.fields }));
  const more = rows.flatMap((row) => Object.keys(row)).filter((name) => !columns.includes(name));
  const all = [...columns, ...new Set(more)];
  const sample = rows.map((row) => all.map((column) => row[column] ?? ""));
  return { mapping: about(file, {}), columns: all, notes: [], questions: [], sample, rows: [], problems: [] };
}

export function blankQuery(file: Upload, reading: Reading) {
  return queryOptions({
    queryKey: ["blank", file.id, reading],
    queryFn: ({ signal }) => blank(file, reading, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
