import type { HandOver, QualificationByFramework } from "@/api/wire";
import { plain } from "@/parts/evidence/titles";
import { formatDay } from "@/messages/format";
import { t } from "@/messages/messages";

/** How a gate stands, as a sentence. */
export function gateInWords({ gate }: QualificationByFramework): string {
  if (gate.holds) return t("qualification.gate.holds", { gate: gate.words });
  return t("qualification.gate.missing", { missing: gate.missing.map((one) => one.words).join(", ") });
}

const because = ({ reason, words }: HandOver) => {
  if (reason === "other" && words) return words;
  return reason === null ? t("handOver.noReason") : plain(reason);
};

/** How a hand-over stands, as a sentence. */
export function handOverInWords(stands: HandOver): string {
  const { state, due, until } = stands;
  if (state === "waiting" && due !== null) {
    return t(stands.overdue ? "handOver.waiting.overdue" : "handOver.waiting.due", { due: formatDay(due) });
  }
  if (state === "rejected" && until !== null) {
    const key = stands.back ? "handOver.rejected.back" : "handOver.rejected.until";
    return t(key, { reason: because(stands), until: formatDay(until) });
  }
  if (state === "rejected" || state === "disqualified") return t(`handOver.${state}`, { reason: because(stands) });
  return t(`handOver.${state}`);
}
