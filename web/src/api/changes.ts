import { t } from "@/messages/messages";
import { api, bodyOf } from "./client";
import { Problem } from "./problem";
import type { ChangeKept } from "./wire";

/** The header in which the answer to a write names what it changed. */
const CHANGE_SET = "change-set";

/** Seconds that an undo is waited for. */
const WAIT = 20;

/** What a write answered, and how to undo it; there is nothing to undo if it changed nothing. */
export interface Written<Body> {
  body: Body;
  undo: (() => Promise<void>) | undefined;
}

/** Undoes a change set as a whole, and returns what stays as it is because it was changed again since. */
export async function reversed(id: string): Promise<ChangeKept[]> {
  const answer = await bodyOf(api.POST("/api/v1/changes/{id}/undo", { params: { path: { id }, query: { wait: WAIT } } }));
  return "kept" in answer ? answer.kept : [];
}

/** Undoes a change set as a whole. What was changed again since stays as it is, and that is reported. */
export async function undoChange(id: string): Promise<void> {
  if ((await reversed(id)).length === 0) return;
  throw new Problem({ status: 409, code: "kept", title: t("api.kept.title"), detail: t("api.kept.detail") });
}

/** The body of a write, with its undo. */
export async function written<Body>(answer: Promise<{ data?: Body; response: Response }>): Promise<Written<Body>> {
  const body = await bodyOf(answer);
  const set = (await answer).response.headers.get(CHANGE_SET);
  return { body, undo: set === null ? undefined : () => undoChange(set) };
}
