import type { FieldValue, RecordField } from "@/api/wire";
import { mailMistake } from "../mail";
import type { CellInput } from "../table/column";
import { t } from "@/messages/messages";
import { type Amount, durationOf, instantOf, localOf, majorOf, minorOf } from "./values";

/** How values of a kind are typed in the cell of a table. */
interface Typing {
  input?: CellInput;
  /** The text of a value that is there. */
  write: (value: NonNullable<FieldValue>) => string;
  /** The value of a text that is not empty; undefined if it is none. */
  read: (text: string, before: FieldValue) => FieldValue | undefined;
  /** What is wrong with a text that cannot be read. */
  mistake?: () => string;
  /** An example of a text. */
  hint?: () => string;
}

const plain: Typing = { write: String, read: (text) => text };

const AMOUNT = /^(.*?)\s*([A-Za-z]{3})?$/;
const USUAL_CURRENCY = "EUR";

/** An amount as it is typed, such as "12.50 EUR"; without a currency it is in the one of before. */
function amountOf(text: string, before: FieldValue): FieldValue | undefined {
  const [, digits = "", named] = AMOUNT.exec(text) ?? [];
  const currency = named?.toUpperCase() ?? (before as Amount | null)?.currency ?? USUAL_CURRENCY;
  const minor = minorOf(digits, currency);
  return minor === undefined ? undefined : { minor, currency };
}

const DECIMAL = /^-?\d+([.,]\d+)?$/;
const MOST_DIGITS = 15;
const isDecimal = (text: string) => DECIMAL.test(text) && text.replace(/\D/g, "").length <= MOST_DIGITS;

const TYPINGS: Partial<Record<RecordField["kind"], Typing>> = {
  text: plain,
  user: plain,
  email: { ...plain, input: { type: "email" } },
  phone: { ...plain, input: { type: "tel" } },
  url: { ...plain, input: { type: "url" } },
  number: {
    input: { inputMode: "decimal" },
    write: String,
    read: (text) => (isDecimal(text) ? text.replace(",", ".") : undefined),
    mistake: () => t("value.mistake.number"),
  },
  money: {
    write: (value) => `${majorOf(value as unknown as Amount)} ${(value as unknown as Amount).currency}`,
    read: amountOf,
    mistake: () => t("value.mistake.money"),
    hint: () => `1000 ${USUAL_CURRENCY}`,
  },
  date: { input: { type: "date" }, write: String, read: (text) => text },
  instant: { input: { type: "datetime-local" }, write: localOf, read: instantOf },
  duration: {
    write: (value) => String(value).replace("PT", "").toLowerCase(),
    read: durationOf,
    mistake: () => t("value.mistake.duration"),
    hint: () => "1h30m",
  },
};

/** How values of a kind are typed where there is one field for them. */
export const typingOfKind = (kind: RecordField["kind"]): Typing => TYPINGS[kind] ?? plain;

function choosing(field: RecordField, options: { value: string; label: string }[], typing: Typing): Typing {
  const none = field.required ? [] : [{ value: "", label: t("value.none") }];
  return { ...typing, input: { options: [...none, ...options] } };
}

/** How a field is typed in a cell; undefined for those that need the room of a form. */
function typingOf(field: RecordField): Typing | undefined {
  if (field.multiple || field.name === "state" || field.name === "created_at" || field.name === "updated_at") return undefined;
  if (field.kind === "choice") {
    return choosing(field, (field.choices ?? []).map(({ name, title }) => ({ value: name, label: title })), plain);
  }
  if (field.kind === "yes_no") {
    const options = [true, false].map((value) => ({ value: String(value), label: t(value ? "value.yes" : "value.no") }));
    return choosing(field, options, { write: String, read: (text) => text === "true" });
  }
  return TYPINGS[field.kind];
}

/** How the cells of a field are edited: their text, what is wrong with one, and the value of one. */
export interface CellTyping {
  input: CellInput | undefined;
  write: (value: FieldValue) => string;
  check: (text: string) => string | undefined;
  /** The value of a text that has no mistake; null for none. */
  read: (text: string, before: FieldValue) => FieldValue;
}

/** How the cells of a field are edited in place; undefined if they are not. */
export function cellTyping(field: RecordField): CellTyping | undefined {
  const typing = typingOf(field);
  if (!typing) return undefined;
  function check(text: string) {
    const typed = text.trim();
    if (typed === "") return field.required ? t("value.mistake.required", { title: field.title }) : undefined;
    if (typing?.read(typed, null) === undefined) return typing?.mistake?.();
    return field.kind === "email" ? mailMistake(typed) : undefined;
  }
  return {
    input: typing.input,
    write: (value) => (value === null || value === undefined ? "" : typing.write(value)),
    check,
    read: (text, before) => (text.trim() === "" ? null : (typing.read(text.trim(), before) ?? null)),
  };
}
