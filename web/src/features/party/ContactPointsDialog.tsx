import { Button, Group, Modal, Stack } from "@mantine/core";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import type { WholeParty } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { useFocusBack } from "@/parts/useFocusBack";
import { t } from "@/messages/messages";
import { ContactPointRow } from "./ContactPointRow";
import { draftsOf, emptyPoint, filled, mistakeIn, type PointDraft, type PointsField } from "./contactPoints";
import { editPoints } from "./editing";

interface Props {
  party: WholeParty;
  field: PointsField;
  close: () => void;
}

/** A form for all email addresses, phone numbers or postal addresses of a party. */
export default function ContactPointsDialog({ party, field, close }: Props) {
  useFocusBack();
  const [drafts, setDrafts] = useState(() => draftsOf(party, field));
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const put = (row: number, change: Partial<PointDraft>) => setDrafts(drafts.map((one) => (one.row === row ? { ...one, ...change } : one)));
  const prefer = (row: number) => setDrafts(drafts.map((one) => ({ ...one, primary: one.row === row })));
  function remove(row: number) {
    const left = drafts.filter((one) => one.row !== row);
    setDrafts(left.some((one) => one.primary) ? left : left.map((one, place) => ({ ...one, primary: place === 0 })));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      await editPoints(party, field, drafts);
      close();
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  }

  const sent = filled(drafts);
  const mistake = (draft: PointDraft) => problem && mistakeIn(problem.mistakes, field, sent.indexOf(draft));
  return (
    <Modal opened onClose={close} title={t(`field.${field}`)} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          {drafts.map((draft, place) => (
            <ContactPointRow
              key={draft.row}
              field={field}
              draft={draft}
              isFirst={place === 0}
              mistake={mistake(draft)}
              put={(change) => put(draft.row, change)}
              prefer={() => prefer(draft.row)}
              remove={() => remove(draft.row)}
            />
          ))}
          <div>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<Plus size={14} aria-hidden="true" />}
              onClick={() => setDrafts([...drafts, emptyPoint(drafts.length === 0)])}
            >
              {t(`party.points.add.${field}`)}
            </Button>
          </div>
          {problem && !drafts.some((draft) => mistake(draft)) && <ErrorState thrown={problem} compact />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("dialog.cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("party.points.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
