import { SquareKanban, Table2 } from "lucide-react";
import { t } from "@/messages/messages";
import classes from "./ViewSwitch.module.css";

interface Props {
  isBoard: boolean;
  show: (view: "board" | undefined) => void;
}

/** The same list as a table or as a board. */
export function ViewSwitch({ isBoard, show }: Props) {
  return (
    <div role="group" className={classes.views} aria-label={t("view.title")}>
      <button type="button" className={classes.view} aria-pressed={!isBoard} onClick={() => show(undefined)}>
        <Table2 size={14} aria-hidden="true" />
        <span className={classes.words}>{t("view.table")}</span>
      </button>
      <button type="button" className={classes.view} aria-pressed={isBoard} onClick={() => show("board")}>
        <SquareKanban size={14} aria-hidden="true" />
        <span className={classes.words}>{t("view.board")}</span>
      </button>
    </div>
  );
}
