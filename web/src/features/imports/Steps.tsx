import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { t } from "@/messages/messages";
import classes from "./steps.module.css";

const STEPS = ["file", "columns", "check", "run"] as const;
export type Step = (typeof STEPS)[number];

const asSearch = { columns: { step: undefined }, check: { step: "check" }, file: { upload: undefined, step: undefined } } as const;

function StepName({ step, place, isDone }: { step: Step; place: number; isDone: boolean }) {
  return (
    <>
      <span className={classes.mark} aria-hidden="true">
        {isDone ? <Check size={14} strokeWidth={2.5} /> : place + 1}
      </span>
      <span className={classes.name}>{t(`imports.step.${step}`)}</span>
    </>
  );
}

/** Which step of an import this is; earlier ones are links. */
export function Steps({ now }: { now: Step }) {
  const reached = STEPS.indexOf(now);
  return (
    <nav aria-label={t("imports.steps")} className={classes.steps}>
      <ol>
        {STEPS.map((step, place) => {
          const isDone = place < reached;
          const name = <StepName step={step} place={place} isDone={isDone} />;
          return (
            <li key={step} className={classes.step} data-done={isDone || undefined} data-now={place === reached || undefined}>
              {isDone && step !== "run" && now !== "run" ? (
                <Link to="/imports/new" search={(before) => ({ ...before, ...asSearch[step] })} className={classes.link}>
                  {name}
                </Link>
              ) : (
                <span className={classes.link} aria-current={place === reached ? "step" : undefined}>
                  {name}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
