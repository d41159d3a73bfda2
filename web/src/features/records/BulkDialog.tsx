import { Alert, Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { recordNameQuery } from "@/api/recordNames";
import type { FieldValue, RecordFilter, RecordsEdited, RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { TextLink } from "@/parts/TextLink";
import { typedOver } from "@/parts/typedOver";
import { FieldInput } from "@/parts/fields/FieldInput";
import { t } from "@/messages/messages";
import { fieldNamed, offeredFields, ownerField, putting } from "./fields";
import { Reasons } from "./Reasons";
import classes from "./records.module.css";
import { useBulkEdit } from "./useBulkEdit";

interface Props {
  of: RecordType;
  /** Which records are changed, and how many they are. */
  filter: RecordFilter;
  count: number;
  close: () => void;
  /** Called when all of them are changed. */
  done: () => void;
}

/** One field of many records is given a value. */
export default function BulkDialog({ of, filter, count, close, done }: Props) {
  const [name, setName] = useState<string>();
  const [value, setValue] = useState<unknown>(null);
  const finished = () => (close(), done());
  const { busy, progress, problem, refused, edit, stop } = useBulkEdit(of, filter, finished);
  const field = name === undefined ? undefined : fieldNamed(of, name);
  const offered = [...offeredFields(of).filter((one) => one.kind !== "file"), ownerField()];
  const what = (count === 1 ? of.title : of.plural_title).toLowerCase();
  function choose(next: string | null) {
    setName(next ?? undefined);
    setValue(next !== null && fieldNamed(of, next)?.kind === "yes_no" ? false : null);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (field) void edit(putting(field.name, value as FieldValue));
  }
  const mistake = problem?.mistakes[0]?.detail;
  const title = t("records.bulk.title", { number: count, title: what });
  if (refused) return <Refused of={of} edited={refused} close={finished} />;
  return (
    <Modal opened onClose={close} title={title} closeOnEscape={!busy} closeOnClickOutside={!busy} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Select
            label={t("records.bulk.field")}
            placeholder={t("filter.choose")}
            data={offered.map((one) => ({ value: one.name, label: one.title }))}
            value={name ?? null}
            searchable
            {...typedOver}
            openOnFocus={false}
            selectFirstOptionOnChange
            data-autofocus
            disabled={busy}
            onChange={choose}
          />
          {field && <FieldInput key={field.name} field={{ ...field, help: "" }} value={value} error={mistake} change={setValue} />}
          {field && value === null && <p className={classes.hint}>{t("records.bulk.empties", { field: field.title })}</p>}
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
              {t("records.bulk.save", { number: count, title: what })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** What was refused of an edit, and why; the others are changed. */
function Refused({ of, edited, close }: { of: RecordType; edited: RecordsEdited; close: () => void }) {
  const { matched, changed, refused, refusals } = edited;
  const title = t("records.bulk.refused.title", { refused, matched });
  const reasons = refusals.map(({ id, reason }) => ({ key: id, text: <Reason of={of} id={id} reason={reason} /> }));
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <Stack>
        <Alert color="yellow" role="alert">
          {t("records.bulk.refused.text", { changed })}
        </Alert>
        <Reasons reasons={reasons} total={refused} />
        <Group justify="flex-end">
          <Button onClick={close} data-autofocus>
            {t("dialog.close")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Reason({ of, id, reason }: { of: RecordType; id: string; reason: string }) {
  const { data: name } = useQuery(recordNameQuery(of.plural, id));
  return (
    <>
      <TextLink to="/records/$plural/$id" params={{ plural: of.plural, id }}>
        {name ?? id}
      </TextLink>
      {": "}
      {reason}
    </>
  );
}
