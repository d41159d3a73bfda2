import { Autocomplete, Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { addLink, deleteLink } from "@/api/party";
import { asProblem, type Problem } from "@/api/problem";
import type { Party, PartyKind, WholeParty } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { plain } from "@/parts/evidence/titles";
import { PartySelect } from "@/parts/PartySelect";
import { TextLink } from "@/parts/TextLink";
import { useFocusBack } from "@/parts/useFocusBack";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { refresh } from "./showOrHide";

const ROLES = ["employee", "decision_maker", "buyer", "consultant", "owner"];
const wordOf = (text: string) => ROLES.find((role) => plain(role) === text) ?? text.trim();

interface Props {
  party: WholeParty;
  close: () => void;
}

/** A form for a link to an existing organization or person. */
export default function LinkDialog({ party, close }: Props) {
  useFocusBack();
  const [other, setOther] = useState<Party | null>(null);
  const [role, setRole] = useState(plain("employee"));
  const [from, setFrom] = useState("");
  const [problem, setProblem] = useState<Problem>();
  const [isWanting, setWanting] = useState(false);
  const [busy, setBusy] = useState(false);
  const kind: PartyKind = party.kind === "person" ? "organization" : "person";

  async function submit(event: FormEvent) {
    event.preventDefault();
    setWanting(!other);
    if (!other) return;
    setBusy(true);
    try {
      const [person, organization] = party.kind === "person" ? [party.id, other.id] : [other.id, party.id];
      const link = await addLink({ person, organization, role: wordOf(role), ...(from && { from }) });
      await refresh(party.id);
      const undo = async () => {
        await deleteLink(link.id);
        await refresh(party.id);
      };
      toast({ message: t("party.link.added", { name: other.name }), undo });
      close();
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={close} title={t(`party.link.add.${party.kind}`)} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <PartySelect
            label={t(`kind.${kind}`)}
            placeholder={t("pick.search")}
            kind={kind}
            chosen={other}
            error={isWanting && !other ? t("record.needed") : undefined}
            isFirst
            choose={setOther}
          />
          <Autocomplete label={t("party.link.role")} data={ROLES.map(plain)} value={role} openOnFocus={false} onChange={setRole} />
          <TextInput type="date" label={t("party.link.from")} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
          {problem && <ErrorState thrown={problem} compact />}
          <Group justify="space-between">
            <TextLink to={kind === "person" ? "/people" : "/organizations"} search={{ add: true }}>
              {t(`party.link.new.${kind}`)}
            </TextLink>
            <Group gap="xs">
              <Button variant="default" onClick={close}>
                {t("dialog.cancel")}
              </Button>
              <Button type="submit" loading={busy}>
                {t("party.link.save")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
