import { expect, test } from "vitest";
import { gathered } from "./gathered";

test("those that ask at the same time are answered by one request, each for itself", async () => {
  const requests: string[][] = [];
  const nameOf = gathered(async (ids) => {
    requests.push(ids);
    return new Map(ids.filter((id) => id !== "none").map((id) => [id, `Name of ${id}`]));
  });
  expect(await Promise.all(["a", "b", "a", "none"].map(nameOf))).toEqual(["Name of a", "Name of b", "Name of a", null]);
  expect(await nameOf("c")).toBe("Name of c");
  expect(requests).toEqual([["a", "b", "none"], ["c"]]);
});

test("a request that fails fails for all who asked, and for nobody after them", async () => {
  let isDown = true;
  const nameOf = gathered(async (ids) => {
    if (isDown) throw new Error("down");
    return new Map(ids.map((id) => [id, id]));
  });
  const both = await Promise.allSettled([nameOf("a"), nameOf("b")]);
  expect(both.map((one) => one.status)).toEqual(["rejected", "rejected"]);
  isDown = false;
  expect(await nameOf("a")).toBe("a");
});
