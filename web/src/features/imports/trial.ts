import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { addTable, preview, removeUpload } from "@/api/imports";
import type { ImportGuess, ImportPreview } from "@/api/wire";
import { asCsv } from "./csv";

const TYPING_MS = 250;

/** The first rows, uploaded as a file of their own, so that their preview is fast whatever the size of the file. */
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

/** The preview of the first rows with this mapping, or the problems of the mapping. */
export function useTrial(guess: ImportGuess | undefined, mapping: string) {
  const [settled] = useDebouncedValue(mapping, TYPING_MS);
  const trial = useQuery(trialQuery(guess, settled));
  return { ...trial, isSettled: settled === mapping && !trial.isFetching };
}

export type Trial = ReturnType<typeof useTrial>;
