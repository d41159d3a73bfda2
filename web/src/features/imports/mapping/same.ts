/** Text without case, accents and repeated spaces: headers that differ only in these are equal. */
export function folded(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.trim().replace(/\s+/g, " ");
}

/** Whether a column is the one, or among those. */
export const isAmong = (some: string | string[] | undefined, column: string) => [some ?? []].flat().some((one) => isSame(one, column));

export const isSame = (one: string | undefined, other: string) => one !== undefined && (one === other || folded(one) === folded(other));
