import type { ImportPreview } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./check.module.css";

const SHOWN = 5;

/** Whom a file no longer names, and rows about hidden records. */
export function Unreached({ absent, absent_parties: parties, hidden }: Pick<ImportPreview, "absent" | "absent_parties" | "hidden">) {
  const names = parties.slice(0, SHOWN).map(({ name }) => name);
  return (
    <>
      {absent > 0 && (
        <p className={classes.soft}>
          {t("imports.absent", { count: absent })} {names.join(", ")}
          {absent > SHOWN && " …"}
        </p>
      )}
      {hidden > 0 && <p className={classes.soft}>{t("imports.hidden", { count: hidden })}</p>}
    </>
  );
}
