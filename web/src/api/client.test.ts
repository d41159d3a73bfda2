import { afterEach, expect, test, vi } from "vitest";
import { address, api, bodyOf } from "./client";
import { asProblem, Problem } from "./problem";

const answer = (body: string, status = 200, headers = {}) => new Response(body, { status, headers });
const told = (response: Response | Error) =>
  vi.stubGlobal("fetch", () => (response instanceof Error ? Promise.reject(response) : Promise.resolve(response)));

afterEach(() => vi.unstubAllGlobals());

const problemOf = (promise: Promise<unknown>) => promise.then(() => undefined, asProblem);

test("what is not given is left out of the address", () => {
  expect(address("/api/v1/parties", { q: "a&b", kind: undefined, cursor: null, limit: 0, sort: "" })).toBe("/api/v1/parties?q=a%26b&limit=0");
  expect(address("/api/v1/parties")).toBe("/api/v1/parties");
});

const list = () => bodyOf(api.GET("/api/v1/parties"));

test("an answer is its body", async () => {
  told(answer('{"items":[],"next":null}'));
  expect(await list()).toEqual({ items: [], next: null });
});

test("a refusal is a problem with its code and its places", async () => {
  const errors = [{ pointer: "/email", detail: "no mail address" }];
  told(answer(JSON.stringify({ title: "Unprocessable", status: 422, code: "invalid", detail: "wrong", errors }), 422));
  const problem = await problemOf(list());
  expect(problem).toBeInstanceOf(Problem);
  expect([problem?.status, problem?.code, problem?.message]).toEqual([422, "invalid", "wrong"]);
  expect(problem?.mistakes).toEqual(errors);
});

test("a server that is gone is said to be so", async () => {
  told(new TypeError("Failed to fetch"));
  expect((await problemOf(list()))?.isOffline).toBe(true);
});

test("a request that was left is no problem", async () => {
  told(new DOMException("left", "AbortError"));
  await expect(list()).rejects.toHaveProperty("name", "AbortError");
});

test("an answer that is no JSON is no crash", async () => {
  told(answer("<html>", 502));
  expect((await problemOf(list()))?.code).toBe("unreadable");
  told(answer("<html>"));
  expect((await problemOf(list()))?.code).toBe("unreadable");
});

test("a refusal that is no problem document is unreadable, too", async () => {
  told(answer("{}", 500));
  expect((await problemOf(list()))?.code).toBe("unreadable");
});
