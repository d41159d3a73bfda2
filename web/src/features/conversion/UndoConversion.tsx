import type { ConversionReceipt } from "@/api/wire";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { takeBack } from "./undo";

interface Props {
  id: string;
  name: string;
  receipt: ConversionReceipt;
  opened: boolean;
  close: () => void;
}

/** Asks whether a conversion is to be taken back, and does so. */
export function UndoConversion({ id, name, receipt, opened, close }: Props) {
  async function undo() {
    close();
    await takeBack(id, receipt);
    toast({ message: t("convert.undone", { name }) });
  }
  return (
    <ConfirmDialog opened={opened} title={t("convert.undo.title", { name })} action={t("convert.undo")} close={close} confirm={undo}>
      {t("convert.undo.text")}
    </ConfirmDialog>
  );
}
