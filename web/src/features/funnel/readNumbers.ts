/** The search parameters of the numbers of evidence. */
export interface NumbersSearch {
  kind?: string | undefined;
  /** The entry of the detail that holds the number. */
  number?: string | undefined;
  by?: string | undefined;
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** Reads the address; the server says which kinds and fields there are. */
export const readNumbers = ({ kind, number, by }: Record<string, unknown>): NumbersSearch => ({ kind: text(kind), number: text(number), by: text(by) });
