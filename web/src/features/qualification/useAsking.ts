import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { recordEvidence } from "@/api/evidence";
import { qualificationQuery, refreshQualified } from "@/api/qualification";
import type { CriterionAnswer, Finding, Qualification } from "@/api/wire";
import { toastProblem } from "@/shell/toast";
import { type Asked, questionsOf } from "./questions";

/** A finding about one criterion. */
export interface Assessment {
  finding: Finding;
  answer: string;
  confidence: string;
  expires: string;
}

interface Asking {
  /** Read once, so that no question comes or goes while somebody answers. */
  questions: Asked[] | undefined;
  place: number;
}

function detailOf(criterion: CriterionAnswer, { finding, answer, confidence, expires }: Assessment) {
  return {
    criterion: criterion.name,
    value: finding,
    ...(answer.trim() && { answer: answer.trim() }),
    ...(confidence && { confidence }),
    ...(expires && { expires }),
  };
}

/** Goes through the open questions of a party, one at a time. */
export function useAsking(party: { id: string; kind: string }) {
  const { data, error, refetch } = useQuery(qualificationQuery(party.id));
  const [{ questions, place }, setAsking] = useState<Asking>({ questions: undefined, place: 0 });
  const [busy, setBusy] = useState(false);
  if (data && !questions) setAsking({ questions: questionsOf(data), place: 0 });
  const go = (by: number) => setAsking((before) => ({ ...before, place: Math.max(0, before.place + by) }));

  async function assess(assessment: Assessment) {
    const asked = questions?.[place];
    if (!asked || busy) return;
    setBusy(true);
    try {
      const participants = [{ party: party.id, role: "subject" }];
      await recordEvidence({ kind: "criterion_assessed", detail: detailOf(asked.criterion, assessment), participants });
      await refreshQualified(party.id);
      go(1);
    } catch (thrown) {
      toastProblem(thrown);
    } finally {
      setBusy(false);
    }
  }

  return { found: data satisfies Qualification | undefined, error, refetch, questions, place, busy, assess, skip: () => go(1), back: () => go(-1) };
}
