/** A problem in a mapping's text; line and column are 0 if it has no place. */
interface Placed {
  line: number;
  column: number;
  detail: string;
}

/** The place at the beginning of a message, and the rest. */
export function mistakeAt(message: string): Placed {
  const [, line, column, detail] = /^line (\d+), column (\d+): (.*)$/s.exec(message) ?? [];
  return { line: Number(line ?? 0), column: Number(column ?? 0), detail: detail ?? message };
}

/** Where in the text a line and column are, both from 1. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(text.length, before + Math.min(column - 1, lines[line - 1]?.length ?? 0));
}
