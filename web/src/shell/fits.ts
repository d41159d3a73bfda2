/** Lower-case letters without accents. */
const fold = (text: string) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

const SHORTEST_BEGINNING = 5;
const SHARE_OF_BEGINNING = 0.75;

/** Whether each typed word occurs in a text, also with another ending: “customers” finds “Customer”. */
export function fits(typed: string, text: string): boolean {
  const within = fold(text);
  const words = within.split(/[^\p{L}\p{N}]+/u);
  return fold(typed)
    .split(/\s+/)
    .every((word) => {
      if (within.includes(word)) return true;
      const beginning = word.slice(0, Math.ceil(word.length * SHARE_OF_BEGINNING));
      return word.length >= SHORTEST_BEGINNING && words.some((one) => one.startsWith(beginning));
    });
}
