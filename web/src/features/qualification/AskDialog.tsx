import "./messages";
import { Modal } from "@mantine/core";
import type { WholeParty } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { CardSkeleton } from "@/parts/Skeletons";
import { useFocusBack } from "@/parts/useFocusBack";
import { t } from "@/messages/messages";
import { Question } from "./Question";
import { useAsking } from "./useAsking";
import { Verdict } from "./Verdict";

interface Props {
  party: WholeParty;
  close: () => void;
  /** Closes it and opens the conversion. */
  convert: () => void;
}

/** A guided call: one question at a time, and the verdict of the gates at the end. */
export default function AskDialog({ party, close, convert }: Props) {
  useFocusBack();
  const { found, error, refetch, questions, place, busy, assess, skip, back } = useAsking(party);
  const asked = questions?.[place];
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t("ask.title", { name: party.name })}
      closeButtonProps={{ "aria-label": t("dialog.close") }}
    >
      {error && <ErrorState thrown={error} again={() => void refetch()} compact />}
      {!found && !error && <CardSkeleton />}
      {asked && questions && (
        <Question
          key={asked.criterion.name}
          asked={asked}
          place={place}
          count={questions.length}
          busy={busy}
          assess={(assessment) => void assess(assessment)}
          skip={skip}
          back={place > 0 ? back : undefined}
        />
      )}
      {found && questions && !asked && <Verdict found={found} name={party.name} close={close} convert={convert} />}
    </Modal>
  );
}
