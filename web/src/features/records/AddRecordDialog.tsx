import { Button, Modal } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { queries } from "@/api/queries";
import { addRecord, hideRecord } from "@/api/records";
import { keys } from "@/api/keys";
import type { RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { fieldsWith } from "@/parts/recordFields";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { type Draft, RecordForm } from "./RecordForm";

interface Props {
  of: RecordType;
  /** The party that the form begins with. */
  party: string | undefined;
  close: () => void;
}

function begun(of: RecordType, party: string | undefined): Draft {
  const defaults = of.fields.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]]));
  return { name: "", owner: "", fields: { ...Object.fromEntries(defaults), ...(party && fieldsWith(of, party)) } };
}

/** A form for a new record. */
export default function AddRecordDialog({ of, party, close }: Props) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => begun(of, party));
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      const { name, owner, fields } = draft;
      const added = await addRecord(of.plural, { name, ...(owner && { owner }), fields: fields as Record<string, never> });
      void queries.invalidateQueries({ queryKey: keys.records(of.plural) });
      const undo = () => hideRecord(of.plural, added.id);
      toast({ message: t("records.added", { name: added.name }), undo });
      void navigate({ to: "/records/$plural/$id", params: { plural: of.plural, id: added.id } });
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  }
  const title = t("records.add", { title: of.title.toLowerCase() });
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <RecordForm of={of} draft={draft} problem={problem} change={setDraft}>
          <Button variant="default" onClick={close}>
            {t("dialog.cancel")}
          </Button>
          <Button type="submit" loading={busy}>
            {t("records.add.save")}
          </Button>
        </RecordForm>
        {problem && problem.mistakes.length === 0 && <ErrorState thrown={problem} compact />}
      </form>
    </Modal>
  );
}
