import { Autocomplete, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Pipeline } from "@/api/pipelines";
import { asProblem, type Problem } from "@/api/problem";
import type { RecordPatch, RecordType } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { FieldInput } from "@/parts/fields/FieldInput";
import type { Values } from "@/parts/fields/values";
import { t } from "@/messages/messages";
import { fieldsNamed } from "./pipelines";
import type { AskedMove } from "./useDealMoves";

interface Props {
  of: RecordType;
  pipeline: Pipeline;
  asked: AskedMove;
  answer: (filled: RecordPatch) => Promise<void>;
  close: () => void;
}

const REASON = "lost_reason";

/** Asks for what a stage requires before a deal enters it. */
export default function MoveDialog({ of, pipeline, asked: { record, lane, lacking }, answer, close }: Props) {
  const [values, setValues] = useState<Values>({});
  const [owner, setOwner] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const mistakeAt = (pointer: string) => problem?.mistakes.find((one) => one.pointer.startsWith(pointer))?.detail;
  const put = (name: string, value: unknown) => setValues((before) => ({ ...before, [name]: value }) as Values);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      await answer({ fields: values as Record<string, never>, ...(owner && { owner }) });
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  }
  const title = t("deals.move.title", { name: record.name, stage: lane.title });
  return (
    <Modal opened onClose={close} title={title} returnFocus={false} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          <Text>{t("deals.move.text")}</Text>
          {lacking.includes(REASON) && (
            <Autocomplete
              label={t("deals.move.reason")}
              description={t("deals.move.reason.help")}
              data={pipeline.lost_reasons}
              value={String(values[REASON] ?? "")}
              error={mistakeAt(`/fields/${REASON}`)}
              onChange={(text) => put(REASON, text || null)}
              data-autofocus
            />
          )}
          {fieldsNamed(of, lacking)
            .filter((field) => field.name !== REASON)
            .map((field) => (
              <FieldInput
                key={field.name}
                field={field}
                value={values[field.name]}
                error={mistakeAt(`/fields/${field.name}`)}
                change={(value) => put(field.name, value)}
              />
            ))}
          {lacking.includes("owner") && (
            <TextInput label={t("records.owner")} value={owner} error={mistakeAt("/owner")} onChange={(event) => setOwner(event.currentTarget.value)} />
          )}
          {problem && problem.mistakes.length === 0 && <ErrorState thrown={problem} compact />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("dialog.cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("deals.move.act")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
