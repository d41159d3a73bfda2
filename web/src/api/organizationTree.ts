import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";

/** An organization in the tree. */
export type TreeNode = components["schemas"]["TreeNode"];

/** What stands above an organization, and directly below it. */
export function treeQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.party(id), "tree"],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/organizations/{id}/tree", { params: { path: { id } }, signal })),
  });
}

/** Sets the parent of an organization; null if it belongs to none. */
export function setParent(id: string, parent: string | null) {
  return bodyOf(api.PUT("/api/v1/organizations/{id}/parent", { params: { path: { id } }, body: { parent } }));
}
