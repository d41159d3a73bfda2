import { Button, Group, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { activatePipeline, pipelineCheckQuery, type PipelineText, type PipelineTried, tryPipeline } from "@/api/pipelines";
import { asProblem } from "@/api/problem";
import { queries } from "@/api/queries";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { TextLink } from "@/parts/TextLink";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import { offsetOf, problemsOf, type TextProblem } from "./draft";
import classes from "./pipelines.module.css";
import { Preview } from "./Preview";
import { Versions } from "./Versions";

interface Props {
  title: string;
  /** The text that is there. */
  start: string;
  /** The pipeline in use; undefined of a new one. */
  pipeline: PipelineText | undefined;
}

const TYPING_MS = 250;

/** The text of a pipeline with its problems, and beside it what it would change. */
export function Editor({ title, start, pipeline }: Props) {
  const navigate = useNavigate();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(start);
  const [tried, setTried] = useState<PipelineTried>();
  const [busy, setBusy] = useState<"try" | "use">();
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const { data: read, error } = useQuery(pipelineCheckQuery(asked));
  const refused = error ? asProblem(error) : undefined;
  const problems = problemsOf(refused?.mistakes.map((one) => one.detail) ?? []);
  function goTo(problem: TextProblem) {
    const at = offsetOf(text, problem);
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
  }
  async function run<T>(what: "try" | "use", work: () => Promise<T>): Promise<T | undefined> {
    setBusy(what);
    try {
      return await work();
    } catch (thrown) {
      toastProblem(thrown);
      return undefined;
    } finally {
      setBusy(undefined);
    }
  }
  const signal = () => new AbortController().signal;
  async function preview() {
    const found = await run("try", () => tryPipeline(text, () => undefined, signal()));
    if (found) setTried(found);
  }
  async function activate() {
    const used = await run("use", () => activatePipeline(text, () => undefined, signal()));
    if (!used) return;
    toast({ message: t(used.unchanged ? "pipelines.unchanged" : "pipelines.used", { version: used.version, title: read?.title ?? used.name }) });
    await queries.invalidateQueries();
    void navigate({ to: "/pipelines" });
  }
  return (
    <Page title={title} as="wide" back={<TextLink to="/pipelines">{t("pipelines.title")}</TextLink>}>
      <div className={classes.editor}>
        <section className={classes.side} aria-label={t("pipelines.text")}>
          <Textarea
            ref={field}
            label={t("pipelines.text")}
            description={t("pipelines.text.hint")}
            classNames={{ input: classes.code ?? "" }}
            autosize
            minRows={16}
            maxRows={36}
            spellCheck={false}
            value={text}
            error={problems.length > 0}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void preview();
            }}
          />
          <div role="status" className={classes.status}>
            {problems.length > 0
              ? t("pipelines.problems", { count: problems.length })
              : read
                ? t("pipelines.valid", { count: read.stages.length })
                : t("pipelines.checking")}
          </div>
          {refused && problems.length === 0 && <ErrorState thrown={refused} compact />}
          {problems.length > 0 && (
            <ul className={classes.problems}>
              {problems.map((problem) => (
                <li key={`${problem.line}:${problem.column}:${problem.message}`}>
                  <button type="button" onClick={() => goTo(problem)}>
                    <span className={classes.soft}>{t("pipelines.place", { line: problem.line, column: problem.column })}</span> {problem.message}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Group>
            <Button variant="default" loading={busy === "try"} disabled={problems.length > 0} onClick={() => void preview()}>
              {t("pipelines.try")}
            </Button>
            <Button loading={busy === "use"} disabled={problems.length > 0} onClick={() => void activate()}>
              {t("pipelines.use")}
            </Button>
          </Group>
        </section>
        <div className={classes.side}>
          {tried && <Preview tried={tried} first={read?.stages[0]?.name ?? ""} />}
          {pipeline && <Versions pipeline={pipeline} show={setText} />}
        </div>
      </div>
    </Page>
  );
}
