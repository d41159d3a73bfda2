import { Stack } from "@mantine/core";
import type { Vocabulary } from "@/api/wire";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { t } from "@/words/words";
import { movesInWords } from "./summary";
import type { Outcome } from "./useTrying";

interface Props {
  vocabulary: Vocabulary;
  /** The version in use under the same name. */
  former: Vocabulary | undefined;
  /** What the try of this very text came to. */
  outcome: Outcome | undefined;
  close: () => void;
  confirm: () => void;
}

/** Says what putting a text to use does, and asks. */
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
