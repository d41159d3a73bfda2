import type { ImportPreview } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./check.module.css";

interface Props {
  values: ImportPreview["kept_values"];
  /** How many there are; the first of them are given. */
  total: number;
}

const SHOWN = 20;

/** Values of a file that are not taken over, each beside the one that stays. */
export function KeptValues({ values, total }: Props) {
  if (total === 0) return null;
  const shown = values.slice(0, SHOWN);
  return (
    <section className={classes.problems} aria-labelledby="kept">
      <h2 id="kept">{t("imports.kept.title", { count: total })}</h2>
      <p className={classes.soft}>{t("imports.kept.lead")}</p>
      <ul className={classes.unknown}>
        {shown.map(({ party, name, field, stays, given }) => (
          <li key={`${party} ${field} ${given}`}>
            <span>
              {name} · {t("imports.kept.stays", { field })} <strong>{stays ?? t("imports.kept.empty")}</strong>
            </span>
            <span>
              {t("imports.kept.given")} {given ?? t("imports.kept.empty")}
            </span>
          </li>
        ))}
        {total > shown.length && <li>{t("imports.kept.more", { count: total - shown.length })}</li>}
      </ul>
    </section>
  );
}
