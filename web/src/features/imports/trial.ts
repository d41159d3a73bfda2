import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { addTable, preview, removeUpload } from "@/api/imports";
import type { ImportGuess, ImportPreview } from "@/api/wire";
import { asCsv } from "./csv";

const TYPING_MS = 250;

/** The first rows handed over as a file of their own, so that a trial is quick however large the file is. */
async function tried(guess: ImportGuess, mapping: string, signal: AbortSignal): Promise<ImportPreview> {
  const small = await addTable("first-rows.csv", asCsv([guess.columns, ...guess.sample]), signal);
  try {
    return await preview({ upload: small.id, mapping, delimiter: ",", encoding: "utf-8" }, signal);
  } finally {
    void removeUpload(small.id).catch(() => undefined);
  }
}

function trialQuery(guess: ImportGuess | undefined, mapping: string) {
  return queryOptions({
    queryKey: ["trial", guess?.columns, guess?.sample, mapping],
    queryFn: ({ signal }) => tried(guess as ImportGuess, mapping, signal),
    enabled: guess !== undefined && mapping !== "",
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

/** The first rows as they will be with this mapping, or what is wrong with the mapping. */
export function useTrial(guess: ImportGuess | undefined, mapping: string) {
  const [settled] = useDebouncedValue(mapping, TYPING_MS);
  const trial = useQuery(trialQuery(guess, settled));
  return { ...trial, isSettled: settled === mapping && !trial.isFetching };
}

export type Trial = ReturnType<typeof useTrial>;
