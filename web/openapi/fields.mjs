// Writes the standard fields of parties, as the API declares them: names, titles and kinds.
import { readFileSync } from "node:fs";

const { "x-standard-fields": declared } = JSON.parse(readFileSync("../openapi.json", "utf8"));
const object = (entries) => entries.map(([name, value]) => `  ${name}: ${JSON.stringify(value)},\n`).join("");
const single = declared.filter((field) => !field.multiple);
const titles = declared.map((field) => [`"field.${field.name}"`, field.title]);
const kinds = single.filter((field) => field.kind !== "text").map((field) => [field.name, field.kind]);

process.stdout.write(`// Written from openapi.json; renew it with \`npm run api\`.

/** The standard fields of a party with one value, in the order in which forms show them. */
export const FIELDS = [
${single.map((field) => `  ${JSON.stringify(field.name)},\n`).join("")}] as const;

/** What the standard fields are called. */
export const FIELD_TITLES = {
${object(titles)}} as const;

/** What they hold; text if nothing is said. */
export const FIELD_KINDS = {
${object(kinds)}} as const;
`);
