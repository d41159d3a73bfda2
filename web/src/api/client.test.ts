import { afterEach, expect, test, vi } from "vitest";
import { address, api, bodyOf } from "./client";
import { asProblem, Problem } from "./problem";

const answer = (body: string, status = 200, headers = {}) => new Response(body, { status, headers });
const respond = (response: Response | Error) =>
  vi.stubGlobal("fetch", () => (response instanceof Error ? Promise.reject(response) : Promise.resolve(response)));

afterEach(() => vi.unstubAllGlobals());

const problemOf = (promise: Promise<unknown>) => promise.then(() => undefined, asProblem);

test("what is not given is left out of the address", () => {
  expect(address("/api/v1/parties", { q: "a&b", kind: undefined, cursor: null, limit: 0, sort: "" })).toBe("/api/v1/parties?q=a%26b&limit=0");
  expect(address("/api/v1/parties")).toBe("/api/v1/parties");
});

const list = () => bodyOf(api.GET("/api/v1/parties"));

test("a response is its body", async () => {
  respond(answer('{"items":[],"next":null}'));
  expect(await list()).toEqual({ items: [], next: null });
});

test("an error is a problem with its code and its places", async () => {
  const errors = [{ pointer: "/email", detail: "no mail address" }];
  respond(answer(JSON.stringify({ title: "Unprocessable", status: 422, code: "invalid", detail: "wrong", errors }), 422));
  const problem = await problemOf(list());
  expect(problem).toBeInstanceOf(Problem);
  expect([problem?.status, problem?.code, problem?.message]).toEqual([422, "invalid", "wrong"]);
  expect(problem?.mistakes).toEqual(errors);
});

test("a server that does not respond is reported", async () => {
  respond(new TypeError("Failed to fetch"));
  expect((await problemOf(list()))?.isOffline).toBe(true);
});

test("a cancelled request is not a problem", async () => {
  respond(new DOMException("left", "AbortError"));
  await expect(list()).rejects.toHaveProperty("name", "AbortError");
});

test("a response that is not JSON does not crash", async () => {
  respond(answer("<html>", 502));
  expect((await problemOf(list()))?.code).toBe("unreadable");
  respond(answer("<html>"));
  expect((await problemOf(list()))?.code).toBe("unreadable");
});

test("an error that is not a problem document is unreadable, too", async () => {
  respond(answer("{}", 500));
  expect((await problemOf(list()))?.code).toBe("unreadable");
});
