import "./messages";
import { tMaybe } from "@/messages/messages";

/** A name from a program as people write it: `no_budget` becomes "No budget". Sentences stay unchanged. */
export function plain(word: string): string {
  if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(word)) return word;
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll("_", " ");
}

/** The title of a kind of evidence. */
export const kindTitle = (kind: string) => tMaybe(`evidence.${kind}`, plain(kind));

/** The title of a family of evidence. */
export const familyTitle = (family: string) => tMaybe(`family.${family}`, plain(family));

/** The title of a role. */
export const roleTitle = (role: string) => tMaybe(`role.${role}`, plain(role));

/** The label of an entry of the detail. */
export const detailTitle = (name: string) => tMaybe(`detail.${name}`, plain(name));

/** The label of a value of the detail, if it is a known name. A value with a digit is an id or a number, and stays. */
export const valueTitle = (name: string, value: string) => tMaybe(`detail.${name}.${value}`, /\d/.test(value) ? value : plain(value));
