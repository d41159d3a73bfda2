import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./notice.module.css";

interface Props {
  icon: LucideIcon;
  title?: string;
  tone?: "bad" | "warn";
  /** Whether screen readers announce it at once. */
  isUrgent?: boolean;
  children: ReactNode;
}

/** A notice, with actions. */
export function Notice({ icon: Icon, title, tone, isUrgent, children }: Props) {
  return (
    <div className={classes.notice} data-tone={tone} role={isUrgent ? "alert" : undefined}>
      <Icon size={18} aria-hidden="true" />
      <div className={classes.text}>
        {title && <strong className={classes.title}>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
