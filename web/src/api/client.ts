import createClient from "openapi-fetch";
import { Problem, type ProblemDocument } from "./problem";
import type { paths } from "./schema";

/** The API client, with types from the OpenAPI document. Every error response is thrown as a [Problem]. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: (request) => fetch(request) });

async function refused(response: Response): Promise<Problem> {
  const body: Partial<ProblemDocument> = await response.json().catch(() => ({}));
  const { code, title, detail = "" } = body;
  return code && title ? new Problem({ ...body, status: response.status, code, title, detail }) : Problem.unreadable(response.status);
}

const wasLeft = (thrown: unknown): thrown is Error => thrown instanceof Error && thrown.name === "AbortError";

api.use({
  async onResponse({ response }) {
    if (!response.ok) throw await refused(response);
  },
  onError: ({ error }) => (wasLeft(error) ? error : Problem.offline()),
});

/** The body of a response. */
export async function bodyOf<Body>(answer: Promise<{ data?: Body; response: Response }>): Promise<Body> {
  const { data, response } = await answer.catch((thrown: unknown) => {
    throw thrown instanceof SyntaxError ? Problem.unreadable(0) : thrown;
  });
  if (data === undefined && response.status !== 204) throw Problem.unreadable(response.status);
  return data as Body;
}

type Query = Record<string, string | number | boolean | null | undefined>;

/** The query parameters of a path, from the OpenAPI document. */
type QueryOf<Path extends keyof paths> = paths[Path] extends
  | { get: { parameters: { query?: infer Taken } } }
  | { post: { parameters: { query?: infer Taken } } }
  ? { [Name in keyof Taken]?: Taken[Name] | null | undefined }
  : never;

/**
 * The address of something that the browser itself opens, such as a download; undefined parameters are left out.
 * Unknown parameters are type errors, also in composed objects.
 */
export function address<Path extends keyof paths, Given extends QueryOf<Path>>(
  path: Path,
  query?: Given & Record<Exclude<keyof Given, keyof QueryOf<Path>>, never>,
): string {
  const given = Object.entries((query ?? {}) as Query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `${path}?${search}` : path;
}
