import { undoImport } from "@/api/imports";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import type { Import, ImportUndone } from "@/api/wire";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";

/** The result of undoing an import, in a sentence without zeros. */
function toldOf({ hidden, restored, stayed, retracted }: ImportUndone): string {
  const parts = [
    hidden > 0 && t("imports.undone.hidden", { count: hidden }),
    restored > 0 && t("imports.undone.restored", { count: restored }),
    stayed > 0 && t("imports.undone.stayed", { count: stayed }),
    retracted > 0 && t("imports.undone.retracted", { count: retracted }),
  ];
  return parts.filter(Boolean).join(", ") || t("imports.undone.nothing");
}

/** Undoes an import and shows the result. */
export async function undo(one: Import) {
  const undone = await undoImport(one.id).finally(() => {
    for (const queryKey of [keys.imports, keys.parties, keys.funnel]) void queries.invalidateQueries({ queryKey });
  });
  toast({ message: t("imports.undone.done", { file: one.file, what: toldOf(undone) }) });
}
