import type { RecordsImported } from "@/api/wire";
import { t } from "@/messages/messages";
import classes from "./records.module.css";

/** So many are shown; the rest is a number. */
const MOST = 10;

interface Props {
  rejects: RecordsImported["rejects"];
  rejected: number;
}

/** The first rows that were refused, each with its reason. */
export function Rejects({ rejects, rejected }: Props) {
  const shown = rejects.slice(0, MOST);
  return (
    <ul className={classes.rejects}>
      {shown.map(({ line, reason }) => (
        <li key={line}>{t("records.import.line", { line, reason })}</li>
      ))}
      {rejected > shown.length && <li>{t("records.import.more", { count: rejected - shown.length })}</li>}
    </ul>
  );
}
