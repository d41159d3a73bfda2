import { undoImport } from "@/api/imports";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import type { Import, ImportUndone } from "@/api/wire";
import { toast } from "@/shell/toast";
import { t } from "@/words/words";

/** What taking an import back came to, in a sentence of only what there was. */
function toldOf({ hidden, restored, stayed, retracted }: ImportUndone): string {
  const parts = [
    hidden > 0 && t("imports.undone.hidden", { count: hidden }),
    restored > 0 && t("imports.undone.restored", { count: restored }),
    stayed > 0 && t("imports.undone.stayed", { count: stayed }),
    retracted > 0 && t("imports.undone.retracted", { count: retracted }),
  ];
  return parts.filter(Boolean).join(", ") || t("imports.undone.nothing");
}

/** Takes an import back and says what that came to. */
export async function undo(one: Import) {
  const undone = await undoImport(one.id).finally(() => {
    for (const queryKey of [keys.imports, keys.parties, keys.funnel]) void queries.invalidateQueries({ queryKey });
  });
  toast({ message: t("imports.undone.done", { file: one.file, what: toldOf(undone) }) });
}
