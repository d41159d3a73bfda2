import { Stack } from "@mantine/core";
import type { Vocabulary } from "@/api/wire";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { t } from "@/messages/messages";
import { movesInWords } from "./summary";
import type { Outcome } from "./useTrying";

interface Props {
  vocabulary: Vocabulary;
  /** The active version of the same name. */
  former: Vocabulary | undefined;
  /** The preview result of this exact text. */
  outcome: Outcome | undefined;
  close: () => void;
  confirm: () => void;
}

/** Explains what activating does, and asks. */
export function UseDialog({ vocabulary, former, outcome, close, confirm }: Props) {
  return (
    <ConfirmDialog
      opened
      title={t(former ? "use.title" : "use.title.new", { title: vocabulary.title })}
      action={t("editor.use")}
      close={close}
      confirm={confirm}
    >
      <Stack gap="sm">
        <div>{outcome ? movesInWords(outcome.tried, outcome.before, outcome.after) : t("use.untried")}</div>
        <div>{former ? t("use.text", { version: former.version ?? "" }) : t("use.text.new")}</div>
      </Stack>
    </ConfirmDialog>
  );
}
