import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { guessQuery, importQuery } from "@/api/imports";
import type { ImportGuess, Upload } from "@/api/wire";
import { blankQuery } from "./blank";
import { useDraft } from "./drafts";
import { type Mapping, readMapping, writeMapping } from "./mapping/mapping";
import { TomlProblem } from "./mapping/toml";
import type { NewImportSearch } from "./routes";

/** Options that override how a file is read. */
export interface Reading {
  encoding?: string;
  delimiter?: string;
}

export interface Mapped {
  guess: ImportGuess | undefined;
  /** Why the file cannot be read. */
  error: unknown;
  /** The mapping's text: the guess, that of an earlier import, or edited. */
  text: string;
  isCorrected: boolean;
  /** The mapping, or why its text is not valid. */
  mapping: Mapping | TomlProblem | undefined;
  reading: Reading;
  setText: (text: string | undefined) => void;
  change: (change: (mapping: Mapping) => Mapping) => void;
  again: () => void;
}

function read(text: string): Mapping | TomlProblem | undefined {
  if (text === "") return undefined;
  try {
    return readMapping(text);
  } catch (thrown) {
    if (thrown instanceof TomlProblem) return thrown;
    throw thrown;
  }
}

/** Changes the address of a new import in place. */
export function useNewImport() {
  const search = useSearch({ from: "/imports/new" });
  const navigate = useNavigate();
  const set = useCallback(
    (change: Partial<NewImportSearch>) => void navigate({ to: "/imports/new", search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  );
  return { search, set };
}

/** The mapping of a file: guessed, taken from an earlier import, and edited. */
export function useMapping(file: Upload): Mapped {
  const { search } = useNewImport();
  const { encoding, delimiter, date_order, shared_mail, currency, rows_are, again: like } = search;
  const reading: Reading = useMemo(() => ({ ...(encoding && { encoding }), ...(delimiter && { delimiter }) }), [encoding, delimiter]);
  const answers = {
    ...(date_order && { date_order }),
    ...(shared_mail && { shared_mail }),
    ...(currency && { currency }),
    ...(rows_are && { rows_are }),
  };
  const asked = guessQuery({ upload: file.id, ...reading, ...answers });
  // The content stays until a new guess is loaded, so that answering a question does not move the page.
  const guess = useQuery({ ...asked, placeholderData: keepPreviousData });
  // Where no column could be guessed, all of them are mapped by hand.
  const blank = useQuery({ ...blankQuery(file, reading), enabled: guess.isError });
  const earlier = useQuery({ ...importQuery(like ?? ""), enabled: like !== undefined });
  const [draft, setText] = useDraft(file.id);
  const found = guess.data ?? (guess.isError ? blank.data : undefined);
  const isWaiting = like !== undefined && earlier.isPending;
  const text = draft ?? (isWaiting ? "" : (earlier.data?.mapping ?? found?.mapping ?? ""));
  const mapping = useMemo(() => read(text), [text]);
  const change = useCallback(
    (edit: (before: Mapping) => Mapping) => {
      if (mapping && !(mapping instanceof TomlProblem)) setText(writeMapping(edit(mapping)));
    },
    [mapping, setText],
  );
  const again = () => void guess.refetch();
  const error = guess.isError && blank.isError ? guess.error : undefined;
  return { guess: found, error, text, isCorrected: draft !== undefined, mapping, reading, setText, change, again };
}
