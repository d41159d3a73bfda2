import "./messages";
import { useSyncExternalStore } from "react";
import { asProblem, Problem } from "@/api/problem";
import { sendFile } from "@/api/sendFile";
import type { Upload } from "@/api/wire";
import { t } from "@/messages/messages";

/** An upload. It continues while other pages are open. */
export interface Sending {
  name: string;
  size: number;
  /** The share that was sent, from 0 to 1. */
  share: number;
  problem?: Problem;
  upload?: Upload;
}

const MOST_BYTES = 1024 ** 3;

let sending: Sending | undefined;
let stopping = new AbortController();
const listeners = new Set<() => void>();

function become(next: Sending | undefined) {
  sending = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSending = () => useSyncExternalStore(subscribe, () => sending);

/** Removes the file, and stops its upload. */
export function forgetSending() {
  stopping.abort();
  become(undefined);
}

const refusal = (what: "many" | "empty" | "large") =>
  new Problem({ status: 0, code: what, title: t(`file.refused.${what}.title`), detail: t(`file.refused.${what}.detail`) });

/** Why these files cannot be uploaded, as far as known before. */
function unfit(files: File[]): Problem | undefined {
  const [file] = files;
  if (!file || files.length > 1) return refusal("many");
  if (file.size === 0) return refusal("empty");
  return file.size > MOST_BYTES ? refusal("large") : undefined;
}

/** Uploads the file that was dropped or chosen. */
export async function send(files: File[]) {
  forgetSending();
  const [file] = files;
  if (!file) return;
  const begun: Sending = { name: file.name, size: file.size, share: 0 };
  const problem = unfit(files);
  become(problem ? { ...begun, problem } : begun);
  if (problem) return;
  stopping = new AbortController();
  const { signal } = stopping;
  try {
    const upload = await sendFile(file, (share) => !signal.aborted && become({ ...begun, share }), signal);
    become({ ...begun, share: 1, upload });
  } catch (thrown) {
    if (!signal.aborted) become({ ...begun, problem: asProblem(thrown) });
  }
}
