import { type FormEvent, useState } from "react";
import { keys } from "@/api/keys";
import { asProblem, type Problem } from "@/api/problem";
import { queries } from "@/api/queries";

/** A form that changes record types: whether it is being sent, and what was wrong with it. */
export function useSubmit() {
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  async function send(action: () => Promise<unknown>, done: () => void) {
    setBusy(true);
    setProblem(undefined);
    try {
      await action();
      void queries.invalidateQueries({ queryKey: keys.recordTypes });
      done();
    } catch (thrown) {
      setProblem(asProblem(thrown));
      setBusy(false);
    }
  }
  const submit = (action: () => Promise<unknown>, done: () => void) => (event: FormEvent) => {
    event.preventDefault();
    void send(action, done);
  };
  /** What is wrong at one of these places, or within it. */
  const mistakeAt = (...pointers: string[]) =>
    problem?.mistakes.find((one) => pointers.some((pointer) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`)))?.detail;
  return { busy, problem, send, submit, mistakeAt };
}
