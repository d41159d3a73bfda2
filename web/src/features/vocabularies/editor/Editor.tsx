import type { EditorView } from "@codemirror/view";
import { useBlocker, useNavigate } from "@tanstack/react-router";
import { Check as CheckIcon, FlaskConical } from "lucide-react";
import { useCallback, useId, useMemo, useRef, useState } from "react";
import type { Vocabulary } from "@/api/wire";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { Page } from "@/parts/Page";
import { usePageCommands } from "@/shell/commands";
import { t } from "@/messages/messages";
import { useAdoption } from "../useAdoption";
import { CheckResult } from "./CheckResult";
import { CodeField } from "./CodeField";
import { addToRule, goTo, goToRule, replaceAll } from "./codeEditor";
import { copyOf } from "./copyOf";
import { DraftNotes } from "./DraftNotes";
import { EditorActions } from "./EditorActions";
import classes from "./editor.module.css";
import { Panel } from "./Panel";
import { UseDialog } from "./UseDialog";
import { useCheck } from "./useCheck";
import { useDraft } from "./useDraft";
import { readText, useTrying } from "./useTrying";

interface Props {
  vocabulary: Vocabulary;
  vocabularies: Vocabulary[];
  /** Whether it becomes a new vocabulary. */
  isCopy: boolean;
}

/** Leaving with changes that are not active asks first; they stay as a draft. */
function useLeaving(isChanged: boolean) {
  const isUsed = useRef(false);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isChanged && !isUsed.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => isChanged && !isUsed.current,
    withResolver: true,
  });
  const allow = useCallback(() => {
    isUsed.current = true;
  }, []);
  return { blocker, allow };
}

/** The editor: the text on one side, its preview on the other. */
export function Editor({ vocabulary, vocabularies, isCopy }: Props) {
  const navigate = useNavigate();
  const hint = useId();
  const field = useRef<EditorView>(null);
  const ready = useCallback((view: EditorView | null) => {
    field.current = view;
  }, []);
  const origin = useMemo(
    () => (isCopy ? copyOf(vocabulary, vocabularies.map((one) => one.name)) : vocabulary),
    [isCopy, vocabulary, vocabularies],
  );
  const start = origin.toml;
  const draft = useDraft(isCopy ? `copy of ${vocabulary.name}` : vocabulary.name, start, vocabulary.version);
  const check = useCheck(draft.text);
  const inField = (edit: (view: EditorView) => void) => field.current && edit(field.current);
  const trying = useTrying(vocabularies, ({ line, column }) => inField((view) => goTo(view, line, column)));
  const adoption = useAdoption();
  const [asked, setAsked] = useState<Vocabulary>();
  const { blocker, allow } = useLeaving(draft.isChanged);
  const former = vocabularies.find((one) => one.name === asked?.name);

  const tryIt = () => void trying.tryText(draft.text);
  async function ask() {
    setAsked(await readText(draft.text, ({ line, column }) => inField((view) => goTo(view, line, column))));
  }
  async function adopt() {
    const used = await adoption.adopt(draft.text, former);
    if (!used) return;
    allow();
    draft.forget();
    void navigate({ to: "/vocabularies/$name", params: { name: used.name } });
  }
  function discard() {
    draft.forget();
    trying.forget();
    inField((view) => replaceAll(view, start));
  }
  usePageCommands([
    { id: "try-vocabulary", label: t("editor.try"), icon: FlaskConical, keys: "Ctrl Enter", run: tryIt },
    { id: "use-vocabulary", label: t("editor.use"), icon: CheckIcon, run: () => void ask() },
  ]);

  const title = t(isCopy ? "editor.title.copy" : "editor.title", { title: vocabulary.title });
  const isBusy = trying.isRunning || adoption.isRunning;
  return (
    <Page title={title} as="wide" actions={<EditorActions isBusy={isBusy} tryIt={tryIt} use={() => void ask()} />}>
      <div className={classes.editor}>
        <section className={classes.side} aria-label={t("editor.field")}>
          <DraftNotes draft={draft} vocabulary={vocabulary} isCopy={isCopy} target={check.vocabulary} discard={discard} />
          <CodeField text={draft.text} problems={check.problems} hint={hint} changed={draft.change} run={tryIt} ready={ready} />
          <CheckResult check={check} goTo={({ line, column }) => inField((view) => goTo(view, line, column))} />
          <p id={hint} className={classes.hint}>
            {t("editor.hint")}
          </p>
        </section>
        <Panel
          trying={trying}
          adoption={adoption}
          text={draft.text}
          vocabulary={check.good ?? origin}
          chooseRule={(stage) => inField((view) => goToRule(view, stage))}
          insert={(what) => inField((view) => addToRule(view, what))}
        />
      </div>
      {asked && (
        <UseDialog
          vocabulary={asked}
          former={former}
          outcome={trying.outcome?.text === draft.text ? trying.outcome : undefined}
          close={() => setAsked(undefined)}
          confirm={() => void adopt()}
        />
      )}
      <ConfirmDialog
        opened={blocker.status === "blocked"}
        title={t("editor.leave.title")}
        action={t("editor.leave")}
        close={() => blocker.reset?.()}
        confirm={() => blocker.proceed?.()}
      >
        {t("editor.leave.text")}
      </ConfirmDialog>
    </Page>
  );
}
