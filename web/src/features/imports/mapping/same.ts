/** Text without case, accents and the width of its gaps: two headers that differ in these alone are one. */
export function folded(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.trim().replace(/\s+/g, " ");
}

export const isSame = (one: string | undefined, other: string) => one !== undefined && (one === other || folded(one) === folded(other));
