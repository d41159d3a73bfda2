import { useState } from "react";
import { asProblem } from "@/api/problem";
import type { RecordField, WholeParty } from "@/api/wire";
import { ownTyping } from "@/parts/fields/ownValues";
import { mailMistake } from "@/parts/mail";
import { editField, shownValue, valueOf } from "./editing";

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

interface Options {
  /** Editing begins at once. */
  isBegun: boolean;
  /** What the field is called and holds, if the workspace has declared it. */
  declared: RecordField | undefined;
}

/** Editing one field in place: start, type, save or cancel. */
export function useFieldEdit(party: WholeParty, field: string, { isBegun, declared }: Options) {
  const typing = declared && ownTyping(declared);
  const written = (of: WholeParty) => typing?.write(valueOf(of, field)) ?? valueOf(of, field);
  const mistakeIn = (text: string) => (field === "email" ? mailMistake(text) : typing?.check(text));
  const asItIs = { seen: party, text: written(party) };
  const [edit, setEdit] = useState<Edit | undefined>(isBegun ? asItIs : undefined);
  const begin = () => setEdit(asItIs);
  const leave = () => setEdit(undefined);
  const write = (text: string) => setEdit((before) => before && { ...before, text, error: undefined });

  async function save() {
    if (!edit || edit.busy) return;
    const { seen, text } = edit;
    if (text.trim() === written(seen)) {
      leave();
      return;
    }
    const mistake = mistakeIn(text);
    if (mistake) {
      setEdit({ ...edit, error: mistake });
      return;
    }
    setEdit({ ...edit, busy: true });
    const before = valueOf(seen, field);
    try {
      const outcome = await editField(seen, field, typing?.read(text, before) ?? text, declared?.title);
      if ("saved" in outcome) leave();
      else setEdit({ seen: outcome.theirs, text, theirs: shownValue(outcome.theirs, field, declared) });
    } catch (thrown) {
      const problem = asProblem(thrown);
      setEdit({ seen, text, error: problem.mistakes[0]?.detail ?? problem.message });
    }
  }

  return { edit, begin, write, leave, save, input: typing?.input };
}
