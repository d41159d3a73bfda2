import { Button, Checkbox, Group, Modal, MultiSelect, Select, Stack, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { addField } from "@/api/records";
import type { FieldDraft, FieldKind, RecordType } from "@/api/wire";
import { typedOver } from "@/parts/typedOver";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { nameOf } from "./naming";
import { Refusal } from "./Refusal";
import { useSubmit } from "./useSubmit";

const KINDS: FieldKind[] = [
  "text",
  "long_text",
  "number",
  "money",
  "yes_no",
  "date",
  "instant",
  "duration",
  "choice",
  "email",
  "phone",
  "url",
  "address",
  "party",
  "record",
  "user",
];
/** Fields of people and organizations hold one value, which is kept as text. */
const NOT_OF_PARTIES = new Set<FieldKind>(["address", "party", "record", "user"]);
const SEARCHED = new Set<FieldKind>(["text", "long_text", "email", "phone", "url", "address"]);
const UNIQUE = new Set<FieldKind>(["text", "number", "email", "phone", "url"]);
const ONE_ONLY = new Set<FieldKind>(["yes_no", "long_text"]);

interface Props {
  of: RecordType;
  types: RecordType[];
  close: () => void;
}

/** A form for a new field of a record type. */
export function FieldDialog({ of, types, close }: Props) {
  const [draft, setDraft] = useState<FieldDraft>({ name: "", title: "", kind: "text" });
  const { busy, problem, submit, mistakeAt } = useSubmit();
  const isOfParties = of.storage === "party";
  const kinds = isOfParties ? KINDS.filter((kind) => !NOT_OF_PARTIES.has(kind)) : KINDS;
  const put = (change: Partial<FieldDraft>) => setDraft({ ...draft, ...change });
  const save = submit(
    () => addField(of.name, { ...draft, name: nameOf(draft.title) }),
    () => (toast({ message: t("records.field.added", { title: draft.title }) }), close()),
  );
  const flag = (name: "multiple" | "unique" | "searched", isOffered: boolean) =>
    isOffered && (
      <Checkbox
        label={t(`records.field.${name}`)}
        checked={draft[name] ?? false}
        error={mistakeAt(`/${name}`)}
        onChange={(event) => put({ [name]: event.currentTarget.checked })}
      />
    );
  const choose = (kind: string | null) => kind && setDraft({ name: "", title: draft.title, help: draft.help ?? "", kind: kind as FieldKind });
  return (
    <Modal opened onClose={close} title={t("records.field.add.to", { title: of.title })} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form onSubmit={save} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t("records.field.title")}
            value={draft.title}
            error={mistakeAt("/name", "/title")}
            data-autofocus
            onChange={(event) => put({ title: event.currentTarget.value })}
          />
          <Select
            label={t("records.field.kind")}
            data={kinds.map((kind) => ({ value: kind, label: t(`records.kind.${kind}`) }))}
            value={draft.kind}
            error={mistakeAt("/kind")}
            allowDeselect={false}
            searchable
            {...typedOver}
            onChange={choose}
          />
          {draft.kind === "choice" && (
            <TagsInput
              label={t("records.field.choices")}
              placeholder={t("records.field.choices.hint")}
              value={(draft.choices ?? []) as string[]}
              error={mistakeAt("/choices")}
              onChange={(choices) => put({ choices })}
            />
          )}
          {draft.kind === "record" && (
            <MultiSelect
              label={t("records.field.types")}
              data={types.filter((one) => one.storage === "record").map((one) => ({ value: one.name, label: one.title }))}
              value={draft.types ?? []}
              error={mistakeAt("/types")}
              onChange={(names) => put({ types: names })}
            />
          )}
          <TextInput label={t("records.field.help")} value={draft.help ?? ""} error={mistakeAt("/help")} onChange={(event) => put({ help: event.currentTarget.value })} />
          {flag("multiple", !isOfParties && !ONE_ONLY.has(draft.kind))}
          {flag("searched", !isOfParties && SEARCHED.has(draft.kind))}
          {flag("unique", !isOfParties && UNIQUE.has(draft.kind) && !draft.multiple)}
          {problem && problem.mistakes.length === 0 && <Refusal problem={problem} of={of} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("dialog.cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("records.field.add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
