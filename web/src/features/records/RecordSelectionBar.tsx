import { Button } from "@mantine/core";
import { Download, EyeOff, Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import { hideRecord, recordIds, type RecordRequest, restoreRecord } from "@/api/records";
import type { RecordType } from "@/api/wire";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { hideEach } from "@/parts/table/hideEach";
import { SelectionBar } from "@/parts/table/SelectionBar";
import { countChosen, NOTHING, type Selection } from "@/parts/table/selection";
import { useRun } from "@/parts/table/useRun";
import { t } from "@/messages/messages";
import { chosenFilter, tableAddress } from "./chosen";

const BulkDialog = lazy(() => import("./BulkDialog"));

interface Props {
  of: RecordType;
  request: RecordRequest;
  total: number;
  selection: Selection;
  setSelection: (selection: Selection) => void;
}

/** What can be done with the selected records. */
export default function RecordSelectionBar({ of, request, total, selection, setSelection }: Props) {
  const [asked, setAsked] = useState<"edit" | "hide">();
  const count = countChosen(selection, total);
  const filter = chosenFilter(request.filter, selection);
  const clear = () => setSelection(NOTHING);
  const close = () => setAsked(undefined);
  const again = () => queries.invalidateQueries({ queryKey: keys.records(of.plural) });
  const run = useRun(clear, () => void again());
  const hide = () =>
    run.run(async (report, stop) => {
      const ids = selection.all ? await recordIds(of.plural, filter) : [...selection.ids];
      const hiding = { ids, hide: (id: string) => hideRecord(of.plural, id), restore: (id: string) => restoreRecord(of.plural, id), again };
      await hideEach(hiding, report, stop);
    });
  const table = tableAddress(of.plural, filter);
  return (
    <SelectionBar total={total} selection={selection} setSelection={setSelection} run={run}>
      <Button size="xs" variant="default" leftSection={<Pencil size={14} aria-hidden="true" />} onClick={() => setAsked("edit")}>
        {t("chosen.edit")}
      </Button>
      {table !== undefined && (
        <Button size="xs" variant="default" component="a" href={table} download leftSection={<Download size={14} aria-hidden="true" />}>
          {t("chosen.export")}
        </Button>
      )}
      <Button size="xs" variant="default" leftSection={<EyeOff size={14} aria-hidden="true" />} onClick={() => setAsked("hide")}>
        {t("chosen.hide")}
      </Button>
      <ConfirmDialog
        opened={asked === "hide"}
        title={t("chosen.hide.title", { count })}
        action={t("chosen.hide")}
        close={close}
        confirm={() => {
          close();
          void hide();
        }}
      >
        {t("records.bulk.hide.text")}
      </ConfirmDialog>
      <Suspense>{asked === "edit" && <BulkDialog of={of} filter={filter} count={count} close={close} done={clear} />}</Suspense>
    </SelectionBar>
  );
}
