import "./messages";
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { numbersQuery } from "@/api/numbers";
import { kindsQuery } from "@/api/vocabularies";
import { ErrorState } from "@/parts/ErrorState";
import { plain } from "@/parts/evidence/titles";
import { Page } from "@/parts/Page";
import { t, tMaybe } from "@/messages/messages";
import { Choice } from "./Choice";
import controls from "./controls.module.css";
import classes from "./funnel.module.css";
import { ASKED, numberChoices } from "./numbers";
import { NumbersTable } from "./NumbersTable";
import type { NumbersSearch } from "./readNumbers";
import { useGroupFields } from "./useGroupFields";

function useNumbersSearch() {
  const search = useSearch({ from: "/numbers" });
  const navigate = useNavigate();
  const set = (change: NumbersSearch) =>
    void navigate({ to: "/numbers", search: (before) => ({ ...(before as NumbersSearch), ...change }), replace: true });
  return { search, set };
}

/** Numbers of evidence, such as the scores of a survey: how many, their average and range, by time and by fields. */
export default function NumbersPage() {
  const { search, set } = useNumbersSearch();
  const fields = useGroupFields("people");
  const { data: kinds = [] } = useQuery(kindsQuery);
  const asked = { kind: search.kind ?? ASKED.kind, number: search.number ?? ASKED.number, by: search.by ?? ASKED.by };
  const { data, error, refetch } = useQuery(numbersQuery(asked));
  const offered = kinds.some(({ name }) => name === asked.kind) ? kinds.map(({ name }) => name) : [asked.kind, ...kinds.map(({ name }) => name)];
  const change = (name: keyof NumbersSearch) => (value: string) => set({ [name]: value === ASKED[name] ? undefined : value });
  return (
    <Page title={t("numbers.title")}>
      <div className={classes.page}>
        <p className={classes.lead}>{t("numbers.lead")}</p>
        <section className={controls.fields} data-open aria-label={t("funnel.options")}>
          <Choice
            label={t("numbers.kind")}
            value={asked.kind}
            values={offered.map((value) => ({ value, label: tMaybe(`evidence.${value}`, plain(value)) }))}
            choose={change("kind")}
          />
          <TextInput
            key={asked.number}
            size="xs"
            label={t("numbers.entry")}
            defaultValue={asked.number}
            onBlur={({ currentTarget: { value } }) => change("number")(value.trim() || ASKED.number)}
            onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          />
          <Choice label={t("funnel.by")} value={asked.by} values={numberChoices(fields, asked.by)} choose={change("by")} />
        </section>
        {error && <ErrorState thrown={error} again={() => void refetch()} />}
        {data && !error && <NumbersTable groups={data} by={asked.by} fields={fields} />}
      </div>
    </Page>
  );
}
