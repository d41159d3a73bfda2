import { FIELDS } from "@/api/standardFields";
import type { Kind } from "@/api/wire";
import { t, tMaybe, type MessageKey } from "@/messages/messages";
import { DEAL_PARTS, type Meaning, PARTICIPANT_KEYS } from "./mapping/meanings";

/** Families that a file cannot contain. */
const OTHERS = new Set(["correction", "judgement"]);

interface Option {
  value: Meaning;
  label: string;
}

export interface OptionGroup {
  group: string;
  items: Option[];
}

export const kindName = (kind: string) => tMaybe(`evidence.${kind}`, kind.replaceAll("_", " "));

/** The label of a meaning. */
function meaningLabel(meaning: Meaning): string {
  const [what = "", ...rest] = meaning.split(":");
  const name = rest.join(":");
  if (what === "field") return tMaybe(`field.${name}`, t("imports.means.ownField", { field: name }));
  if (what === "time" || what === "filled") return t(`imports.means.${what}`, { kind: kindName(name) });
  if (what === "detail") return name === "" ? t("imports.means.detail") : t("imports.means.detailOf", { name });
  return t(`imports.means.${name === "" ? what : `${what}.${name}`}` as MessageKey);
}

const options = (meanings: Meaning[]): Option[] => meanings.map((value) => ({ value, label: meaningLabel(value) }));

function kindsOfFiles(kinds: Kind[]): Kind[] {
  return kinds.filter((kind) => !OTHERS.has(kind.family));
}

/** Kinds of evidence by their families. */
export function kindOptions(kinds: Kind[]): OptionGroup[] {
  const some = kindsOfFiles(kinds);
  return [...new Set(some.map((kind) => kind.family))].map((family) => ({
    group: tMaybe(`family.${family}`, family),
    items: some.filter((kind) => kind.family === family).map(({ name }) => ({ value: name, label: kindName(name) })),
  }));
}

/** Everything that a column may mean, in groups. */
export function meaningOptions(kinds: Kind[], hasCompany: boolean, hasEvidence: boolean): OptionGroup[] {
  const names = kindsOfFiles(kinds).map((kind) => kind.name);
  const group = (name: "kept" | "fields" | "who" | "happened" | "time" | "filled" | "deal" | "others", meanings: Meaning[]) => ({
    group: t(`imports.group.${name}`),
    items: options(meanings),
  });
  return [
    group("kept", ["own", "ignored"]),
    group("fields", FIELDS.map((field) => `field:${field}`)),
    group("who", ["id", "company", ...(hasCompany ? ["company_id"] : [])]),
    group("happened", ["values", ...(hasEvidence ? ["detail:"] : [])]),
    group("time", [...(hasEvidence ? ["earliest"] : []), ...names.map((name) => `time:${name}`)]),
    group("filled", names.map((name) => `filled:${name}`)),
    group("deal", DEAL_PARTS.map((part) => `deal:${part}`)),
    group("others", PARTICIPANT_KEYS.map((key) => `participant:${key}`)),
  ];
}

/** The options with these in front, so that what is chosen is always among them. */
export function withChosen(groups: OptionGroup[], chosen: Meaning[]): OptionGroup[] {
  const known = new Set(groups.flatMap((group) => group.items.map((item) => item.value)));
  const missing = chosen.filter((meaning) => !known.has(meaning));
  return missing.length === 0 ? groups : [{ group: t("imports.group.now"), items: options(missing) }, ...groups];
}
