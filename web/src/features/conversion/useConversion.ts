import { useState } from "react";
import { convert, noteConverted, refreshConverted } from "@/api/conversion";
import { asProblem, type Problem } from "@/api/problem";
import type { ConversionDraft } from "@/api/wire";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { takeBack } from "./undo";

/** Sends a conversion: whether that is under way, and what was wrong with it. */
export function useConversion({ id, name }: { id: string; name: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function send(draft: ConversionDraft) {
    setBusy(true);
    setProblem(undefined);
    try {
      const receipt = await convert(id, draft);
      noteConverted(id, receipt);
      void refreshConverted(id, receipt);
      toast({ message: t("convert.done", { name }), undo: () => takeBack(id, receipt) });
      return true;
    } catch (thrown) {
      const refused = asProblem(thrown);
      const { receipt } = refused.document;
      // Somebody else was faster: the dialog shows what that came to.
      if (receipt) noteConverted(id, receipt);
      setProblem(refused);
      return false;
    } finally {
      setBusy(false);
    }
  }

  return { busy, problem, send, forget: () => setProblem(undefined) };
}
