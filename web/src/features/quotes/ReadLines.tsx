import type { QuoteLine } from "@/api/wire";
import { t } from "@/messages/messages";
import { MoneyText } from "@/parts/MoneyText";
import classes from "./quotes.module.css";

/** The lines of a quote, to be read. */
export function ReadLines({ lines }: { lines: QuoteLine[] }) {
  return (
    // It scrolls where it does not fit, so the keyboard has to reach it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("quotes.lines")}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("quotes.line.description")}</th>
            <th scope="col" className={classes.number}>
              {t("quotes.line.quantity")}
            </th>
            <th scope="col" className={classes.number}>
              {t("quotes.line.price")}
            </th>
            <th scope="col" className={classes.number}>
              {t("quotes.line.tax")}
            </th>
            <th scope="col">{t("quotes.line.recurring")}</th>
            <th scope="col" className={classes.number}>
              {t("quotes.line.net")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, place) => (
            // Two lines may say the same, and none moves.
            // oxlint-disable-next-line react/no-array-index-key -- lines have no ids
            <tr key={place}>
              <td className={classes.text}>{line.description}</td>
              <td className={classes.number}>{`${line.quantity} ${line.unit}`}</td>
              <td className={classes.number}>
                <MoneyText amount={line.unit_price} />
              </td>
              <td className={classes.number}>{line.tax_rate}</td>
              <td>
                {t(`quotes.recurring.${line.recurring}`)}
                {line.term !== null && ` × ${line.term}`}
              </td>
              <td className={classes.number}>
                <MoneyText amount={line.net} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
