import "./messages";
import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { useEvidence } from "@/api/useEvidence";
import { kindsQuery } from "@/api/vocabularies";
import type { Evidence, Family } from "@/api/wire";
import { ErrorState } from "@/parts/ErrorState";
import { useFocusBack } from "@/parts/useFocusBack";
import { t } from "@/messages/messages";
import { AskFields } from "./AskFields";
import { completed } from "./deals";
import { EMPTY, type EvidenceEntry, entryOf, type Filled } from "./entry";
import { KindSelect } from "./KindSelect";
import { type Mistakes, mistakesIn, mistakesOf } from "./mistakes";
import { OthersField } from "./OthersField";
import { type Ask, asksOf } from "./shapes";
import { WhenField } from "./WhenField";

interface Props {
  title: string;
  /** The content above the form. */
  children?: ReactNode;
  /** The subject, whose deals and purchases may be named; undefined if it is recorded for several at once. */
  party?: string | undefined;
  /** The initial values. */
  first?: Partial<Filled> | undefined;
  /** The family whose kinds are offered first. */
  family?: Family | undefined;
  close: () => void;
  /** Records it. An error is shown in the form, which then stays open. */
  save: (entry: EvidenceEntry) => unknown;
}

/** Deals and purchases are those of the subject; for several parties at once, each piece names none. */
const OF_ONE = new Set<Ask>(["deal", "names"]);

const NONE: Evidence[] = [];

const newDeal = () => crypto.randomUUID();

/** A form for one piece of evidence: what happened, when, with whom, and its details. */
export function EvidenceDialog({ title, children, party, first, family, close, save }: Props) {
  useFocusBack();
  const { data: kinds = [] } = useQuery(kindsQuery);
  const { evidence = NONE } = useEvidence(party ?? "", party !== undefined);
  const [chosen, setChosen] = useState<Filled>({ ...EMPTY, ...first });
  const filled = completed(chosen, evidence);
  const [problem, setProblem] = useState<Problem>();
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const [busy, setBusy] = useState(false);
  const all = asksOf(filled.kind ?? "", kinds.find((one) => one.name === filled.kind)?.family);
  const asks = party ? all : all.filter((ask) => !OF_ONE.has(ask));
  const fill = (change: Partial<Filled>) => setChosen((before) => ({ ...before, ...change }));

  async function submit() {
    const found = mistakesIn(filled, asks);
    setMistakes(found);
    setProblem(undefined);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await save(entryOf(filled, asks, newDeal));
      close();
    } catch (thrown) {
      const refused = asProblem(thrown);
      setProblem(refused);
      setMistakes(mistakesOf(refused));
      setBusy(false);
    }
  }

  function hear(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
  }

  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ "aria-label": t("dialog.close") }}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- sends from any field */}
      <form
        noValidate
        onKeyDown={hear}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack gap="md">
          {children}
          <KindSelect kinds={kinds} family={family} value={filled.kind} error={mistakes.kind} choose={(kind) => fill({ kind })} />
          <WhenField filled={filled} fill={fill} error={mistakes.occurred_at} />
          <AskFields asks={asks} evidence={evidence} filled={filled} fill={fill} mistakes={mistakes} />
          <OthersField party={party} others={filled.others} fill={fill} />
          <Textarea
            label={t("record.note")}
            value={filled.note}
            autosize
            minRows={2}
            maxRows={8}
            onChange={(event) => fill({ note: event.currentTarget.value })}
          />
          {problem && <ErrorState thrown={problem} compact />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("dialog.cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {t("record.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
