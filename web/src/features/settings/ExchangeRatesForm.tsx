import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { queries } from "@/api/queries";
import { exchangeRatesQuery, setExchangeRates } from "@/api/settings";
import type { ExchangeRates } from "@/api/wire";
import { t } from "@/messages/messages";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { toast } from "@/shell/toast";
import { RateRows } from "./RateRows";
import { newRate, sentOf, typedOf } from "./rates";
import classes from "./settings.module.css";

/** In which currency sums are given, and what others are worth from which day on. */
export default function ExchangeRatesForm() {
  const { data, error, refetch } = useQuery(exchangeRatesQuery);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  return data ? <Form key={JSON.stringify(data)} stored={data} /> : <CardSkeleton />;
}

function Form({ stored }: { stored: ExchangeRates }) {
  const [base, setBase] = useState(stored.base);
  const [typed, setTyped] = useState(() => stored.rates.map(typedOf));
  const [problem, setProblem] = useState<Problem>();
  const { rates, places } = sentOf(base, typed);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(undefined);
    try {
      queries.setQueryData(exchangeRatesQuery.queryKey, await setExchangeRates(rates));
      toast({ message: t("settings.rates.saved") });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  }
  const mistakes = new Map(problem?.mistakes.map(({ pointer, detail }) => [pointer, detail]));
  const wrong = new Map([...mistakes].map(([pointer, detail]) => [placed(pointer, places), detail]));
  return (
    <form onSubmit={(event) => void submit(event)} aria-labelledby="exchange-rates">
      <h2 id="exchange-rates">{t("settings.rates")}</h2>
      <p className={classes.help}>{t("settings.rates.help")}</p>
      <TextInput
        label={t("settings.rates.base")}
        description={t("settings.rates.base.hint")}
        value={base}
        error={mistakes.get("/base")}
        onChange={(event) => setBase(event.currentTarget.value)}
        maw="14rem"
      />
      {typed.length > 0 ? <RateRows base={base} typed={typed} wrong={wrong} change={setTyped} /> : <p className={classes.help}>{t("settings.rates.empty")}</p>}
      <p className={classes.buttons}>
        <Button variant="default" onClick={() => setTyped([...typed, newRate(typed.at(-1)?.currency)])}>
          {t("settings.rates.add")}
        </Button>
        <Button type="submit">{t("settings.rates.save")}</Button>
      </p>
      {problem && problem.mistakes.length === 0 && <ErrorState thrown={problem} compact />}
    </form>
  );
}

/** The place of a mistake among what is typed: `/rates/0/from` of what was sent is `2.from` where two blank rows were left out. */
function placed(pointer: string, places: number[]): string {
  const [, sent, field] = /^\/rates\/(\d+)\/(\w+)$/.exec(pointer) ?? [];
  return `${places[Number(sent)] ?? ""}.${field ?? ""}`;
}
