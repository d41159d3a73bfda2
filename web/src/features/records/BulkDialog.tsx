import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { queries } from "@/api/queries";
import { editRecords } from "@/api/recordBulk";
import { recordNameQuery } from "@/api/recordNames";
import type { FieldValue, RecordField, RecordFilter, RecordsEdited, RecordType } from "@/api/wire";
import { BulkForm } from "@/parts/fields/BulkForm";
import { useBulkEdit } from "@/parts/fields/useBulkEdit";
import { TextLink } from "@/parts/TextLink";
import { t } from "@/messages/messages";
import { offeredFields, ownerField, putting } from "@/parts/fields/allFields";
import { Reasons } from "./Reasons";

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
  const [refused, setRefused] = useState<RecordsEdited>();
  const finished = () => (close(), done());
  const noun = (number: number) => (number === 1 ? of.title : of.plural_title).toLowerCase();
  const { run, ...form } = useBulkEdit<RecordsEdited>({
    noun,
    again: () => queries.invalidateQueries({ queryKey: keys.records(of.plural) }),
    done: (result) => (result && result.refused > 0 ? setRefused(result) : finished()),
  });
  const edit = (field: RecordField, value: FieldValue) =>
    void run((report, stop) => editRecords(of.plural, filter, putting(field.name, value), report, stop));
  if (refused) return <Refused of={of} edited={refused} close={finished} />;
  const fields = [...offeredFields(of).filter((one) => one.kind !== "file"), ownerField()];
  return <BulkForm {...form} title={t("bulk.title", { number: count, title: noun(count) })} fields={fields} edit={edit} close={close} />;
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
