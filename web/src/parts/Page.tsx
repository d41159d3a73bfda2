import clsx from "clsx";
import { type ReactNode, useEffect } from "react";
import { t } from "@/messages/messages";
import classes from "./Page.module.css";

interface Props {
  title: string;
  /** The way back to where it is one of many. */
  back?: ReactNode;
  /** A word beside the title, such as a count. */
  note?: ReactNode;
  actions?: ReactNode;
  /** `wide` fills the window and scrolls inside; `roomy` is for cards; `text` for reading. */
  as?: "wide" | "roomy" | "text";
  children: ReactNode;
}

/** A page: its title in the window and on top, its actions, and its content. */
export function Page({ title, back, note, actions, as = "roomy", children }: Props) {
  useEffect(() => {
    document.title = `${title} · ${t("shell.product")}`;
  }, [title]);
  return (
    <div className={clsx(classes.page, as === "wide" && classes.fill)}>
      <header className={classes.header}>
        <div className={classes.titles}>
          {back && <span className={classes.back}>{back}</span>}
          <h1 className={classes.title}>{title}</h1>
          {note && <span className={classes.note}>{note}</span>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes[as]}>{children}</div>
    </div>
  );
}
