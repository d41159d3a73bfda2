import { useCallback } from "react";
import { queries } from "@/api/queries";
import { activateVocabulary } from "@/api/vocabularyJobs";
import type { Vocabulary } from "@/api/wire";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { useJob } from "./useJob";

const never = new AbortController().signal;

async function goBack(former: Vocabulary) {
  await activateVocabulary(former.toml, () => undefined, never);
  await queries.invalidateQueries();
}

/** Activating a text: with progress, stop, and a toast that restores the previous version. */
export function useAdoption() {
  const job = useJob(activateVocabulary, false);
  const { run } = job;
  const adopt = useCallback(
    async (toml: string, former: Vocabulary | undefined) => {
      const used = await run(toml);
      if (used === null) toast({ message: t("use.stopped") });
      if (!used) return undefined;
      await queries.invalidateQueries();
      const message = t(used.unchanged ? "use.unchanged" : "use.done", { version: used.version, name: used.name });
      const undo = former && !used.unchanged ? () => goBack(former) : undefined;
      toast({ message, ...(undo && { undo }) });
      return used;
    },
    [run],
  );
  return { ...job, adopt };
}
