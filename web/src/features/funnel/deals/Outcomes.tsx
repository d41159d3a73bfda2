import type { DealFunnel } from "@/api/pipelines";
import type { Amount } from "@/api/wire";
import { MoneyText } from "@/parts/MoneyText";
import { formatShare } from "@/messages/format";
import { t } from "@/messages/messages";
import classes from "../funnel.module.css";
import { Exchanged } from "./Exchanged";
import { ListLink } from "../ListLink";
import table from "./table.module.css";

const STATES = ["open", "won", "lost", "elsewhere"] as const;

function Sums({ all }: { all: Amount[] }) {
  return (
    <span className={table.sums}>
      {all.map((sum) => (
        <MoneyText key={sum.currency} amount={sum} />
      ))}
    </span>
  );
}

/** What became of the deals of a cohort, with their amounts; each number opens its deals. */
export function Outcomes({ figures }: { figures: DealFunnel }) {
  const { amount, win_rate } = figures;
  const { exchanged } = amount;
  return (
    <section className={classes.section}>
      <header>
        <h2>{t("deals.funnel.outcomes")}</h2>
        <p>{win_rate === null ? t("deals.funnel.winRate.none") : t("deals.funnel.winRate", { share: formatShare(win_rate) })}</p>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reached by keys */}
      <div className={table.box} tabIndex={0} role="region" aria-label={t("deals.funnel.outcomes")}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t("deals.funnel.outcome")}</th>
              <th scope="col">{t("deals.funnel.deals")}</th>
              <th scope="col">{t("deals.funnel.amount")}</th>
              {exchanged && <th scope="col">{t("deals.funnel.exchanged", { currency: exchanged.currency })}</th>}
            </tr>
          </thead>
          <tbody>
            {STATES.filter((state) => state !== "elsewhere" || figures.elsewhere > 0).map((state) => {
              const title = t(`deals.funnel.state.${state}`);
              return (
                <tr key={state}>
                  <th scope="row">{title}</th>
                  <td>
                    <ListLink count={figures[state]} list={figures.lists[state] ?? ""} what={title} />
                  </td>
                  <td>
                    {state !== "elsewhere" && <Sums all={amount[state]} />}
                    {state === "open" &&
                      amount.weighted.map((sum) => (
                        <div key={sum.currency} className={table.soft}>
                          <MoneyText amount={sum} /> {t("deals.funnel.weighted")}
                        </div>
                      ))}
                  </td>
                  {exchanged && (
                    <td>
                      {state !== "elsewhere" && <MoneyText amount={{ minor: exchanged[state], currency: exchanged.currency }} />}
                      {state === "open" && (
                        <div className={table.soft}>
                          <MoneyText amount={{ minor: exchanged.weighted, currency: exchanged.currency }} /> {t("deals.funnel.weighted")}
                        </div>
                      )}
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {exchanged && <Exchanged sums={exchanged} />}
    </section>
  );
}
