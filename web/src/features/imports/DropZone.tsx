import { FileUp } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { t } from "@/words/words";
import classes from "./file.module.css";

/** What the chooser of files offers first; any other file can be dropped, and the server says what it is. */
const ACCEPTED = ".csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values,text/plain";

interface Props {
  isOver: boolean;
  take: (files: File[]) => void;
  children?: ReactNode;
}

/** Where a file is dropped; a button too, which opens the chooser of files. */
export function DropZone({ isOver, take, children }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.zone} data-over={isOver || undefined}>
      <button type="button" className={classes.drop} onClick={() => chooser.current?.click()}>
        <span className={classes.dropIcon}>
          <FileUp size={26} strokeWidth={1.6} aria-hidden="true" />
        </span>
        <span className={classes.dropTitle}>{t(isOver ? "imports.drop.over" : "imports.drop.title")}</span>
        <span className={classes.dropText}>{t("imports.drop.choose")}</span>
      </button>
      <p className={classes.limits}>{t("imports.drop.limits")}</p>
      <input
        ref={chooser}
        type="file"
        accept={ACCEPTED}
        className={classes.chooser}
        tabIndex={-1}
        aria-label={t("imports.drop.input")}
        onChange={(event) => {
          take([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      {children}
    </div>
  );
}

/** Says, over the whole page, that the file that is held here can be let go. */
export function DropCurtain() {
  return (
    <div className={classes.curtain} aria-hidden="true">
      <span className={classes.curtainText}>
        <FileUp size={22} />
        {t("imports.drop.over")}
      </span>
    </div>
  );
}
