import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, bodyOf } from "./client";
import { jobEnded } from "./importJobs";
import { keys } from "./keys";
import type { GuessDraft, Import, ImportDraft, ImportGuess, ImportPreview, ImportUndone, Job, Upload } from "./wire";

const PAGE_ROWS = 50;
const RUNNING_MS = 500;

/** All imports, the latest first; polled while one of them runs. */
export const importsQuery = infiniteQueryOptions({
  queryKey: [...keys.imports, "list"],
  queryFn: ({ signal, pageParam }) =>
    bodyOf(api.GET("/api/v1/imports", { params: { query: { limit: PAGE_ROWS, ...(pageParam && { cursor: pageParam }) } }, signal })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next,
  refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((one) => one.state === "running")) ? RUNNING_MS * 2 : false),
});

/** One import. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: [...keys.imports, id],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/imports/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? RUNNING_MS : false),
  });
}

/** The first rejected rows of an import. */
export function rejectsQuery(id: string, limit: number) {
  return queryOptions({
    queryKey: [...keys.imports, id, "rejects", limit],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/imports/{id}/rejects", { params: { path: { id }, query: { limit } }, signal })),
  });
}

/** An uploaded file. */
export function uploadQuery(id: string) {
  return queryOptions({
    queryKey: ["upload", id],
    queryFn: ({ signal }) => bodyOf(api.GET("/api/v1/uploads/{id}", { params: { path: { id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What the columns of a file may mean. */
export function guessQuery(draft: GuessDraft) {
  return queryOptions({
    queryKey: ["guess", draft],
    queryFn: ({ signal }): Promise<ImportGuess> => bodyOf(api.POST("/api/v1/imports/guess", { body: draft, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** The preview of an import. If the caller leaves before its end, it is stopped; `report` gets the progress. */
export async function preview(draft: ImportDraft, signal: AbortSignal, report?: (job: Job) => void): Promise<ImportPreview> {
  const options = { params: { query: { wait: 1 } }, body: draft, signal };
  const answer = await bodyOf(api.POST("/api/v1/imports/preview", options));
  if ("result" in answer) return answer.result;
  const result = await jobEnded(answer, signal, report);
  if ("preview_import" in result) return result.preview_import;
  throw new Error(answer.work);
}

/** Starts an import, which then runs by itself. */
export function beginImport(draft: ImportDraft): Promise<Import> {
  return bodyOf(api.POST("/api/v1/imports", { body: draft }));
}

export const cancelImport = (id: string): Promise<Import> => bodyOf(api.POST("/api/v1/imports/{id}/cancel", { params: { path: { id } } }));
export const resumeImport = (id: string): Promise<Import> => bodyOf(api.POST("/api/v1/imports/{id}/resume", { params: { path: { id } } }));

/** Undoes an import and waits for the end. */
export async function undoImport(id: string): Promise<ImportUndone> {
  const answer = await bodyOf(api.POST("/api/v1/imports/{id}/undo", { params: { path: { id }, query: { wait: 2 } } }));
  if ("result" in answer) return answer.result;
  const result = await jobEnded(answer);
  if ("undo_import" in result) return result.undo_import;
  throw new Error(answer.work);
}

/** Removes a file that was uploaded for a preview. */
export const removeUpload = (id: string) => bodyOf(api.DELETE("/api/v1/uploads/{id}", { params: { path: { id } } }));

/** Uploads a small table from text. */
export function addTable(name: string, text: string, signal?: AbortSignal): Promise<Upload> {
  const options = { params: { query: { name } }, body: text, bodySerializer: (body: string) => body, headers: { "Content-Type": "text/csv" } };
  return bodyOf(api.POST("/api/v1/uploads", { ...options, ...(signal && { signal }) }));
}
