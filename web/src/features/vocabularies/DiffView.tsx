import { VisuallyHidden } from "@mantine/core";
import clsx from "clsx";
import { t } from "@/messages/messages";
import { type DiffLine, diffLines, withContext } from "./diff";
import classes from "./Text.module.css";

const AROUND = 2;
const SIGNS = { same: " ", removed: "−", new: "+" } as const;

function Line({ line }: { line: DiffLine }) {
  return (
    <div className={clsx(classes.line, classes.compared, classes[line.as])}>
      <span className={classes.number} aria-hidden="true">
        {line.before}
      </span>
      <span className={classes.number} aria-hidden="true">
        {line.after}
      </span>
      <span className={classes.sign} aria-hidden="true">
        {SIGNS[line.as]}
      </span>
      {line.as !== "same" && <VisuallyHidden>{t(`history.diff.${line.as}`)} </VisuallyHidden>}
      <code>{line.text}</code>
    </div>
  );
}

interface Props {
  before: string;
  after: string;
  label: string;
}

/** What changed from one text to another, line by line; stretches without a change are left out. */
export function DiffView({ before, after, label }: Props) {
  const lines = diffLines(before.trimEnd(), after.trimEnd());
  const removed = lines.filter((line) => line.as === "removed").length;
  const added = lines.filter((line) => line.as === "new").length;
  if (removed + added === 0) return <p>{t("history.diff.same")}</p>;
  return (
    <>
      <p className={classes.summary}>{t("history.diff.count", { removed, added })}</p>
      {/* A box that scrolls has to be reached by keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.text} role="region" aria-label={label} tabIndex={0} dir="ltr">
        {withContext(lines, AROUND).map((part, place) =>
          typeof part === "number" ? (
            // oxlint-disable-next-line react/no-array-index-key -- parts of texts that do not change
            <div key={place} className={classes.left}>
              {t("history.diff.left", { count: part })}
            </div>
          ) : (
            part.map((line) => <Line key={`${line.before ?? ""}:${line.after ?? ""}`} line={line} />)
          ),
        )}
      </div>
    </>
  );
}
