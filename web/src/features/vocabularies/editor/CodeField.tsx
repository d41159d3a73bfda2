import type { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { t } from "@/messages/messages";
import type { TextProblem } from "../problems";
import { codeEditor, mark } from "./codeEditor";
import classes from "./editor.module.css";

interface Props {
  /** The initial text; later changes come from the user. */
  text: string;
  /** What the text is; a vocabulary's by default. */
  label?: string;
  problems: TextProblem[];
  hint: string;
  changed: (text: string) => void;
  run: () => void;
  /** Receives the field, for moving the cursor in it; null once it is unmounted. */
  ready: (field: EditorView | null) => void;
}

/** The text of a vocabulary or a framework, with its problems marked. */
export function CodeField({ text, label = t("editor.field"), problems, hint, changed, run, ready }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<EditorView>(null);
  const first = useRef(text);
  const calls = useRef({ changed, run });
  useEffect(() => {
    calls.current = { changed, run };
  });
  useEffect(() => {
    if (!box.current) return undefined;
    const view = codeEditor({
      parent: box.current,
      text: first.current,
      label,
      hint,
      changed: (now) => calls.current.changed(now),
      run: () => calls.current.run(),
    });
    field.current = view;
    ready(view);
    return () => {
      field.current = null;
      ready(null);
      view.destroy();
    };
  }, [ready, hint, label]);
  useEffect(() => {
    if (field.current) mark(field.current, problems);
  }, [problems]);
  return <div ref={box} className={classes.code} dir="ltr" />;
}
