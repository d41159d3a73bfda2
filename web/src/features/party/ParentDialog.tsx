import { Button, Group, Modal, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { setParent, treeQuery } from "@/api/organizationTree";
import { asProblem, type Problem } from "@/api/problem";
import type { Party, WholeParty } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { PartySelect } from "@/parts/PartySelect";
import { useFocusBack } from "@/parts/useFocusBack";
import { toast } from "@/shell/toast";
import { t } from "@/messages/messages";
import { refresh } from "./showOrHide";

interface Props {
  party: WholeParty;
  close: () => void;
}

/** A form for the organization that an organization belongs to. */
export default function ParentDialog({ party, close }: Props) {
  useFocusBack();
  const { data: tree } = useQuery(treeQuery(party.id));
  const [chosen, setChosen] = useState<Party | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const [isWanting, setWanting] = useState(false);
  const [busy, setBusy] = useState(false);
  const present = tree?.ancestors.at(-1);

  async function change(parent: Party | null) {
    setBusy(true);
    try {
      await setParent(party.id, parent?.id ?? null);
      await refresh(party.id);
      const undo = async () => {
        await setParent(party.id, present?.id ?? null);
        await refresh(party.id);
      };
      const message = parent ? t("tree.changed", { name: party.name, parent: parent.name }) : t("tree.cleared", { name: party.name });
      toast({ message, undo });
      close();
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setWanting(!chosen);
    if (chosen) await change(chosen);
  }

  return (
    <Modal opened onClose={close} title={t(present ? "tree.change" : "tree.set")} closeButtonProps={{ "aria-label": t("dialog.close") }}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <PartySelect
            label={t("tree.parent")}
            placeholder={present?.name ?? t("pick.search")}
            kind="organization"
            without={[party.id]}
            chosen={chosen}
            error={isWanting && !chosen ? t("record.needed") : undefined}
            isFirst
            choose={setChosen}
          />
          {problem && <ErrorState thrown={problem} compact />}
          <Group justify="space-between">
            {present ? (
              <Button variant="subtle" color="gray" disabled={busy} onClick={() => void change(null)}>
                {t("tree.clear")}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={close}>
                {t("dialog.cancel")}
              </Button>
              <Button type="submit" loading={busy}>
                {t("tree.save")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
