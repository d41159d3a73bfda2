import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import { acceptQuote, declineQuote, renewQuoteLink, reviseQuote, sendQuote, withdrawQuote } from "@/api/quotes";
import type { Quote } from "@/api/wire";
import { t } from "@/messages/messages";
import { toast, toastProblem } from "@/shell/toast";
import classes from "./quotes.module.css";
import { PdfButton } from "./PdfButton";
import { RecipientLink } from "./RecipientLink";

/** What can be done with a quote as it stands. */
export function QuoteActions({ quote }: { quote: Quote }) {
  const navigate = useNavigate();
  const [link, setLink] = useState<string>();
  const { id, state } = quote;
  const again = () => queries.invalidateQueries({ queryKey: keys.quotes });
  const run = (act: () => Promise<void>) => () => void act().then(again, toastProblem);
  const change = (act: () => Promise<{ undo: (() => Promise<void>) | undefined }>, message: string) =>
    run(async () => {
      const { undo } = await act();
      toast({ message, ...(undo && { undo: () => void undo().then(again, toastProblem) }) });
    });
  const send = run(async () => {
    const sent = await sendQuote(id);
    setLink(sent.link.path);
    toast({ message: t("quotes.sent", { number: sent.quote.number ?? "" }) });
  });
  const renew = run(async () => setLink((await renewQuoteLink(id)).link.path));
  const revise = run(async () => {
    const next = await reviseQuote(id);
    await navigate({ to: "/quote/$id", params: { id: next.id } });
  });
  const isOpen = state === "sent";
  return (
    <>
      <div className={classes.actions}>
        {state === "draft" && <Button onClick={send}>{t("quotes.send")}</Button>}
        {isOpen && (
          <>
            <Button variant="default" onClick={renew}>
              {t("quotes.link")}
            </Button>
            <Button variant="default" onClick={change(() => acceptQuote(id, ""), t("quotes.accepted"))}>
              {t("quotes.accept")}
            </Button>
            <Button variant="default" onClick={change(() => declineQuote(id, ""), t("quotes.declined"))}>
              {t("quotes.decline")}
            </Button>
          </>
        )}
        {["sent", "expired", "declined", "withdrawn"].includes(state) && quote.number !== null && (
          <Button variant="default" onClick={revise}>
            {t("quotes.revise")}
          </Button>
        )}
        <PdfButton href={`/api/v1/quotes/${id}.pdf`} />
        {(isOpen || state === "draft") && (
          <Button variant="subtle" color="gray" onClick={change(() => withdrawQuote(id), t("quotes.withdrawn"))}>
            {t("quotes.withdraw")}
          </Button>
        )}
      </div>
      {link && <RecipientLink path={link} />}
    </>
  );
}
