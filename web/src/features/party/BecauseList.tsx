import type { Because } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { kindTitle } from "@/parts/evidence/titles";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import classes from "./party.module.css";
import { pointAt } from "./pointAt";

/** The evidence that a stage rests on; each piece leads to its place in the timeline. */
export function BecauseList({ because }: { because: Because[] }) {
  if (because.length === 0) return null;
  return (
    <div>
      <h3 className={classes.small}>{t("stage.because")}</h3>
      <ul className={classes.because}>
        {because.map((piece) => (
          <li key={piece.evidence}>
            <TextLink
              from="/parties/$id"
              to="."
              search={(before) => ({ ...before, piece: piece.evidence, tab: undefined, family: undefined, q: undefined })}
              replace
              resetScroll={false}
              onClick={() => pointAt(piece.evidence, "smooth")}
            >
              {kindTitle(piece.kind)}
            </TextLink>
            <span className={classes.quiet}>
              <DateText time={piece.occurred_at} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
