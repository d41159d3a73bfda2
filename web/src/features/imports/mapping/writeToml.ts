import type { TomlTable, TomlValue } from "./toml";

/** Tables that get lines of their own inside their section, because they grow long. */
const LONG = new Set(["values", "columns"]);

const isTable = (value: TomlValue): value is TomlTable => typeof value === "object" && !Array.isArray(value);
const isTables = (value: TomlValue): value is TomlTable[] => Array.isArray(value) && value.length > 0 && value.every(isTable);

function quoted(text: string): string {
  // JSON strings are TOML strings, apart from one character that JSON does not escape.
  return JSON.stringify(text).replaceAll("\u007f", "\\u007F");
}

const named = (name: string) => (/^[A-Za-z0-9_-]+$/.test(name) ? name : quoted(name));

function inline(value: TomlValue): string {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (!isTable(value)) return String(value);
  const parts = Object.entries(value).map(([name, one]) => `${named(name)} = ${inline(one)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

function entries(table: TomlTable, path: string): string {
  const isLong = ([name, value]: [string, TomlValue]) => LONG.has(name) && isTable(value);
  const all = Object.entries(table);
  const lines = all.filter((entry) => !isLong(entry)).map(([name, value]) => `${named(name)} = ${inline(value)}\n`);
  const long = all.filter(isLong).map(([name, value]) => `\n[${path}.${named(name)}]\n${entries(value as TomlTable, path)}`);
  return [...lines, ...long].join("");
}

/** The tables as a text that reads back as the same. */
export function writeToml(top: TomlTable): string {
  const isSection = (value: TomlValue) => isTable(value) || isTables(value);
  const all = Object.entries(top);
  const head = all.filter(([, value]) => !isSection(value)).map(([name, value]) => `${named(name)} = ${inline(value)}\n`);
  const sections = all.flatMap(([name, value]) => {
    if (isTables(value)) return value.map((one) => `\n[[${named(name)}]]\n${entries(one, named(name))}`);
    return isTable(value) ? [`\n[${named(name)}]\n${entries(value, named(name))}`] : [];
  });
  return [...head, ...sections].join("");
}
