import { Button } from "@mantine/core";
import { Columns3 } from "lucide-react";
import { lazy, Suspense } from "react";
import type { Party } from "@/api/wire";
import type { Columns } from "@/parts/table/useColumns";
import { useOpener } from "@/parts/useOpener";
import { t } from "@/messages/messages";
import classes from "./people.module.css";

const ColumnsMenu = lazy(() => import("./ColumnsMenu"));

/** The button for choosing columns. */
export function ColumnsButton({ columns }: { columns: Columns<Party> }) {
  const { button, anchor, open, close } = useOpener();
  return (
    <>
      <Button ref={button} variant="default" size="xs" onClick={open} aria-haspopup="dialog" aria-expanded={anchor !== null}>
        <span className={classes.label}>
          <Columns3 size={14} aria-hidden="true" />
          <span className={classes.words}>{t("people.columns")}</span>
        </span>
      </Button>
      <Suspense>{anchor && <ColumnsMenu anchor={anchor} close={close} columns={columns} />}</Suspense>
    </>
  );
}
