import type { ConversionCandidate, PartyKind } from "@/api/wire";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { reasonsOf } from "./Candidate";
import classes from "./conversion.module.css";

const MOST = 3;

interface Props {
  kind: PartyKind;
  people: ConversionCandidate[];
}

/** Others who may be the same as the lead, each a link away. */
export function SameLeads({ kind, people }: Props) {
  if (people.length === 0) return null;
  return (
    <div className={classes.same}>
      <span>{t(`convert.same.${kind}`)}</span>
      <ul>
        {people.slice(0, MOST).map((one) => (
          <li key={one.id}>
            <TextLink to="/parties/$id" params={{ id: one.id }} className={classes.sameLink}>
              {one.name}
            </TextLink>
            <span> · {reasonsOf(one)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
