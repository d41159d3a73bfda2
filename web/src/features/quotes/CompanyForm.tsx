import "./messages";
import { Button, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { keys } from "@/api/keys";
import { asProblem, type Problem } from "@/api/problem";
import { queries } from "@/api/queries";
import { companyQuery, setCompany } from "@/api/quotes";
import type { Company } from "@/api/wire";
import { t } from "@/messages/messages";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { toast } from "@/shell/toast";
import classes from "./quotes.module.css";

/** Who sends the quotes. */
export default function CompanyForm() {
  const { data, error, refetch } = useQuery(companyQuery);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} compact />;
  return data ? <Form key={JSON.stringify(data)} company={data} /> : <CardSkeleton />;
}

function Form({ company }: { company: Company }) {
  const [draft, setDraft] = useState(company);
  const [problem, setProblem] = useState<Problem>();
  async function submit(event: FormEvent) {
    event.preventDefault();
    setProblem(undefined);
    try {
      queries.setQueryData(keys.company, await setCompany(draft));
      toast({ message: t("quotes.company.saved") });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  }
  const field = (name: keyof Company) => ({
    value: draft[name] ?? "",
    error: problem?.mistakes.find(({ pointer }) => pointer === `/${name}`)?.detail,
    onChange: (event: { currentTarget: { value: string } }) => setDraft({ ...draft, [name]: event.currentTarget.value }),
  });
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h2>{t("quotes.company")}</h2>
      <p className={classes.quiet}>{t("quotes.company.help")}</p>
      <div className={classes.fields}>
        <TextInput label={t("quotes.company.name")} {...field("name")} />
        <TextInput label={t("quotes.company.tax")} {...field("tax_id")} />
        <Textarea label={t("quotes.company.address")} autosize {...field("address")} />
        <Textarea label={t("quotes.company.bank")} autosize {...field("bank")} />
        <Textarea label={t("quotes.company.contact")} autosize {...field("contact")} />
        <TextInput label={t("quotes.company.accent")} {...field("accent")} />
      </div>
      <Button type="submit">{t("quotes.save")}</Button>
      {problem && problem.mistakes.length === 0 && <ErrorState thrown={problem} compact />}
    </form>
  );
}
