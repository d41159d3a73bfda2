import "./messages";
import type { RecordField } from "@/api/wire";
import type { Taking } from "../recordFields";
import { formatDay, formatInstant, formatMoney } from "@/messages/format";
import { decimalsOf } from "@/messages/decimals";
import { t } from "@/messages/messages";
import { unitsOf } from "../amountText";

/** An amount, in the smallest units of its currency. */
export interface Amount {
  minor: number;
  currency: string;
}

/** The parts of a postal address, in the order of a form. */
export const ADDRESS = ["street", "postal_code", "city", "region", "country"] as const;

export type Address = Partial<Record<(typeof ADDRESS)[number], string>>;

/** The values of a form, by field; null empties a field. */
export type Values = Record<string, unknown>;

const DURATION = /^(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/;

/** The minutes of a length of time such as PT1H30M. */
export function minutesOf(duration: string): number {
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = DURATION.exec(duration) ?? [];
  const all = Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
  return sign === "-" ? -all : all;
}

/** The length of time that was typed, in minutes or as in 1h30m; undefined if it is none. */
export function durationOf(text: string): string | undefined {
  const typed = text.replaceAll(/\s/g, "").toUpperCase();
  if (/^\d+$/.test(typed)) return `PT${typed}M`;
  return /^(?=\d)(\d+H)?(\d+M)?(\d+S)?$/.test(typed) ? `PT${typed}` : undefined;
}

/** The local time that an input of date and time shows. */
export function localOf(instant: unknown): string {
  if (typeof instant !== "string") return "";
  const time = new Date(instant);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The instant of a local time from an input of date and time. */
export const instantOf = (local: string) => new Date(local).toISOString();

/** The smallest units of what was typed as an amount; undefined if it is no amount, or may be another one. */
export const minorOf = (text: string, currency: string) => unitsOf(text, currency, "refused");

/** An amount in units of its currency, as it is typed. */
export function majorOf({ minor, currency }: Amount): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return minor < 0 ? `-${text}` : text;
}

function textOfOne(field: RecordField, value: unknown): string {
  switch (field.kind) {
    case "money":
      return formatMoney((value as Amount).minor, (value as Amount).currency);
    case "yes_no":
      return t(value === true ? "value.yes" : "value.no");
    case "date":
      return formatDay(String(value), "day");
    case "instant":
      return formatInstant(String(value));
    case "duration":
      return String(value).slice(2).toLowerCase();
    case "choice":
      return field.choices?.find((one) => one.name === value)?.title ?? String(value);
    case "address":
      return ADDRESS.flatMap((part) => (value as Address)[part] ?? []).join(", ");
    case "number":
      return new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: 15 }).format(Number(value));
    default:
      return String(value);
  }
}

/** Whether values of a field are numbers, which are aligned at the right. */
export const isNumeric = (field: RecordField) => ["number", "money", "duration"].includes(field.kind);

/** The text of a value of a field; empty if it is none. Parties are shown by their ids only where there is no name. */
export function textOf(field: RecordField, value: unknown): string {
  if (value === undefined || value === null) return "";
  const all = Array.isArray(value) ? value : [value];
  const plain = all.map((one: unknown) => {
    if (field.kind === "party") return (one as Taking).party;
    const isLabelled = typeof one === "object" && one !== null && "value" in one;
    return textOfOne(field, isLabelled ? one.value : one);
  });
  return plain.join(", ");
}
