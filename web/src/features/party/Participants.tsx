import type { Evidence } from "@/api/wire";
import { roleTitle } from "@/parts/evidence/titles";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./timeline.module.css";

interface Props {
  /** The party of the page. */
  party: string;
  piece: Evidence;
  nameOf: (party: string) => string;
}

/** The other participants, each with a role; and the role of the page's party, unless it is the subject. */
export function Participants({ party, piece, nameOf }: Props) {
  const own = piece.participants.find((one) => one.party === party && one.role !== "subject");
  const others = piece.participants.filter((one) => one.party !== party);
  if (!own && others.length === 0) return null;
  return (
    <ul className={classes.participants} aria-label={t("party.piece.with")}>
      {own && <li className={classes.quiet}>{t("party.piece.as", { role: roleTitle(own.role) })}</li>}
      {others.map((one) => (
        <li key={`${one.party}${one.role}`}>
          <TextLink to="/parties/$id" params={{ id: one.party }}>
            {nameOf(one.party)}
          </TextLink>
          <span className={classes.quiet}> {roleTitle(one.role)}</span>
        </li>
      ))}
    </ul>
  );
}
