import type { LeadResult } from "@/api/wire";
import { TextLink } from "@/parts/TextLink";
import { t, tMaybe } from "@/messages/messages";
import classes from "../conversion.module.css";

/** Leads of a list that are shown. */
const SHOWN = 20;

interface Props {
  rows: LeadResult[];
  /** Called when a link is followed. */
  leave?: () => void;
}

/** Leads that are not converted, each with the reason. */
export function LeadList({ rows, leave }: Props) {
  return (
    <ul className={classes.items}>
      {rows.slice(0, SHOWN).map(({ party, name, code, detail }) => (
        <li key={party}>
          <TextLink to="/parties/$id" params={{ id: party }} onClick={leave}>
            {name}
          </TextLink>
          <span>{tMaybe(`convert.many.refused.${code}`, detail ?? "")}</span>
        </li>
      ))}
      {rows.length > SHOWN && <li>{t("convert.many.more", { count: rows.length - SHOWN })}</li>}
    </ul>
  );
}
