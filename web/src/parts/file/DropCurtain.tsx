import "./messages";
import { FileUp } from "lucide-react";
import { t } from "@/messages/messages";
import classes from "./DropCurtain.module.css";

/** The overlay of the whole page while a file is dragged over it. */
export function DropCurtain() {
  return (
    <div className={classes.curtain} aria-hidden="true">
      <span className={classes.text}>
        <FileUp size={22} />
        {t("file.over")}
      </span>
    </div>
  );
}
