import type { Claim, Happening, Mapping, Source } from "./mapping";
import type { Meaning } from "./meanings";
import { isSame } from "./same";

const split = (meaning: Meaning): [what: string, name: string] => {
  const at = meaning.indexOf(":");
  return at < 0 ? [meaning, ""] : [meaning.slice(0, at), meaning.slice(at + 1)];
};

/** A copy without these names. */
export function without<Table extends object>(table: Table, ...names: (keyof Table)[]): Table {
  return Object.fromEntries(Object.entries(table).filter(([name]) => !names.includes(name as keyof Table))) as Table;
}

const isKind = (claim: string | Claim, kind: string) => (typeof claim === "string" ? claim : claim.kind) === kind;

function withoutColumn(source: Source, column: string): Source | undefined {
  const rest = (Array.isArray(source) ? source : source.join).filter((one) => !isSame(one, column));
  if (rest.length === 0) return undefined;
  return Array.isArray(source) ? rest : { ...source, join: rest };
}

function withoutField(mapping: Mapping, name: string, column: string): Mapping {
  const source = mapping.fields[name];
  const rest = source && withoutColumn(source, column);
  const fields = rest ? { ...mapping.fields, [name]: rest } : without(mapping.fields, name);
  return { ...mapping, fields };
}

/** Without the column as time of this kind; evidence that only had this time is removed with it. */
function withoutTime(one: Happening, kind: string, column: string): Happening[] {
  if (one.kind === kind && isSame(one.at, column)) return isSame(one.when, column) ? [] : [without(one, "at")];
  if (!one.values) return [one];
  const isShared = isSame(one.at, column) && Object.values(one.values).some((claim) => isKind(claim, kind));
  const values = Object.entries(one.values).map(([value, claim]) => {
    const isOf = typeof claim !== "string" && claim.kind === kind && isSame(claim.at, column);
    return [value, isOf ? without(claim, "at") : claim] as const;
  });
  return [{ ...(isShared ? without(one, "at") : one), values: Object.fromEntries(values) }];
}

const isSince = (claim: Partial<Claim>, column: string) => claim.earliest === true && isSame(claim.at, column);

/** Without the column as the earliest date of what values say. */
function withoutEarliest(one: Happening, column: string): Happening {
  const values = Object.entries(one.values ?? {}).map(([value, claim]) => [
    value,
    typeof claim !== "string" && isSince(claim, column) ? without(claim, "at", "earliest") : claim,
  ]);
  const plain = isSince(one, column) ? without(one, "at", "earliest") : one;
  return { ...plain, ...(one.values && { values: Object.fromEntries(values) }) };
}

/** With the column as the earliest date of what values say, where they have no date. */
function withEarliest(one: Happening, column: string): Happening {
  if (!one.values || one.at) return one;
  const values = Object.entries(one.values).map(([value, claim]) => {
    const dated = typeof claim === "string" ? claim === "" : claim.at !== undefined;
    return [value, dated ? claim : { ...(typeof claim === "string" ? { kind: claim } : claim), at: column, earliest: true }];
  });
  return { ...one, values: Object.fromEntries(values) };
}

function withoutDetail<Of extends Partial<Claim>>(claim: Of, name: string): Of {
  if (!claim.detail || !(name in claim.detail)) return claim;
  return { ...claim, detail: without(claim.detail, name) };
}

function withoutDetailAnywhere(one: Happening, name: string): Happening {
  const values = Object.entries(one.values ?? {}).map(([value, claim]) => [
    value,
    typeof claim === "string" ? claim : withoutDetail(claim, name),
  ]);
  return { ...withoutDetail(one, name), ...(one.values && { values: Object.fromEntries(values) }) };
}

/** Settings of the amounts of a deal, which name no column. */
const SETTINGS = new Set(["default_currency", "decimal"]);

function withoutDeal(mapping: Mapping, part: string, column: string): Mapping {
  const { deal = {} } = mapping;
  const rest = part === "id" ? { ...deal, id: deal.id?.filter((one) => !isSame(one, column)) ?? [] } : without(deal, part as keyof typeof deal);
  const isLeft = Object.entries(rest).some(([name, value]) => !SETTINGS.has(name) && [value].flat().length > 0);
  return isLeft ? { ...mapping, deal: rest } : without(mapping, "deal");
}

const eachHappening = (mapping: Mapping, change: (one: Happening) => Happening[]): Mapping => ({
  ...mapping,
  evidence: mapping.evidence.flatMap(change),
});

/** Without the column among those of an id. */
function withoutId<T extends { external_id?: string | string[] }>(of: T, column: string): T {
  const left = [of.external_id ?? []].flat().filter((one) => !isSame(one, column));
  return left.length > 0 ? { ...of, external_id: left } : (without(of, "external_id") as T);
}

