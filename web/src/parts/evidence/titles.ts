import "./words";
import { tMaybe } from "@/words/words";

/** A word of a program as people write it: `no_budget` becomes "No budget". Sentences stay as they are. */
export function plain(word: string): string {
  if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(word)) return word;
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll("_", " ");
}

/** What a kind of evidence is called. */
export const kindTitle = (kind: string) => tMaybe(`evidence.${kind}`, plain(kind));

/** What a family of evidence is called. */
export const familyTitle = (family: string) => tMaybe(`family.${family}`, plain(family));

/** What a role is called. */
export const roleTitle = (role: string) => tMaybe(`role.${role}`, plain(role));

/** What an entry of the detail is called. */
export const detailTitle = (name: string) => tMaybe(`detail.${name}`, plain(name));

/** What a value of the detail means, where it is a word of ours. What has a digit is an id or a number, and stays. */
export const valueTitle = (name: string, value: string) => tMaybe(`detail.${name}.${value}`, /\d/.test(value) ? value : plain(value));
