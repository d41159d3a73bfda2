import { Button } from "@mantine/core";
import type { EditorView } from "@codemirror/view";
import { useNavigate } from "@tanstack/react-router";
import { Check as CheckIcon, FlaskConical } from "lucide-react";
import { useCallback, useId, useMemo, useRef, useState } from "react";
import { type FrameworkText, type FrameworkTried, tryFramework } from "@/api/frameworks";
import { ConfirmDialog } from "@/parts/ConfirmDialog";
import { Page } from "@/parts/Page";
import { TextLink } from "@/parts/TextLink";
import { usePageCommands } from "@/shell/commands";
import { t } from "@/messages/messages";
import { CodeField } from "../vocabularies/editor/CodeField";
import { goTo } from "../vocabularies/editor/codeEditor";
import classes from "../vocabularies/editor/editor.module.css";
import { renamed } from "../vocabularies/editor/copyOf";
import { useDraft } from "../vocabularies/editor/useDraft";
import type { TextProblem } from "../vocabularies/problems";
import { useJob } from "../vocabularies/useJob";
import { FrameworkPanel } from "./FrameworkPanel";
import { Problems } from "./Problems";
import { useFrameworkCheck } from "./useFrameworkCheck";
import { useSwitching } from "./useSwitching";

interface Props {
  framework: FrameworkText;
  /** Names that a copy cannot have. */
  taken: string[];
  /** Whether it becomes a new framework. */
  isCopy: boolean;
}

function copied({ name, title, toml }: FrameworkText, taken: string[]): string {
  const wanted = `${name}_copy`;
  let free = wanted;
  for (let number = 2; taken.includes(free); number += 1) free = `${wanted}_${number}`;
  return renamed(toml, free, t("editor.copy", { title }));
}

/** The text of a framework on one side, what it would mean on the other. */
export function FrameworkEditor({ framework, taken, isCopy }: Props) {
  const navigate = useNavigate();
  const hint = useId();
  const field = useRef<EditorView>(null);
  const ready = useCallback((view: EditorView | null) => {
    field.current = view;
  }, []);
  const start = useMemo(() => (isCopy ? copied(framework, taken) : framework.toml), [isCopy, framework, taken]);
  const draft = useDraft(`framework ${isCopy ? "copy of " : ""}${framework.name}`, start, framework.version);
  const check = useFrameworkCheck(draft.text);
  const trying = useJob(tryFramework, true);
  const [tried, setTried] = useState<{ result: FrameworkTried; text: string }>();
  const switching = useSwitching();
  const [isAsked, setAsked] = useState(false);
  const isBusy = trying.isRunning || switching.running !== undefined;
  const isValid = check.framework !== undefined && check.problems.length === 0;

  const show = ({ line, column }: TextProblem) => field.current && goTo(field.current, line, column);
  async function tryIt() {
    const [first] = check.problems;
    if (first) return void show(first);
    const result = await trying.run(draft.text);
    if (result) setTried({ result, text: draft.text });
    return undefined;
  }
  async function use() {
    const switched = await switching.adoptText(check.framework?.name ?? framework.name, draft.text);
    if (!switched) return;
    draft.forget();
    void navigate({ to: "/frameworks" });
  }
  const ask = () => {
    const [first] = check.problems;
    if (first) show(first);
    else setAsked(true);
  };
  usePageCommands([
    { id: "try-framework", label: t("editor.try"), icon: FlaskConical, keys: "Ctrl Enter", run: () => void tryIt() },
    { id: "use-framework", label: t("frameworks.use"), icon: CheckIcon, run: ask },
  ]);

  return (
    <Page
      as="wide"
      title={t(isCopy ? "frameworks.editor.title.copy" : "frameworks.editor.title", { title: framework.title })}
      back={<TextLink to="/frameworks">{t("frameworks.back")}</TextLink>}
      actions={
        <>
          <Button size="xs" variant="default" onClick={ask} disabled={isBusy}>
            {t("frameworks.use")}
          </Button>
          <Button size="xs" onClick={() => void tryIt()} disabled={isBusy} leftSection={<FlaskConical size={14} aria-hidden="true" />}>
            {t("editor.try")}
          </Button>
        </>
      }
    >
      <div className={classes.editor}>
        <section className={classes.side} aria-label={t("frameworks.editor.field")}>
          <CodeField
            text={draft.text}
            label={t("frameworks.editor.field")}
            problems={check.problems}
            hint={hint}
            changed={draft.change}
            run={() => void tryIt()}
            ready={ready}
          />
          <Problems framework={check.framework} problems={check.problems} goTo={show} />
          <p id={hint} className={classes.hint}>
            {t("frameworks.editor.hint")}
          </p>
        </section>
        <FrameworkPanel
          tried={tried?.result}
          isOld={tried?.text !== draft.text}
          running={trying.isRunning ? { label: t("try.running"), progress: trying.progress, stop: trying.stop } : switching.running}
        />
      </div>
      <ConfirmDialog
        opened={isAsked && isValid}
        title={t("frameworks.confirm.title", { title: check.framework?.title ?? framework.title })}
        action={t("frameworks.use")}
        close={() => setAsked(false)}
        confirm={() => void use()}
      >
        {t("frameworks.confirm.text")}
      </ConfirmDialog>
    </Page>
  );
}
