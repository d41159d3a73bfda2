import { Button, Select } from "@mantine/core";
import { CircleHelp } from "lucide-react";
import type { ImportGuess, ImportQuestion } from "@/api/wire";
import { typedOver } from "@/parts/typedOver";
import { t, tMaybe } from "@/words/words";
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
  question: Omit<ImportQuestion, "answers">;
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

const ORDERS = ["day-first", "month-first"];

/** What only the file's owner knows, as choices; what was answered can be answered otherwise. */
export function Questions({ guess, mapped }: Props) {
  const { search, set } = useNewImport();
  const { mapping } = mapped;
  // The questions are those of the guess; a mapping of before has its answers.
  if (search.again || !mapping || mapping instanceof TomlProblem) return null;
  function answer(name: string, value: string) {
    if (mapped.isCorrected) mapped.change((before) => answered(before, name, value, guess.columns));
    set({ [name]: value } as Partial<NewImportSearch>);
  }
  const open = guess.questions.filter((one) => search[one.answers as keyof NewImportSearch] === undefined);
  const given = [
    search.date_order && { answers: "date_order", text: t("imports.question.date_order"), choices: ORDERS },
    search.currency && { answers: "currency", text: t("imports.question.currency"), choices: [] },
  ].filter((one) => typeof one === "object");
  if (open.length + given.length === 0) return null;
  return (
    <section className={classes.questions} aria-labelledby="questions">
      <h2 id="questions">{t("imports.questions", { count: open.length })}</h2>
      <ul>
        {[...open, ...given].map((question) => (
          <Asked
            key={question.answers + question.text}
            question={question}
            value={search[question.answers as "currency"]}
            answer={(value) => answer(question.answers, value)}
          />
        ))}
      </ul>
    </section>
  );
}
