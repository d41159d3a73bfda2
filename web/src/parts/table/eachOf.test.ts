import { expect, test } from "vitest";
import { eachOf } from "./eachOf";

const items = Array.from({ length: 20 }, (_, place) => place);

test("everything is done, a few at a time, and reported", async () => {
  let abreast = 0;
  let most = 0;
  const reported: number[] = [];
  const action = async () => {
    abreast += 1;
    most = Math.max(most, abreast);
    await Promise.resolve();
    abreast -= 1;
  };
  const done = await eachOf(items, action, (count) => reported.push(count), new AbortController().signal);
  expect(done.toSorted((a, b) => a - b)).toEqual(items);
  expect(reported.at(-1)).toBe(20);
  expect(most).toBeLessThanOrEqual(4);
});

test("it stops on request and returns what was done", async () => {
  const stop = new AbortController();
  const done = await eachOf(items, () => Promise.resolve(), (count) => count >= 5 && stop.abort(), stop.signal);
  expect(done.length).toBeGreaterThanOrEqual(5);
  expect(done.length).toBeLessThan(20);
});

test("a failure is passed on", async () => {
  const action = () => Promise.reject(new Error("no"));
  await expect(eachOf(items, action, () => undefined, new AbortController().signal)).rejects.toThrow("no");
});
