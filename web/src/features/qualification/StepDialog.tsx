import "./messages";
import { Autocomplete, Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { qualificationQuery, type Step, takeStep } from "@/api/qualification";
import type { WholeParty } from "@/api/wire";
import type { PartyStep } from "@/features/party/routes";
import { plain } from "@/parts/evidence/titles";
import { useFocusBack } from "@/parts/useFocusBack";
import { toast, toastProblem } from "@/shell/toast";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";

const OTHER = "other";
/** Days after which a rejected lead comes back, unless somebody chooses another day. */
const USUAL_DAYS = 90;

interface Props {
  party: WholeParty;
  step: PartyStep;
  close: () => void;
}

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function useReasons(id: string): string[] {
  const { data } = useQuery(qualificationQuery(id));
  return [...new Set(data?.frameworks.flatMap((one) => one.reasons) ?? [])];
}

/** Asks for the reason of a rejection, a disqualification, or its opposite. */
export default function StepDialog({ party, step, close }: Props) {
  useFocusBack();
  const reasons = useReasons(party.id);
  const [reason, setReason] = useState("");
  const [words, setWords] = useState("");
  const [until, setUntil] = useState(() => dayIn(USUAL_DAYS));
  const [isWanting, setWanting] = useState(false);
  const [busy, setBusy] = useState(false);
  const word = reasons.find((one) => plain(one) === reason) ?? reason.trim();
  const lacks = {
    reason: step !== "requalify" && word === "",
    words: step === "disqualify" && word === OTHER && words.trim() === "",
    until: step === "reject" && until === "",
  };

  const asked = (): Step => {
    if (step === "reject") return { step, reason: word, until };
    if (step === "disqualify") return { step, reason: word, ...(words.trim() && { words: words.trim() }) };
    return { step, ...(word && { reason: word }) };
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    setWanting(true);
    if (Object.values(lacks).some(Boolean)) return;
    setBusy(true);
    try {
      await takeStep(party.id, asked());
      toast({ message: t(`handOver.done.${step}`, { until: formatDay(until) }) });
      close();
    } catch (thrown) {
      toastProblem(thrown);
    } finally {
      setBusy(false);
    }
  }

  const error = (is: boolean) => isWanting && is && t("record.needed");
  return (
    <Modal
      opened
      onClose={close}
      title={t(`handOver.${step}.title`, { name: party.name })}
      closeButtonProps={{ "aria-label": t("dialog.close") }}
    >
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <Text c="var(--soft)">{t(`handOver.${step}.text`)}</Text>
          {step === "disqualify" ? (
            <Select
              label={t("handOver.reason")}
              data={[
                ...reasons.map((one) => ({ value: plain(one), label: plain(one) })),
                { value: OTHER, label: t("handOver.reason.other") },
              ]}
              value={reason || null}
              onChange={(chosen) => setReason(chosen ?? "")}
              error={error(lacks.reason)}
              withAsterisk
              data-autofocus
            />
          ) : (
            <Autocomplete
              label={t("handOver.reason")}
              description={step === "reject" && t("handOver.reason.hint")}
              data={reasons.some((one) => plain(one) === reason) ? [] : reasons.map(plain)}
              value={reason}
              onChange={setReason}
              error={error(lacks.reason)}
              withAsterisk={step === "reject"}
              openOnFocus={false}
              data-autofocus
            />
          )}
          {step === "disqualify" && (
            <TextInput
              label={t("handOver.words")}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
              error={error(lacks.words)}
              withAsterisk={word === OTHER}
            />
          )}
          {step === "reject" && (
            <TextInput
              type="date"
              label={t("handOver.until")}
              value={until}
              onChange={(event) => setUntil(event.currentTarget.value)}
              error={error(lacks.until)}
              withAsterisk
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("dialog.cancel")}
            </Button>
            <Button type="submit" loading={busy} color={step === "disqualify" ? "red.8" : undefined}>
              {t(`handOver.${step}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
