import { Autocomplete, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { pieceQuery } from "@/api/party";
import type { WholeParty } from "@/api/wire";
import { kindTitle } from "@/parts/evidence/titles";
import { useFocusBack } from "@/parts/useFocusBack";
import { t } from "@/messages/messages";
import { retract } from "./record";
import { usePartySearch } from "./usePartySearch";

const REASONS = ["mistake", "person", "never", "twice"] as const;

interface Props {
  party: WholeParty;
  piece: string;
}

/** Asks for the reason of a retraction. */
export default function RetractDialog({ party, piece: id }: Props) {
  useFocusBack();
  const { set } = usePartySearch();
  const { data: piece } = useQuery(pieceQuery(party.id, id));
  const [reason, setReason] = useState("");
  const [isWanting, setWanting] = useState(false);
  const [busy, setBusy] = useState(false);
  const close = () => set({ retract: undefined });
  if (!piece?.live) return null;

  const because = reason.trim();

  async function submit() {
    setWanting(because === "");
    if (!piece || because === "") return;
    setBusy(true);
    await retract(party, piece, because);
    close();
  }

  function correct() {
    setWanting(because === "");
    if (piece && because !== "") set({ retract: undefined, record: piece.kind, like: piece.id, because });
  }

  const reasons = REASONS.map((one) => t(`party.retract.reason.${one}`));
  return (
    <Modal
      opened
      onClose={close}
      title={t("party.retract.title", { what: kindTitle(piece.kind) })}
      closeButtonProps={{ "aria-label": t("dialog.close") }}
    >
      <form noValidate 
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md">
          <Text c="var(--soft)">{t("party.retract.text")}</Text>
          <Autocomplete
            label={t("party.retract.reason")}
            // A complete reason needs no suggestions, which would cover the buttons.
            data={reasons.includes(reason) ? [] : reasons}
            value={reason}
            error={isWanting && t("record.needed")}
            withAsterisk
            data-autofocus
            openOnFocus={false}
            onChange={setReason}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("dialog.cancel")}
            </Button>
            <Button variant="default" disabled={busy} onClick={correct}>
              {t("party.retract.correct")}
            </Button>
            <Button type="submit" color="red.8" loading={busy}>
              {t("party.retract")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
