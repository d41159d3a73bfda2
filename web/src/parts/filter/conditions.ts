import type { ComponentType } from "react";
import { t } from "@/messages/messages";
import { isAll, isGroup, isNot, partsOf, type Group, type Tree } from "./tree";

/** What a condition can be about, as one key: `stage`, `field.city`, … */
export type Subject = string;

/** Subjects under a heading, with what they are called. */
export interface SubjectGroup {
  group: string;
  items: { value: Subject; label: string }[];
}

/** The conditions on what a list has in it: what they can be about, how they are written and what they are in words. */
export interface Conditions<Leaf> {
  subjects: SubjectGroup[];
  /** What a new condition is about. */
  first: Subject;
  /** A condition about a subject, still to be filled in. */
  begun: (subject: Subject) => Leaf;
  /** What a condition is about; nothing for those that are not written by hand. */
  subjectOf: (leaf: Leaf) => Subject | undefined;
  /** A condition as it can be asked for; nothing while it is being written. */
  complete: (leaf: Leaf) => Leaf | undefined;
  say: (filter: Tree<Leaf>) => string;
  Editor: ComponentType<{ leaf: Leaf; change: (leaf: Leaf) => void }>;
}

interface Words<Leaf> {
  leaf: (leaf: Leaf) => string;
  /** A group that has words of its own. */
  group?: (group: Group<Leaf>) => string | undefined;
}

/** A filter in words, short enough for a chip. */
export function sayTree<Leaf extends object>(filter: Tree<Leaf>, words: Words<Leaf>): string {
  if (isGroup(filter)) {
    const own = words.group?.(filter);
    if (own !== undefined) return own;
    const parts = partsOf(filter).map((part) => sayTree(part, words));
    if (parts.length === 1) return parts[0] ?? "";
    return `(${parts.join(t(isAll(filter) ? "filter.phrase.and" : "filter.phrase.or"))})`;
  }
  if (isNot(filter)) return t("filter.phrase.not", { condition: sayTree(filter.not, words) });
  return words.leaf(filter);
}
