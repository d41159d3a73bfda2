import { t } from "@/messages/messages";
import type { ConversionReceipt, Matching } from "./wire";

/** One problem of a request. */
export interface Mistake {
  pointer: string;
  detail: string;
}

/** An error response of the server (RFC 9457). */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: Mistake[];
  request_id?: string;
  matches?: Matching[];
  receipt?: ConversionReceipt;
}

/** A failed request. `code` is stable; `message` is for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly mistakes: Mistake[];
  readonly requestId: string | undefined;
  readonly document: Partial<ProblemDocument>;

  constructor(document: Partial<ProblemDocument> & { status: number; code: string; title: string; detail: string }) {
    super(document.detail);
    this.name = "Problem";
    this.status = document.status;
    this.code = document.code;
    this.title = document.title;
    this.mistakes = document.errors ?? [];
    this.requestId = document.request_id;
    this.document = document;
  }

  /** The server did not answer at all. */
  static offline(): Problem {
    return new Problem({ status: 0, code: "offline", title: t("api.offline.title"), detail: t("api.offline.detail") });
  }

  static unreadable(status: number): Problem {
    return new Problem({
      status,
      code: "unreadable",
      title: t("api.unreadable.title"),
      detail: t("api.unreadable.detail", { status: String(status) }),
    });
  }

  /** A part of the page's code could not be loaded: the server is down, or has a newer version. */
  static partMissing(): Problem {
    return new Problem({ status: 0, code: "part_missing", title: t("api.part.title"), detail: t("api.part.detail") });
  }

  /** Whether only reloading the page can help. */
  get isOfPage(): boolean {
    return this.code === "part_missing";
  }

  get isOffline(): boolean {
    return this.code === "offline";
  }

  get isStale(): boolean {
    return this.status === 412;
  }

  get isMissing(): boolean {
    return this.status === 404;
  }
}

/** The messages of browsers and the bundler when a part of the code cannot be loaded. */
const PART_MISSING = /dynamically imported module|module script failed|unable to preload/i;

/** Anything that was thrown, as a problem that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof Error && PART_MISSING.test(thrown.message)) return Problem.partMissing();
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new Problem({ status: 0, code: "unexpected", title: t("error.title"), detail });
}
