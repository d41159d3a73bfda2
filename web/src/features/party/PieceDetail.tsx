import type { Evidence } from "@/api/wire";
import { detailTitle, valueTitle } from "@/parts/evidence/titles";
import { MoneyText } from "@/parts/MoneyText";
import { TextLink } from "@/parts/TextLink";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "./timeline.module.css";

/** Shown elsewhere, or of no interest to a reader: from which kind of record the piece follows. */
const ELSEWHERE = new Set(["note", "rule"]);
/** Entries that need no label. */
const PLAIN = new Set(["criterion", "value", "reason", "title"]);

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function textOf(name: string, value: unknown): string {
  if (typeof value !== "string") return typeof value === "object" ? JSON.stringify(value) : String(value);
  return INSTANT.test(value) ? formatDay(value, value.endsWith("T00:00:00Z") ? "day" : "instant") : valueTitle(name, value);
}

/** The details of a piece. */
export function PieceDetail({ piece }: { piece: Evidence }) {
  const entries = Object.entries(piece.detail).filter(([name]) => !ELSEWHERE.has(name));
  return (
    <>
      {piece.amount && (
        <span className={classes.amount}>
          <MoneyText amount={piece.amount} />
        </span>
      )}
      {piece.product_line && (
        <span className={classes.fact}>
          <span className={classes.factName}>{t("detail.product_line")}</span> {piece.product_line}
        </span>
      )}
      {piece.deal && (
        <TextLink to="/records/$plural/$id" params={{ plural: "deals", id: piece.deal }}>
          {t("detail.deal")}
        </TextLink>
      )}
      {entries.map(([name, value]) => (
        <span key={name} className={classes.fact}>
          {!PLAIN.has(name) && <span className={classes.factName}>{detailTitle(name)}</span>} {textOf(name, value)}
        </span>
      ))}
    </>
  );
}
