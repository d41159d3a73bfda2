import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { declareType } from "@/api/records";
import { ErrorState } from "@/parts/ErrorState";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { nameOf } from "./naming";
import { useSubmit } from "./useSubmit";

/** A form for a new record type; its fields are added afterwards. */
export function TypeDialog({ close }: { close: () => void }) {
  const [title, setTitle] = useState("");
  const [plural, setPlural] = useState("");
  const [description, setDescription] = useState("");
  const { busy, problem, submit, mistakeAt } = useSubmit();
  const save = submit(
    () => declareType({ name: nameOf(title), plural: nameOf(plural), title, plural_title: plural, description }),
    () => (toast({ message: t("records.types.added", { title: plural }) }), close()),
  );
  return (
    <Modal opened onClose={close} title={t("records.types.add")} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form onSubmit={save} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t("records.type.title")}
            placeholder={t("records.type.name.hint")}
            value={title}
            error={mistakeAt("/name", "/title")}
            data-autofocus
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <TextInput
            label={t("records.type.plural")}
            placeholder={t("records.type.plural.hint")}
            value={plural}
            error={mistakeAt("/plural", "/plural_title")}
            onChange={(event) => setPlural(event.currentTarget.value)}
          />
          <Textarea
            label={t("records.type.description")}
            value={description}
            error={mistakeAt("/description")}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          {problem && problem.mistakes.length === 0 && <ErrorState thrown={problem} compact />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("dialog.cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("records.types.add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
