import type { QuoteSum, QuoteTotals } from "@/api/wire";
import { t } from "@/messages/messages";
import { MoneyText } from "@/parts/MoneyText";
import classes from "./quotes.module.css";

function Sum({ title, sum }: { title: string | undefined; sum: QuoteSum }) {
  return (
    <section>
      {title && <h3>{title}</h3>}
      <dl>
        <dt>{t("quotes.net")}</dt>
        <dd>
          <MoneyText amount={sum.net} />
        </dd>
        {sum.taxes.map(({ rate, tax }) => (
          <div key={rate} style={{ display: "contents" }}>
            <dt>{t("quotes.tax", { rate: String(rate) })}</dt>
            <dd>
              <MoneyText amount={tax} />
            </dd>
          </div>
        ))}
        <dt>
          <strong>{t("quotes.gross")}</strong>
        </dt>
        <dd>
          <strong>
            <MoneyText amount={sum.gross} />
          </strong>
        </dd>
      </dl>
    </section>
  );
}

/** What a quote comes to: what is charged once and what recurs apart. */
export function Totals({ totals }: { totals: QuoteTotals }) {
  const recurs = totals.monthly !== null || totals.yearly !== null;
  const shown = (["once", "monthly", "yearly", "agreed"] as const).filter((one) => one !== "agreed" || recurs);
  return (
    <div className={classes.totals}>
      {shown.map((one) => {
        const sum = totals[one];
        return sum && <Sum key={one} title={recurs ? t(`quotes.total.${one}`) : undefined} sum={sum} />;
      })}
    </div>
  );
}
