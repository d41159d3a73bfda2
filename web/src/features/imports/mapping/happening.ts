import { without } from "./change";
import type { Claim, Happening } from "./mapping";

const claimsOf = (one: Happening): Claim[] => Object.values(one.values ?? {}).filter((claim): claim is Claim => typeof claim !== "string");

/** The column of the time: the one of the evidence, or the one that all of its values share. */
export function timeOf(one: Happening): string | undefined {
  if (one.at) return one.at;
  const times = new Set(claimsOf(one).map((claim) => claim.at));
  return times.size === 1 ? [...times][0] : undefined;
}

/** The same with this time for everything, or with none. */
export function withTimeOf(one: Happening, at: string | undefined): Happening {
  const values = Object.entries(one.values ?? {}).map(([value, claim]) => {
    if (typeof claim === "string") return [value, claim];
    const plain = without(claim, "at");
    return [value, Object.keys(plain).length === 1 ? plain.kind : plain];
  });
  return { ...without(one, "at"), ...(at && { at }), ...(one.values && { values: Object.fromEntries(values) }) };
}
