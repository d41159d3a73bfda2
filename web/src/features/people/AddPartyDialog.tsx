import { Alert, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { addParty, hideParty } from "@/api/parties";
import { asProblem, type Problem } from "@/api/problem";
import { queries } from "@/api/queries";
import { keys } from "@/api/keys";
import type { Field, Matching, PartyDraft, PartyKind } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { FieldInput } from "@/parts/fields/FieldInput";
import { ownDraft } from "@/parts/fields/ownValues";
import { useOwnFields } from "@/parts/fields/useOwnFields";
import type { Values } from "@/parts/fields/values";
import { mailMistake } from "@/parts/mail";
import { TextLink } from "@/parts/TextLink";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { PossibleDuplicates } from "./PossibleDuplicates";

const FIELDS: Record<PartyKind, Field[]> = {
  person: ["name", "email", "phone", "company", "title", "source"],
  organization: ["name", "website", "email", "phone", "city", "country", "source"],
};

interface Props {
  kind: PartyKind;
  close: () => void;
}

/** A form for a new person or organization; shows possible duplicates. */
export default function AddPartyDialog({ kind, close }: Props) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Partial<Record<Field, string>>>({});
  const own = useOwnFields(kind);
  const [more, setMore] = useState<Values>({});
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [isMailSaid, setMailSaid] = useState(false);
  const mail = useRef<HTMLInputElement>(null);
  const matches: Matching[] = problem?.document.matches ?? [];

  async function save(duplicates?: "allow") {
    setBusy(true);
    try {
      const filled: PartyDraft = Object.fromEntries(Object.entries(draft).filter(([, value]) => value.trim() !== ""));
      const added = await addParty(kind, { ...filled, ...ownDraft(own, more) }, duplicates);
      void queries.invalidateQueries({ queryKey: keys.parties });
      toast({ message: t("add.added", { name: added.name }), undo: () => hideParty(added.id) });
      void navigate({ to: "/parties/$id", params: { id: added.id } });
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    setMailSaid(true);
    if (mailMistake(draft.email ?? "")) mail.current?.focus();
    else void save();
  }

  const mistakeAt = (pointer: string) => problem?.mistakes.find((one) => one.pointer === pointer)?.detail;
  const mistakeOf = (field: Field) => (field === "email" && isMailSaid ? mailMistake(draft.email ?? "") : undefined) ?? mistakeAt(`/${field}`);
  return (
    <Modal opened onClose={close} title={t(`add.title.${kind}`)} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {FIELDS[kind].map((field, place) => (
            <div key={field}>
              <TextInput
                ref={field === "email" ? mail : undefined}
                label={t(`field.${field}`)}
                type={field === "email" ? "email" : "text"}
                value={draft[field] ?? ""}
                error={mistakeOf(field)}
                data-autofocus={place === 0 || undefined}
                onChange={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
              />
              {field === "name" && <PossibleDuplicates kind={kind} draft={draft} />}
            </div>
          ))}
          {own.map((field) => (
            <FieldInput
              key={field.name}
              field={field}
              value={more[field.name]}
              error={mistakeAt(`/more/${field.name}`)}
              change={(value) => setMore({ ...more, [field.name]: value })}
            />
          ))}
          {matches.length > 0 ? (
            <Alert color="yellow" title={t("add.matches.title")} role="alert">
              {t("add.matches.text")}
              <ul>
                {matches.map((match) => (
                  <li key={match.party}>
                    <TextLink to="/parties/$id" params={{ id: match.party }}>
                      {match.name}
                    </TextLink>
                  </li>
                ))}
              </ul>
              <Button size="compact-sm" variant="default" loading={busy} onClick={() => void save("allow")}>
                {t("add.anyway")}
              </Button>
            </Alert>
          ) : (
            problem && <ErrorState thrown={problem} compact />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("dialog.cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("add.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
