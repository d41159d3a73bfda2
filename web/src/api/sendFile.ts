import { t } from "@/messages/messages";
import { address } from "./client";
import { Problem, type ProblemDocument } from "./problem";
import type { Upload } from "./wire";

/** Media types of tables; everything else is sent as bytes, and the server detects its type. */
const TYPES = new Set(["text/csv", "text/tab-separated-values", "text/plain", "application/vnd.ms-excel"]);

const CREATED = 201;

function refused(request: XMLHttpRequest): Problem {
  const body = request.response as Partial<ProblemDocument> | null;
  const { code, title, detail = "" } = body ?? {};
  return code && title ? new Problem({ ...body, status: request.status, code, title, detail }) : Problem.unreadable(request.status);
}

/** Uploads a file; `report` gets the share that was sent, from 0 to 1. Only this kind of request reports it. */
export function sendFile(file: File, report: (share: number) => void, signal: AbortSignal): Promise<Upload> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", address("/api/v1/uploads", { name: file.name }));
    request.setRequestHeader("Content-Type", TYPES.has(file.type) ? file.type : "application/octet-stream");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => report(event.total > 0 ? event.loaded / event.total : 0));
    request.addEventListener("load", () => (request.status === CREATED ? done(request.response as Upload) : fail(refused(request))));
    request.addEventListener("error", () =>
      fail(new Problem({ status: 0, code: "unsent", title: t("file.unsent.title"), detail: t("file.unsent.detail") })),
    );
    request.addEventListener("abort", () => fail(new DOMException("left", "AbortError")));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
