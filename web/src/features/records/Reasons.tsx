import type { ReactNode } from "react";
import { t } from "@/messages/messages";
import classes from "./records.module.css";

/** So many are shown; the rest is a number. */
const MOST = 10;

interface Props {
  /** Something that was refused, by its key, with its reason. */
  reasons: { key: string; text: ReactNode }[];
  /** How many were refused in all. */
  total: number;
}

/** The first of what was refused, each with its reason. */
export function Reasons({ reasons, total }: Props) {
  const shown = reasons.slice(0, MOST);
  return (
    <ul className={classes.rejects}>
      {shown.map(({ key, text }) => (
        <li key={key}>{text}</li>
      ))}
      {total > shown.length && <li>{t("records.import.more", { count: total - shown.length })}</li>}
    </ul>
  );
}
