import { Button } from "@mantine/core";
import type { Vocabulary } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./editor.module.css";
import type { useDraft } from "./useDraft";

interface Props {
  draft: ReturnType<typeof useDraft>;
  /** The active version of the vocabulary that the draft is based on. */
  vocabulary: Vocabulary;
  isCopy: boolean;
  /** The vocabulary as the text has it. */
  target: Vocabulary | undefined;
  discard: () => void;
}

/** Notes on the draft: that there is one, its base version, and whether it becomes a new vocabulary. */
export function DraftNotes({ draft, vocabulary, isCopy, target, discard }: Props) {
  const { base, isChanged } = draft;
  const isBehind = !isCopy && isChanged && base !== vocabulary.version;
  const isRenamed = !isCopy && target !== undefined && target.name !== vocabulary.name;
  return (
    <div className={classes.notes}>
      <p>
        {isCopy && t("editor.copy.note", { name: target?.name ?? "…" })}
        {!isCopy && t(isChanged ? "editor.draft" : "editor.unchanged", { version: vocabulary.version ?? "" })}
        {isBehind && ` ${t("editor.behind", { base: base ?? "", version: vocabulary.version ?? "" })}`}
        {isRenamed && ` ${t("editor.renamed", { name: target.name, title: vocabulary.title })}`}
      </p>
      {isChanged && (
        <Button size="compact-sm" variant="default" onClick={discard}>
          {t("editor.discard")}
        </Button>
      )}
    </div>
  );
}
