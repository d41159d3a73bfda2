import { CircleCheck, CircleDashed, CirclePause, type LucideIcon, Undo2 } from "lucide-react";
import type { Import } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./one.module.css";

const ICONS: Record<Import["state"], LucideIcon> = { running: CircleDashed, interrupted: CirclePause, done: CircleCheck, undone: Undo2 };

/** The state of an import, as text and icon. */
export function StateBadge({ state, undoing }: Pick<Import, "state" | "undoing">) {
  const Icon = ICONS[state];
  const isUndoing = undoing && state !== "undone";
  return (
    <span className={classes.state} data-state={state}>
      <Icon size={14} aria-hidden="true" />
      {t(isUndoing ? "imports.state.undoing" : `imports.state.${state}`)}
    </span>
  );
}
