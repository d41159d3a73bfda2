import "./messages";
import { Button, Group, Modal, Select, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Problem } from "@/api/problem";
import type { FieldValue, RecordField } from "@/api/wire";
import { ErrorState } from "../ErrorState";
import type { Progress } from "../table/useRun";
import { typedOver } from "../typedOver";
import { t } from "@/messages/messages";
import { FieldInput } from "./FieldInput";
import classes from "./fields.module.css";

interface Props {
  /** What is done, as the title and the button say it. */
  title: string;
  /** The fields that can be given a value. */
  fields: RecordField[];
  busy: boolean;
  progress: Progress | undefined;
  problem: Problem | undefined;
  edit: (field: RecordField, value: FieldValue) => void;
  stop: () => void;
  close: () => void;
}

/** A form that gives one field of many rows a value. */
export function BulkForm({ title, fields, busy, progress, problem, edit, stop, close }: Props) {
  const [name, setName] = useState<string>();
  const [value, setValue] = useState<unknown>(null);
  const named = (wanted: string | null | undefined) => fields.find((one) => one.name === wanted);
  const field = named(name);
  function choose(next: string | null) {
    setName(next ?? undefined);
    setValue(named(next)?.kind === "yes_no" ? false : null);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (field) edit(field, value as FieldValue);
  }
  const mistake = problem?.mistakes[0]?.detail;
  return (
    <Modal opened onClose={close} title={title} closeOnEscape={!busy} closeOnClickOutside={!busy} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Select
            label={t("bulk.field")}
            placeholder={t("filter.choose")}
            data={fields.map((one) => ({ value: one.name, label: one.title }))}
            value={name ?? null}
            searchable
            {...typedOver}
            openOnFocus={false}
            data-autofocus
            disabled={busy}
            onChange={choose}
          />
          {field && <FieldInput key={field.name} field={{ ...field, help: "" }} value={value} error={mistake} change={setValue} />}
          {field && value === null && <p className={classes.hint}>{t("bulk.empties", { field: field.title })}</p>}
          {problem && mistake === undefined && <ErrorState thrown={problem} compact />}
          <Group justify="flex-end">
            {progress && (
              <span role="status" className="numeric">
                {t("chosen.working", { ...progress })}
              </span>
            )}
            <Button variant="default" onClick={busy ? stop : close}>
              {t(busy ? "chosen.stop" : "dialog.cancel")}
            </Button>
            <Button type="submit" loading={busy} disabled={!field || (field.required && value === null)}>
              {title}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
