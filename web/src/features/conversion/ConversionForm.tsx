import { Button, Group } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from "react";
import type { Matching, RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { t } from "@/messages/messages";
import { AccountChoice } from "./AccountChoice";
import classes from "./conversion.module.css";
import { DealChoice } from "./DealChoice";
import type { Lead } from "./draft";
import { Itself } from "./Itself";
import { Preview } from "./Preview";
import { ReasonField } from "./ReasonField";
import { SameLeads } from "./SameLeads";
import { useConversionForm } from "./useConversionForm";

interface Props {
  lead: Omit<Lead, "more">;
  /** The record type of deals. */
  deals: RecordType;
  close: () => void;
  /** Called once it is converted. */
  done: () => void;
}

const focusIn = (box: HTMLElement | null, what: string) => box?.querySelector<HTMLElement>(what)?.focus();

/** The form of a conversion: a reason where one is needed, account and deal; beside it what that will come to. */
export function ConversionForm({ lead: known, deals, close, done }: Props) {
  const box = useRef<HTMLFormElement>(null);
  const form = useConversionForm(known, done);
  const { lead, choices, mistakes, refused, mistakeAt, choose, submit } = form;

  useEffect(() => focusIn(box.current, "[data-autofocus]"), []);
  const mistaken = mistakes.length > 0 && `${form.attempts} ${mistakes.map((one) => one.pointer).join()}`;
  useEffect(() => {
    if (mistaken) focusIn(box.current, "[aria-invalid=true]");
  }, [mistaken]);

  function use(match: Matching) {
    form.use(match);
    // The button that was pressed is gone.
    setTimeout(() => focusIn(box.current, `[value="${match.party}"]`));
  }

  function hear(event: KeyboardEvent) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- sends from any field
    <form
      ref={box}
      noValidate
      className={classes.form}
      onKeyDown={hear}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={classes.fields}>
        {!lead.options.qualified && (
          <ReasonField options={lead.options} reason={choices.reason} error={mistakeAt("/reason")} change={(reason) => choose({ reason })} />
        )}
        <SameLeads kind={lead.kind} people={lead.options.people} />
        {lead.kind === "organization" ? (
          <Itself id={lead.id} name={lead.name} />
        ) : (
          <AccountChoice
            accounts={form.accounts}
            choices={choices}
            own={form.own}
            matches={form.matches}
            mistakeAt={mistakeAt}
            choose={choose}
            use={use}
          />
        )}
        <DealChoice deals={lead.options.deals} of={deals} choices={choices} mistakeAt={mistakeAt} choose={choose} />
        {refused && <ErrorState thrown={refused} compact />}
      </div>
      <Preview {...form.preview} />
      <Group justify="flex-end" className={classes.buttons ?? ""}>
        <Button variant="default" onClick={close}>
          {t("dialog.cancel")}
        </Button>
        <Button type="submit" loading={form.busy}>
          {t("convert.save")}
        </Button>
      </Group>
    </form>
  );
}
