import { useRef, useState } from "react";
import { convertMany, type ManyChoice, type ManyOutcome, refreshMany, resumeMany } from "@/api/conversionMany";
import type { PartyRequest } from "@/api/parties";
import { asProblem, type Problem } from "@/api/problem";
import type { Progress } from "@/parts/table/useRun";

/** Converting many leads: how far it has come, what came of it, and what was wrong with it. */
export function useConvertMany(request: PartyRequest) {
  const [progress, setProgress] = useState<Progress>();
  const [outcome, setOutcome] = useState<ManyOutcome>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const stopping = useRef(new AbortController());

  async function follow(begin: (stop: AbortSignal) => Promise<ManyOutcome>) {
    stopping.current = new AbortController();
    setBusy(true);
    setProblem(undefined);
    try {
      setOutcome(await begin(stopping.current.signal));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setBusy(false);
    setProgress(undefined);
    void refreshMany();
  }

  return {
    busy,
    progress,
    problem,
    outcome,
    run: (choice: ManyChoice) => void follow((stop) => convertMany(request, choice, setProgress, stop)),
    resume: (set: string) => void follow((stop) => resumeMany(set, setProgress, stop)),
    stop: () => stopping.current.abort(),
    forget: () => setProblem(undefined),
  };
}
