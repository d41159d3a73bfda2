import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import { changeTypeField } from "@/api/records";
import type { RecordField, RecordType } from "@/api/wire";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";

async function put(of: RecordType, field: RecordField, archived: boolean) {
  await changeTypeField(of.name, field.name, { archived });
  void queries.invalidateQueries({ queryKey: keys.recordTypes });
}

/** Archives a field, or offers it again; its values stay either way. */
export async function setArchived(of: RecordType, field: RecordField, archived: boolean) {
  await put(of, field, archived);
  const message = t(archived ? "records.field.archived.done" : "records.field.restored", { title: field.title });
  toast({ message, undo: () => put(of, field, !archived) });
}
