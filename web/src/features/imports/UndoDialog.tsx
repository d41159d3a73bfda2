import type { Import } from "@/api/wire";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { t } from "@/messages/messages";
import classes from "./one.module.css";
import { undo } from "./undo";

interface Props {
  one: Import;
  opened: boolean;
  close: () => void;
}

/** Explains what undoing an import does, and asks. */
export function UndoDialog({ one, opened, close }: Props) {
  return (
    <ConfirmDialog
      opened={opened}
      title={t("imports.undo.title", { file: one.file })}
      action={t("imports.undo")}
      dangerous
      close={close}
      confirm={() => undo(one)}
    >
      <p className={classes.dialogText}>{t("imports.undo.lead", { count: one.created + one.updated })}</p>
      <ul className={classes.dialogList}>
        {(["created", "updated", "evidence", "again"] as const).map((part) => (
          <li key={part}>{t(`imports.undo.${part}`)}</li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
