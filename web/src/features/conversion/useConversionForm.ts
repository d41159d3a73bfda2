import { useState } from "react";
import { asProblem, type Mistake, type Problem } from "@/api/problem";
import type { Matching } from "@/api/wire";
import { useOwnFields } from "@/parts/fields/useOwnFields";
import { t } from "@/messages/messages";
import { accountName, accountsOf, type Choices, completed, draftOf, type Lead, missingIn } from "./draft";
import { usePreview } from "./usePreview";
import { useConversion } from "./useConversion";

/** Where somebody looks for what makes a new organization one that is there already. */
const EMAIL = "/account/create/email";

/** The mistakes of a refusal; an organization that exists is one of the address by which it was recognized. */
function mistakesOf(problem: Problem | undefined): Mistake[] {
  if (!problem) return [];
  const isKnown = problem.document.matches?.some(({ by }) => by === "email");
  return isKnown ? [{ pointer: EMAIL, detail: t("add.matches.title") }] : problem.mistakes;
}

/** What is chosen in the form of a conversion, what that will come to, and what is wrong with it. */
export function useConversionForm(known: Omit<Lead, "more">, done: () => void) {
  const [more, setMore] = useState<Lead["more"]>([]);
  const [chosen, setChosen] = useState<Partial<Choices>>({});
  const [wanting, setWanting] = useState<Mistake[]>([]);
  const [attempts, setAttempts] = useState(0);
  const { busy, problem, send, forget } = useConversion(known);
  const own = useOwnFields("organization").filter((field) => field.required);
  const lead = { ...known, more };
  const choices = completed(lead, chosen);
  const draft = draftOf(lead, choices, own);
  const missing = missingIn(lead, choices, t("record.needed"));
  const isReady = missing.every((one) => one.pointer === "/reason");
  const preview = usePreview(lead.id, draft, lead.options.qualified, isReady);
  const unseen = preview.error ? asProblem(preview.error) : undefined;
  const mistakes = [...wanting, ...mistakesOf(problem)];

  function choose(change: Partial<Choices>) {
    setChosen((before) => ({ ...before, ...change }));
    setWanting([]);
    forget();
  }

  /** Takes an organization that is there instead of a new one. */
  function use({ party, name, by }: Matching) {
    setMore((before) => [...before, { id: party, name, matched: [{ field: by, value: by === "email" ? choices.created.email : name }] }]);
    choose({ account: party });
  }

  async function submit() {
    setWanting(missing);
    setAttempts(attempts + 1);
    if (missing.length === 0 && !busy && (await send(draft))) done();
  }

  return {
    lead,
    choices,
    own,
    accounts: accountsOf(lead),
    matches: (problem ?? unseen)?.document.matches ?? [],
    preview: { lead: lead.id, account: accountName(lead, choices), receipt: preview.data, problem: unseen, isReady },
    busy,
    /** How often it was tried: what is wrong is pointed at each time. */
    attempts,
    mistakes,
    mistakeAt: (pointer: string) => mistakes.find((one) => one.pointer === pointer)?.detail,
    /** A refusal that belongs to no field. */
    refused: mistakes.length === 0 ? problem : undefined,
    choose,
    use,
    submit: () => void submit(),
  };
}
