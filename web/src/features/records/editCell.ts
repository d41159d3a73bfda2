import { keys } from "@/api/keys";
import type { Page } from "@/api/pages";
import { Problem } from "@/api/problem";
import { queries } from "@/api/queries";
import { changeRecord, readRecord } from "@/api/records";
import type { FieldValue, RecordField, RecordType, StoredRecord } from "@/api/wire";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { putting, valueIn, withValue } from "@/parts/fields/allFields";

/** Updates a changed record in every cached page. */
function show({ plural }: RecordType, record: StoredRecord) {
  queries.setQueriesData<Page<StoredRecord>>({ queryKey: [...keys.records(plural), "page"] }, (page) =>
    page?.items.some((one) => one.id === record.id)
      ? { ...page, items: page.items.map((one) => (one.id === record.id ? record : one)) }
      : page,
  );
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Lists know no versions: the record is read, and changed only if the cell still is as it was shown. */
async function send({ plural }: RecordType, shown: StoredRecord, name: string, value: FieldValue) {
  const { record, tag } = await readRecord(plural, shown.id);
  if (!same(valueIn(record, name), valueIn(shown, name))) {
    throw new Problem({ status: 412, code: "stale", title: t("api.stale.title"), detail: t("api.stale.detail") });
  }
  return changeRecord(plural, shown.id, tag, putting(name, value));
}

/** Changes a field of a record and offers to undo it; the screen shows it at once, and reverts if it is refused. */
export async function editCell(of: RecordType, shown: StoredRecord, field: RecordField, value: FieldValue) {
  const again = () => queries.invalidateQueries({ queryKey: keys.records(of.plural) });
  show(of, withValue(shown, field.name, value));
  try {
    const { body, undo } = await send(of, shown, field.name, value);
    show(of, body);
    toast({ message: t("people.edited", { field: field.title, name: body.name }), undo: undo && (() => undo().finally(again)) });
  } catch (thrown) {
    show(of, shown);
    toastProblem(thrown);
  }
  // What follows from it, and where the record is now.
  void again();
}
