import "./messages";
import { Button, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { acceptByLink, declineByLink, publicQuoteQuery } from "@/api/quotes";
import type { PublicQuote } from "@/api/wire";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";
import { ErrorState } from "@/parts/ErrorState";
import { PageSkeleton } from "@/parts/Skeletons";
import { PdfButton } from "./PdfButton";
import { ReadLines } from "./ReadLines";
import classes from "./quotes.module.css";
import { Totals } from "./Totals";

/** A quote for whoever has its link: nothing of the casebook but what was sent. */
export default function PublicQuotePage() {
  const { token } = useParams({ from: "/quotes/$token" });
  const { data, error, refetch } = useQuery(publicQuoteQuery(token));
  const title = data ? t("quotes.named", { number: data.number }) : t("quotes.title");
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (error && asProblem(error).status === 404) {
    return (
      <main id="content" className={classes.public}>
        <h1>{t("quotes.public.missing")}</h1>
        <p>{t("quotes.public.missing.help")}</p>
      </main>
    );
  }
  if (error && !data) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return (
    <main id="content" className={classes.public}>
      <p className={classes.text}>
        <strong>{data.sender.name}</strong>
        {"\n"}
        {data.sender.address}
      </p>
      <h1>{title}</h1>
      <p>{data.title}</p>
      <p className={classes.text}>{`${t("quotes.public.to")}: ${data.recipient.name}\n${data.recipient.address}`}</p>
      <p className={classes.quiet}>
        {`${t("quotes.version", { version: String(data.version) })} · ${t(`quotes.state.${data.state}`)}`}
        {data.valid_until && ` · ${t("quotes.until")} ${formatDay(data.valid_until)}`}
      </p>
      {data.introduction && <p className={classes.text}>{data.introduction}</p>}
      <ReadLines lines={data.lines} />
      <Totals totals={data.totals} />
      {data.terms && <p className={classes.text}>{data.terms}</p>}
      <div className={classes.actions}>
        <PdfButton href={data.links.pdf} />
      </div>
      {data.state === "sent" ? <AnswerForm token={token} /> : <Answered quote={data} />}
    </main>
  );
}

function Answered({ quote: { answer, state } }: { quote: PublicQuote }) {
  if (!answer) return null;
  const word = t(`quotes.state.${state}`);
  const day = formatDay(answer.at);
  const text = answer.name === "" ? t("quotes.answered", { state: word, day }) : t("quotes.answered.by", { state: word, name: answer.name, day });
  return <p role="status">{text}</p>;
}

/** Accepts with a typed name, or declines with a reason. */
function AnswerForm({ token }: { token: string }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const answer = (act: () => Promise<PublicQuote>) => (event: FormEvent) => {
    event.preventDefault();
    setProblem(undefined);
    const { queryKey } = publicQuoteQuery(token);
    act().then(
      (answered) => queries.setQueryData(queryKey, answered),
      (thrown: unknown) => setProblem(asProblem(thrown)),
    );
  };
  return (
    <>
      <form onSubmit={answer(() => acceptByLink(token, name))}>
        <TextInput
          label={t("quotes.public.name")}
          description={t("quotes.public.accept.help")}
          autoComplete="name"
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button type="submit">{t("quotes.public.accept")}</Button>
        </div>
      </form>
      <form onSubmit={answer(() => declineByLink(token, reason))}>
        <TextInput label={t("quotes.public.reason")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <div className={classes.actions}>
          <Button type="submit" variant="default">
            {t("quotes.public.decline")}
          </Button>
        </div>
      </form>
      {problem && <ErrorState thrown={problem} compact />}
    </>
  );
}
