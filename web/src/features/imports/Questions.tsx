import { Button, Select } from "@mantine/core";
import { CircleHelp } from "lucide-react";
import { useState } from "react";
import type { ImportGuess, ImportQuestion } from "@/api/wire";
import { typedOver } from "@/parts/typedOver";
import { t, tMaybe } from "@/messages/messages";
import { currencies } from "./codes";
import classes from "./columns.module.css";
import { inQuotes } from "./inQuotes";
import { answered } from "./mapping/answer";
import { TomlProblem } from "./mapping/toml";
import type { NewImportSearch } from "./routes";
import { type Mapped, useNewImport } from "./useMapping";

interface Props {
  guess: ImportGuess;
  mapped: Mapped;
}

interface AskedProps {
  question: ImportQuestion;
  value: string | undefined;
  answer: (value: string) => void;
}

function Asked({ question, value, answer }: AskedProps) {
  return (
    <li className={classes.question}>
      <CircleHelp size={18} aria-hidden="true" />
      <span className={classes.questionText}>{inQuotes(question.text)}</span>
      <span className={classes.answers}>
        {question.choices.map((choice) => (
          <Button key={choice} size="xs" variant={choice === value ? "filled" : "default"} aria-pressed={choice === value} onClick={() => answer(choice)}>
            {tMaybe(`imports.choice.${choice}`, choice)}
          </Button>
        ))}
        {question.choices.length === 0 && (
          <Select
            size="xs"
            aria-label={question.text}
            placeholder={t("imports.question.choose")}
            data={currencies()}
            value={value ?? null}
            searchable
            {...typedOver}
            openOnFocus={false}
            allowDeselect={false}
            onChange={(code) => code && answer(code)}
          />
        )}
      </span>
    </li>
  );
}

const ORDERS = ["day-first", "month-first", "year-first"];
/** The order of questions; an answered one stays in its place. */
const PLACES = ["rows_are", "date_order", "shared_mail", "currency"];
const ROWS = ["known", "interested", "bought"];

/** Questions that only the user can answer, as choices; answers can be changed. */
export function Questions({ guess, mapped }: Props) {
  const { search, set } = useNewImport();
  const { mapping } = mapped;
  // With the text of the first time, as long as the page is open.
  const [read, setRead] = useState<ImportQuestion[]>([]);
  // The questions are those of the guess; an earlier mapping has its answers.
  if (search.again || !mapping || mapping instanceof TomlProblem) return null;
  function answer(question: ImportQuestion, value: string) {
    const name = question.answers;
    setRead((before) => [question, ...before.filter((one) => one.answers !== name)]);
    if (mapped.isCorrected) mapped.change((before) => answered(before, name, value, guess.columns));
    set({ [name]: value } as Partial<NewImportSearch>);
  }
  const open = guess.questions.filter((one) => search[one.answers as keyof NewImportSearch] === undefined);
  const standard: ImportQuestion[] = [
    { answers: "rows_are", text: t("imports.question.rows_are"), choices: ROWS },
    { answers: "date_order", text: t("imports.question.date_order"), choices: ORDERS },
    { answers: "shared_mail", text: t("imports.question.shared_mail"), choices: ["people", "one"] },
    { answers: "currency", text: t("imports.question.currency"), choices: [] },
  ];
  const given = standard.filter((one) => search[one.answers as "currency"]).map((one) => read.find(({ answers }) => answers === one.answers) ?? one);
  const all = [...open, ...given].sort((one, other) => PLACES.indexOf(one.answers) - PLACES.indexOf(other.answers));
  if (all.length === 0) return null;
  return (
    <section className={classes.questions} aria-labelledby="questions">
      <h2 id="questions">{t("imports.questions", { count: open.length })}</h2>
      <ul>
        {all.map((question) => (
          <Asked
            key={question.answers + question.text}
            question={question}
            value={search[question.answers as "currency"]}
            answer={(value) => answer(question, value)}
          />
        ))}
      </ul>
    </section>
  );
}
