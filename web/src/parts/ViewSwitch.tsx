import { type LucideIcon, Table2 } from "lucide-react";
import { t } from "@/messages/messages";
import classes from "./ViewSwitch.module.css";

/** A way to show a list, other than as a table. */
export interface OtherView<View extends string> {
  view: View;
  Icon: LucideIcon;
}

interface Props<View extends "board" | "summary"> {
  view: View | undefined;
  others: readonly OtherView<View>[];
  show: (view: View | undefined) => void;
}

/** The same list as a table, or in another view. */
export function ViewSwitch<View extends "board" | "summary">({ view: shown, others, show }: Props<View>) {
  return (
    <div role="group" className={classes.views} aria-label={t("view.title")}>
      {[{ view: undefined, Icon: Table2 }, ...others].map(({ view, Icon }) => (
        <button key={view ?? ""} type="button" className={classes.view} aria-pressed={view === shown} onClick={() => show(view)}>
          <Icon size={14} aria-hidden="true" />
          <span className={classes.words}>{t(`view.${view ?? "table"}`)}</span>
        </button>
      ))}
    </div>
  );
}
