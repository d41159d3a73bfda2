/** A line of a comparison: in both texts, only in the earlier, or only in the later; with its number in each. */
export interface DiffLine {
  as: "same" | "removed" | "new";
  text: string;
  before?: number;
  after?: number;
}

/** For each pair of places, the longest common subsequence of the remaining lines. */
function commonLengths(before: string[], after: string[]): Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const [row, below] = [table[i], table[i + 1]] as [Uint32Array, Uint32Array];
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

/** What changed from one text to another, line by line, with as many lines as possible kept. */
export function diffLines(earlier: string, later: string): DiffLine[] {
  const [before, after] = [earlier.split("\n"), later.split("\n")];
  const common = commonLengths(before, after);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, now] = [before[i], after[j]];
    if (old !== undefined && old === now) {
      lines.push({ as: "same", text: old, before: ++i, after: ++j });
    } else if (old !== undefined && (now === undefined || (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      lines.push({ as: "removed", text: old, before: ++i });
    } else {
      lines.push({ as: "new", text: now ?? "", after: ++j });
    }
  }
  return lines;
}

/** Lines that are shown, or how many equal ones are left out between them. */
export type DiffPart = DiffLine[] | number;

/** The changes with some lines around each; long unchanged parts become their length. */
export function withContext(lines: DiffLine[], around: number): DiffPart[] {
  const isNear = lines.map((_, place) =>
    lines.slice(Math.max(0, place - around), place + around + 1).some((line) => line.as !== "same"),
  );
  const parts: DiffPart[] = [];
  for (const [place, line] of lines.entries()) {
    const last = parts.at(-1);
    if (isNear[place]) {
      if (Array.isArray(last)) last.push(line);
      else parts.push([line]);
    } else if (typeof last === "number") {
      parts[parts.length - 1] = last + 1;
    } else {
      parts.push(1);
    }
  }
  return parts;
}
