/** Conditions joined by and, or and not, whatever a single one is about. */
export type Tree<Leaf> = Group<Leaf> | Not<Leaf> | Leaf;

/** Conditions that are joined in one way. */
export type Group<Leaf> = { and: Tree<Leaf>[] } | { or: Tree<Leaf>[] };

interface Not<Leaf> {
  not: Tree<Leaf>;
}

export const isGroup = <Leaf extends object>(filter: Tree<Leaf>): filter is Group<Leaf> => "and" in filter || "or" in filter;
export const isNot = <Leaf extends object>(filter: Not<Leaf> | Leaf): filter is Not<Leaf> => "not" in filter;
export const isAll = <Leaf>(group: Group<Leaf>): group is { and: Tree<Leaf>[] } => "and" in group;
export const partsOf = <Leaf>(group: Group<Leaf>): Tree<Leaf>[] => (isAll(group) ? group.and : group.or);
export const groupOf = <Leaf>(all: boolean, parts: Tree<Leaf>[]): Group<Leaf> => (all ? { and: parts } : { or: parts });

/** A filter as a group, so that conditions can be added. */
export function asGroup<Leaf extends object>(filter: Tree<Leaf> | undefined): Group<Leaf> {
  if (filter === undefined) return { and: [] };
  return isGroup(filter) ? filter : { and: [filter] };
}

/** The filter without what is still being written; `complete` gives a condition as it can be asked for, if it can. */
export function completeOf<Leaf extends object>(filter: Tree<Leaf>, complete: (leaf: Leaf) => Leaf | undefined): Tree<Leaf> | undefined {
  if (isGroup(filter)) {
    const parts = partsOf(filter).flatMap((part) => completeOf(part, complete) ?? []);
    return parts.length > 0 ? groupOf(isAll(filter), parts) : undefined;
  }
  if (isNot(filter)) {
    const inner = completeOf(filter.not, complete);
    return inner && { not: inner };
  }
  return complete(filter);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether something, such as a part of an address, has the form of a filter; `isLeaf` looks at one condition by its key. */
export function isTree(value: unknown, isLeaf: (key: string, inside: unknown) => boolean): boolean {
  if (!isObject(value)) return false;
  const [[key, inside] = ["", undefined], ...more] = Object.entries(value);
  if (more.length > 0) return false;
  if (key === "and" || key === "or") return Array.isArray(inside) && inside.every((part) => isTree(part, isLeaf));
  return key === "not" ? isTree(inside, isLeaf) : isLeaf(key, inside);
}
