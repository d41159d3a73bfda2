import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { CircleAlert, Unplug } from "lucide-react";
import { api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { t } from "@/messages/messages";
import classes from "./State.module.css";

interface Props {
  thrown: unknown;
  again?: (() => void) | undefined;
  /** Inside a card or popover, without a way home. */
  compact?: boolean;
}

/** Reloads the page once the server answers: before that, the browser would show its own error. */
function reloadOnceUp() {
  void api.GET("/api/v1/health").then(
    () => location.reload(),
    () => undefined,
  );
}

/** What went wrong and what to do: try again, or go elsewhere. */
export function ErrorState({ thrown, again, compact }: Props) {
  const problem = asProblem(thrown);
  const Icon = problem.isOffline || problem.isOfPage ? Unplug : CircleAlert;
  return (
    <div className={clsx(classes.state, compact && classes.compact)} role="alert">
      {!compact && (
        <div className={classes.icon}>
          <Icon size={22} strokeWidth={1.75} aria-hidden="true" />
        </div>
      )}
      <h2 className={classes.title}>{problem.title}</h2>
      <p className={classes.text}>{problem.message}</p>
      <div className={classes.actions}>
        {again && (
          <Button size="compact-md" variant="default" onClick={problem.isOfPage ? reloadOnceUp : again}>
            {t("error.again")}
          </Button>
        )}
        {!compact && (
          <Button size="compact-md" variant="subtle" component={Link} to="/">
            {t("error.home")}
          </Button>
        )}
      </div>
      {problem.requestId && <p className={classes.detail}>{t("api.request", { id: problem.requestId })}</p>}
    </div>
  );
}
