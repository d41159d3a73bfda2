import { ConfirmDialog } from "@/parts/ConfirmDialog";
import type { Vocabulary } from "@/api/wire";
import { t } from "@/messages/messages";

interface Props {
  vocabulary: Vocabulary;
  close: () => void;
  confirm: () => void;
}

/** Asks before an earlier version is restored. */
export function UseAgainDialog({ vocabulary: { title, version }, close, confirm }: Props) {
  return (
    <ConfirmDialog
      opened
      title={t("use.again.title", { version: version ?? "", name: title })}
      action={t("history.again")}
      close={close}
      confirm={confirm}
    >
      {t("use.again.text")}
    </ConfirmDialog>
  );
}
