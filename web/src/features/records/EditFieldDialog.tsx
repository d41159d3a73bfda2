import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { changeTypeField } from "@/api/records";
import type { FieldPatch, RecordField, RecordType } from "@/api/wire";
import { useFocusBack } from "@/parts/useFocusBack";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { choicesOf, draftsOf } from "./choices";
import { ChoicesInput } from "./ChoicesInput";
import { Refusal } from "./Refusal";
import { setArchived } from "./archiving";
import classes from "./types.module.css";
import { useSubmit } from "./useSubmit";

interface Props {
  of: RecordType;
  field: RecordField;
  close: () => void;
}

/** A form for a field that is there: what it is called, its help and its choices. Its kind stays. */
export default function EditFieldDialog({ of, field, close }: Props) {
  useFocusBack();
  const [title, setTitle] = useState(field.title);
  const [help, setHelp] = useState(field.help);
  const [required, setRequired] = useState(field.required);
  const [choices, setChoices] = useState(() => draftsOf(field));
  const { busy, problem, send, submit, mistakeAt } = useSubmit();
  const isOfParties = of.storage === "party";
  const isChoice = field.kind === "choice";
  const patch: FieldPatch = { title: title.trim(), help: help.trim(), ...(isChoice && { choices: choicesOf(choices) }), ...(!isOfParties && { required }) };
  const save = submit(
    () => changeTypeField(of.name, field.name, patch),
    () => (toast({ message: t("records.field.saved", { title: title.trim() }) }), close()),
  );
  const archive = () => send(() => setArchived(of, field, true), close);
  return (
    <Modal opened onClose={close} title={t("records.field.edit.of", { field: field.title, title: of.title })} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form onSubmit={save} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t("records.field.title")}
            required
            value={title}
            error={mistakeAt("/title")}
            data-autofocus
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <p className={classes.kind}>{t("records.field.kind.stays", { kind: t(`records.kind.${field.kind}`) })}</p>
          {isChoice && (
            <ChoicesInput
              drafts={choices}
              mistakeAt={(place) => mistakeAt(`/choices/${place}`)}
              error={problem?.mistakes.find((one) => one.pointer === "/choices")?.detail}
              change={setChoices}
            />
          )}
          <TextInput label={t("records.field.help")} value={help} error={mistakeAt("/help")} onChange={(event) => setHelp(event.currentTarget.value)} />
          {!isOfParties && (
            <Checkbox
              label={t("records.field.required")}
              checked={required}
              error={mistakeAt("/required")}
              onChange={(event) => setRequired(event.currentTarget.checked)}
            />
          )}
          {problem && problem.mistakes.length === 0 && <Refusal problem={problem} of={of} />}
          <Group justify="space-between" gap="xs">
            <Button variant="subtle" color="gray" disabled={busy} onClick={() => void archive()}>
              {t("records.field.archive")}
            </Button>
            <Group gap="xs">
              <Button variant="default" onClick={close}>
                {t("dialog.cancel")}
              </Button>
              <Button type="submit" loading={busy}>
                {t("records.save")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
