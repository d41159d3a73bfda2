import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { WholeParty } from "@/api/wire";
import { mailMistake } from "@/parts/mail";
import { editField, valueOf } from "./editing";

/** A field that is being edited. */
interface Edit {
  /** The record as it was when editing began: what it is changed against. */
  seen: WholeParty;
  text: string;
  busy?: boolean;
  /** Why it was rejected. */
  error?: string | undefined;
  /** The value that someone else saved meanwhile. */
  theirs?: string | undefined;
}

/** Editing one field in place: start, type, save or cancel. */
export function useFieldEdit(party: WholeParty, field: string, isBegun: boolean) {
  const asItIs = { seen: party, text: valueOf(party, field) };
  const [edit, setEdit] = useState<Edit | undefined>(isBegun ? asItIs : undefined);
  const begin = () => setEdit(asItIs);
  const leave = () => setEdit(undefined);
  const write = (text: string) => setEdit((before) => before && { ...before, text, error: undefined });

  async function save() {
    if (!edit || edit.busy) return;
    const { seen, text } = edit;
    if (text.trim() === valueOf(seen, field)) {
      leave();
      return;
    }
    const mistake = field === "email" ? mailMistake(text) : undefined;
    if (mistake) {
      setEdit({ ...edit, error: mistake });
      return;
    }
    setEdit({ ...edit, busy: true });
    try {
      const outcome = await editField(seen, field, text);
      if ("saved" in outcome) leave();
      else setEdit({ seen: outcome.theirs, text, theirs: valueOf(outcome.theirs, field) });
    } catch (thrown) {
      const problem = asProblem(thrown);
      setEdit({ seen, text, error: problem.mistakes[0]?.detail ?? problem.message });
    }
  }

  return { edit, begin, write, leave, save };
}
