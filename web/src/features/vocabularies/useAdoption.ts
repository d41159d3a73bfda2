import { useCallback } from "react";
import { queries } from "@/api/queries";
import { putToUse } from "@/api/vocabularyJobs";
import type { Vocabulary } from "@/api/wire";
import { toast } from "@/shell/toast";
import { t } from "@/words/words";
import { useJob } from "./useJob";

const never = new AbortController().signal;

async function goBack(former: Vocabulary) {
  await putToUse(former.toml, () => undefined, never);
  await queries.invalidateQueries();
}

/** Putting a text to use: with progress, a way to stop, and a note that takes it back to the version before. */
export function useAdoption() {
  const job = useJob(putToUse, false);
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
