import { en } from "./en";
import type { about } from "./en/about";
import type { conversion } from "./en/conversion";
import type { evidence } from "./en/evidence";
import type { file } from "./en/file";
import type { funnel } from "./en/funnel";
import type { glossary } from "./en/glossary";
import type { home } from "./en/home";
import type { imports } from "./en/imports";
import type { mapping } from "./en/mapping";
import type { party } from "./en/party";
import type { frameworks } from "./en/frameworks";
import type { qualification } from "./en/qualification";
import type { pipelines } from "./en/pipelines";
import type { records } from "./en/records";
import type { quotes } from "./en/quotes";
import type { settings } from "./en/settings";
import type { standing } from "./en/standing";
import type { values } from "./en/values";
import type { vocabularies } from "./en/vocabularies";
import { isPseudo, locale } from "./locale";
import { pseudo } from "./pseudo";

export type Message = string | { one: string; other: string };

/** Messages that are loaded with the pages that use them. */
type LoadedOnDemand = typeof about &
  typeof conversion &
  typeof evidence &
  typeof file &
  typeof funnel &
  typeof glossary &
  typeof home &
  typeof imports &
  typeof mapping &
  typeof party &
  typeof frameworks &
  typeof qualification &
  typeof pipelines &
  typeof records &
  typeof quotes &
  typeof settings &
  typeof standing &
  typeof values &
  typeof vocabularies;

/** The name of a message in the catalogue. */
export type MessageKey = keyof (typeof en & LoadedOnDemand);

const known: Record<string, Message> = { ...en };

/** Adds the messages of pages that are loaded on demand, so that the first load is without them. */
export const addMessages = (words: Record<string, Message>) => void Object.assign(known, words);

/** Values for the placeholders of a message; numbers are formatted in the reader's locale. */
export type Values = Record<string, string | number>;

const number = new Intl.NumberFormat(locale);
const plural = new Intl.PluralRules("en");
const HOLE = /\{(\w+)\}/g;

function form(message: Message, values: Values): string {
  if (typeof message === "string") return message;
  const count = Number(values.count ?? 0);
  return plural.select(count) === "one" ? message.one : message.other;
}

/** The message with its placeholders, in the reader's language. */
export function template(key: MessageKey, values: Values = {}): string {
  const text = form(known[key] ?? key, values);
  return isPseudo ? pseudo(text) : text;
}

/** A message in the reader's language. */
export function t(key: MessageKey, values: Values = {}): string {
  return template(key, values).replace(HOLE, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === "number" ? number.format(value) : value;
  });
}

/** A message whose key is built at run time, or the fallback if the catalogue has none. */
export function tMaybe(key: string, fallback: string): string {
  return key in known ? t(key as MessageKey) : fallback;
}
