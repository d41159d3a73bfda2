import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./notice.module.css";

interface Props {
  icon: LucideIcon;
  title?: string;
  tone?: "bad" | "warn";
  /** Whether it is said at once to those who listen. */
  isUrgent?: boolean;
  children: ReactNode;
}

/** Something to know before going on, and what can be done about it. */
export function Notice({ icon: Icon, title, tone, isUrgent, children }: Props) {
  return (
    <div className={classes.notice} data-tone={tone} role={isUrgent ? "alert" : undefined}>
      <Icon size={18} aria-hidden="true" />
      <div className={classes.said}>
        {title && <strong className={classes.title}>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
