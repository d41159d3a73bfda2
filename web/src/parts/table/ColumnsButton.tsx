import { Button } from "@mantine/core";
import { Columns3 } from "lucide-react";
import { lazy, Suspense } from "react";
import { t } from "@/messages/messages";
import { useOpener } from "../useOpener";
import classes from "./Columns.module.css";
import type { ColumnChoice } from "./useColumns";

const ColumnsMenu = lazy(() => import("./ColumnsMenu"));

/** The button for choosing columns. */
export function ColumnsButton({ columns }: { columns: ColumnChoice }) {
  const { button, anchor, open, close } = useOpener();
  return (
    <>
      <Button ref={button} variant="default" size="xs" onClick={open} aria-haspopup="dialog" aria-expanded={anchor !== null}>
        <span className={classes.label}>
          <Columns3 size={14} aria-hidden="true" />
          <span className={classes.words}>{t("table.columns")}</span>
        </span>
      </Button>
      <Suspense>{anchor && <ColumnsMenu anchor={anchor} close={close} columns={columns} />}</Suspense>
    </>
  );
}
