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

/** How a file is read, where its owner knows better. */
export interface Reading {
  encoding?: string;
  delimiter?: string;
}

export interface Mapped {
  guess: ImportGuess | undefined;
  /** Why nothing can be made of the file. */
  error: unknown;
  /** The mapping's text; the guess, the one of an earlier import, or as it was corrected. */
  text: string;
  isCorrected: boolean;
  /** The mapping, or why its text is none. */
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

/** What the columns of a file mean: guessed, taken from an earlier import, and corrected by hand. */
export function useMapping(file: Upload): Mapped {
  const { search } = useNewImport();
  const { encoding, delimiter, date_order, currency, again: like } = search;
  const reading: Reading = useMemo(() => ({ ...(encoding && { encoding }), ...(delimiter && { delimiter }) }), [encoding, delimiter]);
  const asked = guessQuery({ upload: file.id, ...reading, ...(date_order && { date_order }), ...(currency && { currency }) });
  // What is shown stays until a new guess is there: whoever answers a question goes on where he is.
  const guess = useQuery({ ...asked, placeholderData: keepPreviousData });
  // Where no column could be guessed, all of them are said by hand.
  const blank = useQuery({ ...blankQuery(file, reading), enabled: guess.isError });
  const earlier = useQuery({ ...importQuery(like ?? ""), enabled: like !== undefined });
  const [draft, setText] = useDraft(file.id);
  const found = guess.data ?? (guess.isError ? blank.data : undefined);
  const isWaiting = like !== undefined && earlier.isPending;
  const text = draft ?? (isWaiting ? "" : (earlier.data?.mapping ?? found?.mapping ?? ""));
  const mapping = useMemo(() => read(text), [text]);
  const change = useCallback(
    (deed: (before: Mapping) => Mapping) => {
      if (mapping && !(mapping instanceof TomlProblem)) setText(writeMapping(deed(mapping)));
    },
    [mapping, setText],
  );
  const again = () => void guess.refetch();
  const error = guess.isError && blank.isError ? guess.error : undefined;
  return { guess: found, error, text, isCorrected: draft !== undefined, mapping, reading, setText, change, again };
}
