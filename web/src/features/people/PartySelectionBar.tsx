import "@/features/conversion/messages";
import { Button, Menu } from "@mantine/core";
import { BadgeCheck, CalendarPlus, Download, EyeOff, Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { PartyRequest } from "@/api/parties";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { SelectionBar } from "@/parts/table/SelectionBar";
import { countChosen, NOTHING, type Selection } from "@/parts/table/selection";
import { useShortcuts } from "@/shell/shortcuts";
import { toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { exportAddress, requestOf, saveExport } from "./chosen";
import { useBulk } from "./useBulk";

const BulkEditDialog = lazy(() => import("./BulkEditDialog"));
const ConvertManyDialog = lazy(() => import("@/features/conversion/many/ConvertManyDialog"));
const ConversionDialog = lazy(() => import("@/features/conversion/ConversionDialog"));
const EvidenceDialog = lazy(async () => ({ default: (await import("@/parts/evidence/EvidenceDialog")).EvidenceDialog }));

interface Props {
  request: PartyRequest;
  total: number;
  selection: Selection;
  setSelection: (selection: Selection) => void;
}

/** Downloads the selected records: by the browser, with its own progress, unless the URL would be too long. */
function ExportItem({ request, selection, format }: Pick<Props, "request" | "selection"> & { format: "csv" | "json" }) {
  const where = exportAddress(request, selection, format);
  const label = t(`chosen.export.${format}`);
  if (where === undefined) return <Menu.Item onClick={() => void saveExport(request, selection, format).catch(toastProblem)}>{label}</Menu.Item>;
  return (
    <Menu.Item component="a" href={where} download>
      {label}
    </Menu.Item>
  );
}

/** Actions on the selected rows. */
export default function PartySelectionBar({ request, total, selection, setSelection }: Props) {
  const [asked, setAsked] = useState<"edit" | "hide" | "evidence" | "convert">();
  const count = countChosen(selection, total);
  const clear = () => setSelection(NOTHING);
  const bulk = useBulk(request, selection, clear);
  const close = () => setAsked(undefined);
  const [only, ...others] = selection.all ? [] : selection.ids;
  const one = others.length === 0 ? only : undefined;
  useShortcuts({ t: () => setAsked("convert") });
  return (
    <SelectionBar total={total} selection={selection} setSelection={setSelection} run={bulk}>
      <Button size="xs" variant="default" leftSection={<Pencil size={14} aria-hidden="true" />} onClick={() => setAsked("edit")}>
        {t("chosen.edit")}
      </Button>
      <Button size="xs" variant="default" leftSection={<CalendarPlus size={14} />} onClick={() => setAsked("evidence")}>
        {t("chosen.evidence")}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<BadgeCheck size={14} aria-hidden="true" />}
        title={t("convert.key")}
        onClick={() => setAsked("convert")}
      >
        {t("convert.action")}
      </Button>
      <Menu position="top">
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<Download size={14} />}>
            {t("chosen.export")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(["csv", "json"] as const).map((format) => (
            <ExportItem key={format} request={request} selection={selection} format={format} />
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button size="xs" variant="default" leftSection={<EyeOff size={14} />} onClick={() => setAsked("hide")}>
        {t("chosen.hide")}
      </Button>
      <ConfirmDialog
        opened={asked === "hide"}
        title={t("chosen.hide.title", { count })}
        action={t("chosen.hide")}
        close={close}
        confirm={() => {
          close();
          void bulk.hide();
        }}
      >
        {t("chosen.hide.text")}
      </ConfirmDialog>
      <Suspense>
        {asked === "edit" && <BulkEditDialog request={requestOf(request, selection)} count={count} close={close} done={clear} />}
        {asked === "convert" && one !== undefined && <ConversionDialog id={one} close={close} />}
        {asked === "convert" && one === undefined && (
          <ConvertManyDialog request={requestOf(request, selection)} count={count} close={close} done={() => (close(), clear())} />
        )}
        {asked === "evidence" && (
          <EvidenceDialog
            title={t("evidence.dialog.title", { count, name: "" })}
            close={close}
            save={(draft) => void bulk.record(draft)}
          />
        )}
      </Suspense>
    </SelectionBar>
  );
}