/** With an organization, as long as it has a name or an id. */
function withOrganization(mapping: Mapping, organization: Mapping["organization"]): Mapping {
  const isNamed = organization?.name !== undefined || organization?.external_id !== undefined;
  return isNamed ? { ...mapping, organization } : without(mapping, "organization");
}

/** The mapping in which the column no longer means this. */
export function withoutMeaning(mapping: Mapping, column: string, meaning: Meaning): Mapping {
  const [what, name] = split(meaning);
  switch (what) {
    case "ignored":
      return { ...mapping, ignore: mapping.ignore.filter((one) => !isSame(one, column)) };
    case "field":
      return withoutField(mapping, name, column);
    case "id":
      return { ...mapping, party: withoutId(mapping.party, column) };
    case "company":
      return withOrganization(mapping, mapping.organization && without(mapping.organization, "name"));
    case "company_id":
      return withOrganization(mapping, mapping.organization && withoutId(mapping.organization, column));
    case "deal":
      return withoutDeal(mapping, name, column);
    case "participant":
      return { ...mapping, participant: mapping.participant.filter((one) => !isSame(one.column, column) || (one.by ?? "email") !== name) };
    case "values":
      return eachHappening(mapping, (one) => (isSame(one.column, column) ? [] : [one]));
    case "filled":
      return eachHappening(mapping, (one) => (one.kind === name && isSame(one.when, column) ? [] : [one]));
    case "earliest":
      return eachHappening(mapping, (one) => [withoutEarliest(one, column)]);
    case "time":
      return eachHappening(mapping, (one) => withoutTime(one, name, column));
    default:
      return eachHappening(mapping, (one) => [withoutDetailAnywhere(one, name)]);
  }
}

function withField(mapping: Mapping, name: string, column: string): Mapping {
  const source = mapping.fields[name] ?? [];
  const more = Array.isArray(source) ? [...source, column] : { ...source, join: [...source.join, column] };
  return { ...mapping, fields: { ...mapping.fields, [name]: more } };
}

/** Gives the evidence of that kind its time, or adds such evidence where the column is filled. */
function withTime(mapping: Mapping, kind: string, column: string): Mapping {
  const place = mapping.evidence.findIndex((one) => !one.at && one.kind === kind);
  const byValue = mapping.evidence.findIndex((one) => !one.at && Object.values(one.values ?? {}).some((claim) => isKind(claim, kind)));
  if (place < 0 && byValue < 0) return { ...mapping, evidence: [...mapping.evidence, { when: column, kind, at: column }] };
  const evidence = mapping.evidence.map((one, at) => {
    if (at === place) return { ...one, at: column };
    if (place >= 0 || at !== byValue || !one.values) return one;
    const values = Object.entries(one.values).map(([value, claim]) => {
      if (!isKind(claim, kind)) return [value, claim];
      return [value, { ...(typeof claim === "string" ? { kind: claim } : claim), at: column }];
    });
    return { ...one, values: Object.fromEntries(values) };
  });
  return { ...mapping, evidence };
}

function withDetail(mapping: Mapping, name: string, column: string): Mapping {
  const [first, ...rest] = mapping.evidence;
  return first ? { ...mapping, evidence: [{ ...first, detail: { ...first.detail, [name]: column } }, ...rest] } : mapping;
}

function withDeal(mapping: Mapping, part: string, column: string): Mapping {
  const { deal = {} } = mapping;
  return { ...mapping, deal: part === "id" ? { ...deal, id: [...(deal.id ?? []), column] } : { ...deal, [part]: column } };
}

/** The mapping in which the column means this too; `values` are its known values. */
export function withMeaning(mapping: Mapping, column: string, meaning: Meaning, values: string[] = []): Mapping {
  const [what, name] = split(meaning);
  switch (what) {
    case "ignored":
      return { ...mapping, ignore: [...mapping.ignore, column] };
    case "field":
      return withField(mapping, name, column);
    case "id":
      return { ...mapping, party: { ...mapping.party, external_id: column } };
    case "company":
      return { ...mapping, organization: { ...mapping.organization, name: column } };
    case "company_id":
      return { ...mapping, organization: { ...mapping.organization, external_id: column } };
    case "deal":
      return withDeal(mapping, name, column);
    case "participant":
      return { ...mapping, participant: [...mapping.participant, { column, by: name, role: "contact" }] };
    case "values":
      return { ...mapping, evidence: [...mapping.evidence, { column, values: Object.fromEntries(values.map((value) => [value, ""])) }] };
    case "filled":
      return { ...mapping, evidence: [...mapping.evidence, { when: column, kind: name }] };
    case "earliest":
      return eachHappening(mapping, (one) => [withEarliest(one, column)]);
    case "time":
      return withTime(mapping, name, column);
    default:
      return withDetail(mapping, name || column, column);
  }
}
