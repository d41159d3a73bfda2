import { expect, test } from "vitest";
import { Problem } from "@/api/problem";
import { problemsOf } from "./problems";

const refusal = (...details: string[]) =>
  new Problem({ status: 422, code: "vocabulary", title: "", detail: "", errors: details.map((detail) => ({ pointer: "/toml", detail })) });

test("problems stand where the server says", () => {
  const [one] = problemsOf(refusal("line 12, column 9: there is no fact `intrest.count`; did you mean `interest.count`?"));
  expect(one).toEqual({ line: 12, column: 9, message: "There is no fact `intrest.count`; did you mean `interest.count`?" });
});

test("one without a place stands at the beginning", () => {
  expect(problemsOf(refusal("give at most 262144 characters"))).toEqual([
    { line: 1, column: 1, message: "Give at most 262144 characters" },
  ]);
});
