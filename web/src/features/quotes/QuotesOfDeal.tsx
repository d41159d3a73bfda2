import "./messages";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import { addQuote, quotesOfDealQuery } from "@/api/quotes";
import type { StoredRecord } from "@/api/wire";
import { t } from "@/messages/messages";
import { ErrorState } from "@/parts/ErrorState";
import { MoneyText } from "@/parts/MoneyText";
import { toastProblem } from "@/shell/toast";
import { nameOf } from "./QuotePage";
import classes from "./quotes.module.css";

/** Where a deal has no amount yet. */
const CURRENCY = "EUR";

/** The quotes of a deal. */
export default function QuotesOfDeal({ deal }: { deal: StoredRecord }) {
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(quotesOfDealQuery(deal.id));
  const amount = (deal.fields as Record<string, unknown>).amount as { currency: string } | undefined;
  async function add() {
    const id = await addQuote({ deal: deal.id, currency: amount?.currency ?? CURRENCY });
    await queries.invalidateQueries({ queryKey: keys.quotes });
    await navigate({ to: "/quote/$id", params: { id } });
  }
  return (
    <section aria-label={t("quotes.title")}>
      <h2>{t("quotes.title")}</h2>
      {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {data?.length === 0 && <p className={classes.quiet}>{`${t("quotes.none")}. ${t("quotes.none.help")}`}</p>}
      <ul className={classes.list}>
        {data?.map((quote) => {
          const sum = quote.totals.agreed ?? quote.totals.once;
          return (
            <li key={quote.id} className={classes.item}>
              <Link to="/quote/$id" params={{ id: quote.id }}>
                {nameOf(quote)}
              </Link>
              <span className={classes.quiet}>{t("quotes.version", { version: String(quote.version) })}</span>
              <span>{t(`quotes.state.${quote.state}`)}</span>
              {sum && (
                <span className={classes.sum}>
                  <MoneyText amount={sum.gross} />
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <div className={classes.actions}>
        <Button variant="default" size="xs" onClick={() => void add().catch(toastProblem)}>
          {t("quotes.add")}
        </Button>
      </div>
    </section>
  );
}
