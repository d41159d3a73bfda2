import { FileUp } from "lucide-react";
import type { ReactNode } from "react";
import { FileChooser } from "@/parts/file/FileChooser";
import { t } from "@/messages/messages";
import classes from "./file.module.css";

interface Props {
  isOver: boolean;
  take: (files: File[]) => void;
  children?: ReactNode;
}

/** Where a file is dropped; a button too, which opens the chooser of files. */
export function DropZone({ isOver, take, children }: Props) {
  return (
    <div className={classes.zone} data-over={isOver || undefined}>
      <FileChooser take={take}>
        {(choose) => (
          <button type="button" className={classes.drop} onClick={choose}>
            <span className={classes.dropIcon}>
              <FileUp size={26} strokeWidth={1.6} aria-hidden="true" />
            </span>
            <span className={classes.dropTitle}>{t(isOver ? "file.over" : "imports.drop.title")}</span>
            <span className={classes.dropText}>{t("imports.drop.choose")}</span>
          </button>
        )}
      </FileChooser>
      <p className={classes.limits}>{t("imports.drop.limits")}</p>
      {children}
    </div>
  );
}
