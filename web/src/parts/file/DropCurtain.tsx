import "./words";
import { FileUp } from "lucide-react";
import { t } from "@/words/words";
import classes from "./DropCurtain.module.css";

/** Says, over the whole page, that the file that is held here can be let go. */
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
