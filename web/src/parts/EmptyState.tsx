import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./State.module.css";

interface Props {
  icon: LucideIcon;
  title: string;
  /** What to do next, in words. */
  text: string;
  /** What to do next, as buttons. */
  actions?: ReactNode;
}

/** An empty state: why, and what to do next. */
export function EmptyState({ icon: Icon, title, text, actions }: Props) {
  return (
    <div className={classes.state}>
      <div className={classes.icon}>
        <Icon size={22} strokeWidth={1.75} aria-hidden="true" />
      </div>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{text}</p>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
