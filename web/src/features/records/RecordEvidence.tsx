import { useQuery } from "@tanstack/react-query";
import { recordEvidenceQuery } from "@/api/records";
import type { Evidence, RecordType, StoredRecord } from "@/api/wire";
import { DateText } from "@/parts/DateText";
import { ErrorState } from "@/parts/ErrorState";
import { kindTitle, valueTitle } from "@/parts/evidence/titles";
import { MoneyText } from "@/parts/MoneyText";
import { CardSkeleton } from "@/parts/Skeletons";
import { t } from "@/messages/messages";
import classes from "./history.module.css";

/** Entries of the detail that say more than the kind. */
const DETAILS = ["stage", "reason"];

function Piece({ piece }: { piece: Evidence }) {
  const title = kindTitle(piece.kind);
  const details = DETAILS.flatMap((name) => {
    const value = piece.detail[name];
    return typeof value === "string" && piece.kind !== "retracted" ? [valueTitle(name, value)] : [];
  });
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <span className={classes.what}>{piece.live ? title : <del>{title}</del>}</span>
        {details.length > 0 && <span className={classes.quiet}>{details.join(", ")}</span>}
        {piece.amount && (
          <span className={classes.quiet}>
            <MoneyText amount={piece.amount} />
          </span>
        )}
        <span className={classes.when}>
          <DateText time={piece.occurred_at} precision={piece.precision} exact />
        </span>
      </div>
    </li>
  );
}

/** What happened in a record, the latest first; nothing where no evidence can name it. */
export default function RecordEvidence({ of, record }: { of: RecordType; record: StoredRecord }) {
  const { data, error, refetch } = useQuery(recordEvidenceQuery(of.plural, record.id));
  if (error && !data) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  if (!data) return <CardSkeleton />;
  // A retraction says nothing of its own: what it retracts is struck through.
  const pieces = data.filter((piece) => piece.kind !== "retracted").toReversed();
  return (
    <section className={classes.part} aria-label={t("records.happened")}>
      <h2 className={classes.title}>{t("records.happened")}</h2>
      <ol className={classes.list}>
        {pieces.map((piece) => (
          <Piece key={piece.id} piece={piece} />
        ))}
      </ol>
    </section>
  );
}
