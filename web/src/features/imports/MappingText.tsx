import { CircleAlert } from "lucide-react";
import { useRef } from "react";
import { asProblem } from "@/api/problem";
import { t } from "@/messages/messages";
import { inQuotes } from "./inQuotes";
import { mistakeAt, offsetOf } from "./mapping/places";
import classes from "./text.module.css";

interface Props {
  text: string;
  setText: (text: string) => void;
  /** The error of the server, if it rejected the text. */
  thrown: unknown;
}

/** The mapping as text, as programs use it, with problems at their places. */
export function MappingText({ text, setText, thrown }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const problem = thrown ? asProblem(thrown) : undefined;
  const messages = problem ? (problem.mistakes.length > 0 ? problem.mistakes.map((one) => one.detail) : [problem.message]) : [];
  const mistakes = messages.map(mistakeAt);
  const bad = new Set(mistakes.map((one) => one.line));
  const lines = text.split("\n").length;
  function go(line: number, column: number) {
    const at = offsetOf(text, line, column);
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
  }
  return (
    <div>
      <p className={classes.lead}>{t("imports.text.lead")}</p>
      <div className={classes.box}>
        <ol className={classes.numbers} aria-hidden="true">
          {Array.from({ length: lines }, (_, place) => (
            <li key={place} data-bad={bad.has(place + 1) || undefined}>
              {place + 1}
            </li>
          ))}
        </ol>
        <textarea
          ref={field}
          className={classes.text}
          aria-label={t("imports.text.label")}
          aria-invalid={mistakes.length > 0}
          aria-describedby={mistakes.length > 0 ? "text-mistakes" : undefined}
          value={text}
          rows={lines + 1}
          wrap="off"
          // The default styles of form fields would use the font of the page here.
          style={{ font: "inherit", lineHeight: "inherit" }}
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <ul id="text-mistakes" className={classes.mistakes} aria-live="polite">
        {mistakes.map(({ line, column, detail }) => (
          <li key={`${line} ${column} ${detail}`}>
            <CircleAlert size={14} aria-hidden="true" />
            {line > 0 && (
              <button type="button" onClick={() => go(line, column)}>
                {t("imports.text.place", { line, column })}
              </button>
            )}
            <span>{inQuotes(detail)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
