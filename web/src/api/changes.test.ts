import { afterEach, expect, test, vi } from "vitest";
import { written } from "./changes";
import { api } from "./client";
import { asProblem } from "./problem";

const asked: string[] = [];

/** Answers requests one after the other, and notes their addresses. */
function respond(...responses: Response[]) {
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    return Promise.resolve(responses.shift());
  });
}

const json = (body: object, headers = {}) => new Response(JSON.stringify(body), { headers });
const hide = () => written(api.POST("/api/v1/parties/{id}/hide", { params: { path: { id: "per_0000000000000" } } }));

afterEach(() => {
  asked.length = 0;
  vi.unstubAllGlobals();
});

test("a write is undone by the change set that its answer names", async () => {
  respond(json({ name: "Ada" }, { "Change-Set": "set_0123456789abc" }), json({ undone: 1, kept: [], change_set: null }));
  const { body, undo } = await hide();
  expect(body).toEqual({ name: "Ada" });
  await undo?.();
  expect(asked[1]).toBe("POST /api/v1/changes/set_0123456789abc/undo");
});

test("a write that changed nothing has nothing to undo", async () => {
  respond(json({ name: "Ada" }));
  expect((await hide()).undo).toBeUndefined();
});

test("an undo that leaves something as it is says so", async () => {
  const kept = [{ record: "per_0000000000000", field: "name", reason: "changed_since" }];
  respond(json({}, { "Change-Set": "set_0123456789abc" }), json({ undone: 0, kept, change_set: null }));
  const { undo } = await hide();
  expect(await undo?.().then(() => undefined, (thrown: unknown) => asProblem(thrown).code)).toBe("kept");
});
