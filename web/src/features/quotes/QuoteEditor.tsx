import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { changeQuote, quotePreviewQuery } from "@/api/quotes";
import type { Quote } from "@/api/wire";
import { t } from "@/messages/messages";
import { ErrorState } from "@/parts/ErrorState";
import { toast } from "@/shell/toast";
import { EditLines } from "./EditLines";
import { draftsOf, typedOf } from "./lines";
import classes from "./quotes.module.css";
import { Totals } from "./Totals";

const TYPING_MS = 250;
const LANGUAGES = ["en", "de", "ar"] as const;

/** What is wrong with lines, by place: `0.quantity`. */
const wrongIn = (problem: Problem | undefined) =>
  new Map(
    (problem?.mistakes ?? []).flatMap(({ pointer, detail }) => {
      const [, at, field] = /^\/lines\/(\d+)\/([a-z_]+)/.exec(pointer) ?? [];
      return at === undefined ? [] : [[`${at}.${field ?? ""}`, detail] as const];
    }),
  );

const formOf = (quote: Quote) => ({
  title: quote.title,
  language: quote.language,
  name: quote.recipient.name,
  address: quote.recipient.address,
  valid_until: quote.valid_until ?? "",
  introduction: quote.introduction,
  terms: quote.terms,
  lines: quote.lines.map(typedOf),
});

/** A draft, with what it comes to as it is typed. */
export function QuoteEditor({ quote, tag, saved }: { quote: Quote; tag: string; saved: () => void }) {
  const [form, setForm] = useState(() => formOf(quote));
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const lines = draftsOf(form.lines, quote.currency);
  const [asked] = useDebouncedValue(JSON.stringify(lines), TYPING_MS);
  const preview = useQuery({
    ...quotePreviewQuery({ deal: quote.deal, currency: quote.currency, lines: JSON.parse(asked) as typeof lines }),
    placeholderData: keepPreviousData,
  });
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    const { name, address, valid_until, ...rest } = form;
    try {
      const recipient = { ...(quote.recipient.party && { party: quote.recipient.party }), name, address };
      const { undo } = await changeQuote(quote.id, tag, { ...rest, recipient, valid_until: valid_until || null, lines });
      toast({ message: t("quotes.saved"), ...(undo && { undo }) });
      saved();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setBusy(false);
  }
  const shown = problem ?? (preview.error ? asProblem(preview.error) : undefined);
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className={classes.fields}>
        <TextInput label={t("quotes.subject")} value={form.title} onChange={(event) => set({ title: event.currentTarget.value })} />
        <TextInput label={t("quotes.recipient")} value={form.name} onChange={(event) => set({ name: event.currentTarget.value })} />
        <Textarea
          label={t("quotes.address")}
          value={form.address}
          autosize
          onChange={(event) => set({ address: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t("quotes.until")}
          value={form.valid_until}
          onChange={(event) => set({ valid_until: event.currentTarget.value })}
        />
        <NativeSelect
          label={t("quotes.language")}
          value={form.language}
          data={LANGUAGES.map((value) => ({ value, label: t(`quotes.language.${value}`) }))}
          onChange={(event) => set({ language: event.currentTarget.value as Quote["language"] })}
        />
      </div>
      <Textarea
        label={t("quotes.introduction")}
        value={form.introduction}
        autosize
        onChange={(event) => set({ introduction: event.currentTarget.value })}
      />
      <h2>{t("quotes.lines")}</h2>
      <EditLines lines={form.lines} priced={preview.data?.lines ?? []} wrong={wrongIn(shown)} change={(typed) => set({ lines: typed })} />
      {preview.data && <Totals totals={preview.data.totals} />}
      <Textarea label={t("quotes.terms")} value={form.terms} autosize onChange={(event) => set({ terms: event.currentTarget.value })} />
      <div className={classes.actions}>
        <Button type="submit" loading={busy}>
          {t("quotes.save")}
        </Button>
      </div>
      {problem && <ErrorState thrown={problem} compact />}
    </form>
  );
}
