import type { PartyKind } from "@/api/wire";
import { readToml, type TomlTable, type TomlValue } from "./toml";
import { writeToml } from "./writeToml";

/** The columns that fill a field: the first that is filled, or all of them together. */
export type Source = string[] | { join: string[]; with?: string };

/** One fact that a row claims. */
export interface Claim {
  kind: string;
  id?: string;
  at?: string;
  /** Whether it is so at the earliest since then. */
  earliest?: boolean;
  reason?: string;
  constant?: Record<string, string>;
  detail?: Record<string, string>;
  deal?: boolean;
}

/** What a row says has happened: one kind, or by the values of a column. */
export interface Happening extends Omit<Claim, "kind"> {
  kind?: string;
  when?: string;
  column?: string;
  values?: Record<string, string | Claim>;
}

interface Deal {
  id?: string[];
  title?: string;
  amount?: string;
  currency?: string;
  default_currency?: string;
  decimal?: string;
  product_line?: string;
  owner?: string;
}

interface Participant {
  column: string;
  by?: string;
  role?: string;
}

interface Dates {
  zone?: string;
  formats?: string[];
  order?: string | Record<string, string>;
  columns?: Record<string, string | Record<string, string>>;
}

/** An organization by its name, its id, or both. */
interface Organization {
  name?: string;
  external_id?: string | string[];
  role?: string;
}

/** What the columns of a file mean, as in its text; unknown entries are kept. */
export interface Mapping {
  name: string;
  system?: string;
  ignore: string[];
  party: { kind: PartyKind; external_id?: string | string[]; key: string[]; known?: boolean; shared_mail?: string };
  row?: { key: string[] };
  fields: Record<string, Source>;
  organization?: Organization;
  deal?: Deal;
  participant: Participant[];
  evidence: Happening[];
  dates?: Dates;
}

type Named = TomlTable | undefined;

const list = (value: TomlValue | undefined): TomlValue[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const section = (value: TomlValue | undefined): Named => (typeof value === "object" && !Array.isArray(value) ? value : undefined);

function sources(fields: Named): Record<string, TomlValue> {
  const all = Object.entries(fields ?? {}).map(([name, value]) => [name, section(value) ?? list(value)] as const);
  return Object.fromEntries(all);
}

/** Reads a mapping, with lists where one or several values are allowed. Throws if the text is not TOML. */
export function readMapping(text: string): Mapping {
  const top = readToml(text);
  const [party, row, deal] = [section(top.party), section(top.row), section(top.deal)];
  const read: TomlTable = {
    name: "",
    ...top,
    ignore: list(top.ignore),
    party: { kind: "person", ...party, key: list(party?.key) },
    ...(row && { row: { ...row, key: list(row.key) } }),
    fields: sources(section(top.fields)),
    ...(deal && { deal: { ...deal, id: list(deal.id) } }),
    participant: list(top.participant),
    evidence: list(top.evidence),
  };
  return read as unknown as Mapping;
}

/** The order of sections in the text. */
const ORDER = ["name", "system", "ignore", "party", "row", "fields", "organization", "deal", "participant", "evidence", "dates"];

function isFilled(value: unknown): boolean {
  if (value === undefined || value === false || value === "") return false;
  return typeof value !== "object" || value === null || Object.keys(value).length > 0;
}

function filled(table: object): TomlTable {
  return Object.fromEntries(Object.entries(table).filter(([, value]) => isFilled(value))) as TomlTable;
}

/** One column as one, several as a list. */
const oneOrList = (value: TomlValue): TomlValue => (Array.isArray(value) && value.length === 1 ? (value[0] ?? value) : value);

/** The text of a mapping, without empty entries. */
export function writeMapping(mapping: Mapping): string {
  const { party, row, fields, deal, evidence, participant } = mapping;
  const whole: Record<string, unknown> = {
    ...mapping,
    party: filled(party),
    row: row && filled(row),
    fields: Object.fromEntries(Object.entries(fields).map(([name, source]) => [name, oneOrList(source as TomlValue)])),
    deal: deal && Object.fromEntries(Object.entries(filled(deal)).map(([name, value]) => [name, oneOrList(value)])),
    // Without its values, evidence by the value of a column would be none.
    evidence: evidence.map((one) => ({ ...filled(one), ...(one.column && { values: one.values ?? {} }) })),
    participant: participant.map(filled),
  };
  const names = [...ORDER, ...Object.keys(whole).filter((name) => !ORDER.includes(name))];
  return writeToml(filled(Object.fromEntries(names.map((name) => [name, whole[name]]))));
}
