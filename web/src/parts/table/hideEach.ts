import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { eachOf } from "./eachOf";
import type { Progress } from "./useRun";

interface Hiding {
  ids: string[];
  hide: (id: string) => Promise<unknown>;
  restore: (id: string) => Promise<unknown>;
  /** Loads again what it makes stale. */
  again: () => Promise<unknown>;
}

const never = new AbortController().signal;

/** Hides rows one by one, and offers to restore them. One that is refused ends it; those before it can be restored. */
export async function hideEach({ ids, hide, restore, again }: Hiding, report: (progress: Progress) => void, stop: AbortSignal) {
  const failed = new AbortController();
  const hidden: string[] = [];
  let problem: unknown;
  async function hideOne(id: string) {
    try {
      await hide(id);
      hidden.push(id);
    } catch (thrown) {
      problem ??= thrown;
      failed.abort();
    }
  }
  await eachOf(ids, hideOne, () => report({ done: hidden.length, total: ids.length }), AbortSignal.any([stop, failed.signal]));
  const undo = () => eachOf(hidden, restore, () => undefined, never).finally(again);
  if (hidden.length > 0) toast({ message: t("chosen.hidden", { count: hidden.length }), undo });
  if (problem !== undefined) toastProblem(problem);
}
