import { SquareKanban, Table2 } from "lucide-react";
import { t } from "@/messages/messages";
import classes from "./people.module.css";

interface Props {
  isBoard: boolean;
  show: (view: "board" | undefined) => void;
}

/** The same parties as a table or as a board. */
export function ViewSwitch({ isBoard, show }: Props) {
  return (
    <div role="group" className={classes.views} aria-label={t("people.view")}>
      <button type="button" className={classes.view} aria-pressed={!isBoard} onClick={() => show(undefined)}>
        <Table2 size={14} aria-hidden="true" />
        <span className={classes.words}>{t("people.view.table")}</span>
      </button>
      <button type="button" className={classes.view} aria-pressed={isBoard} onClick={() => show("board")}>
        <SquareKanban size={14} aria-hidden="true" />
        <span className={classes.words}>{t("people.view.board")}</span>
      </button>
    </div>
  );
}
