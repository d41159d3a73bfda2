import "./messages";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { quoteQuery } from "@/api/quotes";
import type { Quote } from "@/api/wire";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { ErrorState } from "@/parts/ErrorState";
import { Page } from "@/parts/Page";
import { PageSkeleton } from "@/parts/Skeletons";
import { TextLink } from "@/parts/TextLink";
import { QuoteActions } from "./QuoteActions";
import { QuoteEditor } from "./QuoteEditor";
import { ReadLines } from "./ReadLines";
import classes from "./quotes.module.css";
import { Totals } from "./Totals";

/** What a quote is called. */
export const nameOf = ({ number, title }: Pick<Quote, "number" | "title">) =>
  number === null ? title : t("quotes.named", { number });

/** Its state, and who answered. */
function stateOf({ state, answer }: Quote) {
  const word = t(`quotes.state.${state}`);
  if (!answer) return word;
  const day = formatDay(answer.at);
  return answer.name === "" ? t("quotes.answered", { state: word, day }) : t("quotes.answered.by", { state: word, name: answer.name, day });
}

/** One version of a quote: a draft to be written, or what was sent. */
export default function QuotePage() {
  const { id } = useParams({ from: "/quote/$id" });
  const { data, error, refetch } = useQuery(quoteQuery(id));
  if (error && !data) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const { quote, tag } = data;
  return (
    <Page
      title={nameOf(quote)}
      note={`${stateOf(quote)} · ${t("quotes.version", { version: String(quote.version) })}`}
      back={
        <TextLink to="/records/$plural/$id" params={{ plural: "deals", id: quote.deal }}>
          {quote.deal_name}
        </TextLink>
      }
    >
      <QuoteActions quote={quote} />
      {quote.state === "draft" ? (
        <QuoteEditor key={tag} quote={quote} tag={tag} saved={() => void refetch()} />
      ) : (
        <>
          <p className={classes.text}>
            {quote.recipient.name}
            {"\n"}
            {quote.recipient.address}
          </p>
          {quote.introduction && <p className={classes.text}>{quote.introduction}</p>}
          <ReadLines lines={quote.lines} />
          <Totals totals={quote.totals} />
          {quote.terms && <p className={classes.text}>{quote.terms}</p>}
          {quote.answer?.reason && <p className={classes.text}>{`${t("quotes.reason")}: ${quote.answer.reason}`}</p>}
        </>
      )}
    </Page>
  );
}
