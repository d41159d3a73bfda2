import type { FieldValue, RecordField } from "@/api/wire";
import { type CellTyping, cellTyping } from "./cells";
import { type Amount, majorOf, minorOf, textOf, type Values } from "./values";

/** Values of the fields that a workspace has declared for people and organizations: each is kept as a text. */

const AMOUNT = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/;

function amountIn(text: string): FieldValue | undefined {
  const [, digits = "", currency = ""] = AMOUNT.exec(text) ?? [];
  const minor = currency === "" ? undefined : minorOf(digits, currency);
  return minor === undefined ? undefined : { minor, currency };
}

const matching = (form: RegExp) => (text: string) => (form.test(text) ? text : undefined);

type Reading = (text: string, field: RecordField) => FieldValue | undefined;

const READINGS: Partial<Record<RecordField["kind"], Reading>> = {
  number: matching(/^-?\d+(\.\d+)?$/),
  money: amountIn,
  yes_no: (text) => (text === "true" ? true : text === "false" ? false : undefined),
  date: matching(/^\d{4}-\d\d-\d\d$/),
  instant: (text) => (Number.isNaN(Date.parse(text)) ? undefined : text),
  duration: matching(/^-?PT(?=\d)(\d+H)?(\d+M)?(\d+S)?$/),
  choice: (text, { choices = [] }) => (choices.some((one) => one.name === text) ? text : undefined),
};

/** The value that a stored text is in a field; undefined if it is none, as an import may have left it. */
export function ownValue(field: RecordField, stored: string): FieldValue | undefined {
  const reading = READINGS[field.kind];
  return reading ? reading(stored, field) : stored;
}

/** A decimal without zeros that say nothing. */
const shortest = (decimal: string) => (decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal);

/** The text that is stored for a value; empty for none. */
export function ownText(field: RecordField, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (field.kind === "money" && typeof value === "object") return `${majorOf(value as Amount)} ${(value as Amount).currency}`;
  return field.kind === "number" ? shortest(String(value)) : String(value);
}

/** The declared fields of a new party that have a value, in the form in which they are sent. */
export function ownDraft(fields: RecordField[], values: Values): { more?: Record<string, string> } {
  const filled = fields.map((field) => [field.name, ownText(field, values[field.name])]).filter(([, text]) => text !== "");
  return filled.length > 0 ? { more: Object.fromEntries(filled) as Record<string, string> } : {};
}

/** A stored text as people read it: with the title of a choice, a date in words, an amount with its sign. */
export function shownText(field: RecordField, stored: string): string {
  const value = ownValue(field, stored);
  return value === undefined ? stored : textOf(field, value);
}

/** How a stored text is edited in place. */
export interface OwnTyping {
  input: CellTyping["input"];
  /** The text that is edited. */
  write: (stored: string) => string;
  /** What is wrong with an edited text. */
  check: (text: string) => string | undefined;
  /** The text to store for one that has no mistake; empty for none. */
  read: (text: string, before: string) => string;
}

/** How a field of people and organizations is edited in place; undefined if it needs the room of several lines. */
export function ownTyping(field: RecordField): OwnTyping | undefined {
  const typing = cellTyping(field);
  if (!typing) return undefined;
  const valueIn = (stored: string) => (stored === "" ? null : ownValue(field, stored));
  return {
    input: typing.input,
    check: typing.check,
    write: (stored) => {
      const value = valueIn(stored);
      return value === undefined ? stored : typing.write(value);
    },
    read: (text, before) => ownText(field, typing.read(text, valueIn(before) ?? null)),
  };
}
