import { Button } from "@mantine/core";
import { useState } from "react";
import { type Step, takeStep } from "@/api/qualification";
import type { HandOver, HandOverState, WholeParty } from "@/api/wire";
import type { PartyStep } from "@/features/party/routes";
import { toast, toastProblem } from "@/shell/toast";
import { t } from "@/messages/messages";
import classes from "./qualification.module.css";
import { handOverInWords } from "./words";

/** The steps that follow from how a hand-over stands; those with a dialog come last. */
const NEXT: Record<HandOverState, { plain: ("hand-over" | "accept")[]; asked: PartyStep[] }> = {
  none: { plain: ["hand-over", "accept"], asked: ["disqualify"] },
  waiting: { plain: ["accept"], asked: ["reject", "disqualify"] },
  accepted: { plain: [], asked: ["reject", "disqualify"] },
  rejected: { plain: ["hand-over", "accept"], asked: ["requalify", "disqualify"] },
  disqualified: { plain: [], asked: ["requalify"] },
  requalified: { plain: ["hand-over", "accept"], asked: ["disqualify"] },
};

interface Props {
  party: WholeParty;
  stands: HandOver;
  open: (step: PartyStep) => void;
}

/** How the hand-over to sales stands, and what can follow. */
export function HandOverCard({ party, stands, open }: Props) {
  const [busy, setBusy] = useState<Step["step"]>();
  async function take(step: "hand-over" | "accept") {
    setBusy(step);
    try {
      await takeStep(party.id, { step });
      toast({ message: t(`handOver.done.${step}`) });
    } catch (thrown) {
      toastProblem(thrown);
    } finally {
      setBusy(undefined);
    }
  }
  const { plain, asked } = NEXT[stands.state];
  return (
    <article className={classes.card} aria-label={t("handOver.title")}>
      <h3>{t("handOver.title")}</h3>
      <p className={stands.overdue || stands.back ? classes.late : classes.open}>{handOverInWords(stands)}</p>
      {!party.hidden && (
        <div className={classes.steps}>
          {plain.map((step) => (
            <Button key={step} size="compact-sm" variant="default" loading={busy === step} onClick={() => void take(step)}>
              {t(`handOver.do.${step}`)}
            </Button>
          ))}
          {asked.map((step) => (
            <Button key={step} size="compact-sm" variant="subtle" onClick={() => open(step)}>
              {t(`handOver.do.${step}`)}
            </Button>
          ))}
        </div>
      )}
    </article>
  );
}
