import { expect, test } from "vitest";
import { diffLines, withContext } from "./diff";

const marked = (earlier: string, later: string) =>
  diffLines(earlier, later).map(({ as, text }) => ({ same: " ", removed: "-", new: "+" })[as] + text);

test("equal texts have no changes", () => {
  expect(marked("a\nb", "a\nb")).toEqual([" a", " b"]);
});

test("a changed line is removed and added, removed first", () => {
  expect(marked("a\nb\nc", "a\nB\nc")).toEqual([" a", "-b", "+B", " c"]);
});

test("added and removed lines keep the others together", () => {
  expect(marked("a\nb\nc\nd", "a\nc\nd\ne")).toEqual([" a", "-b", " c", " d", "+e"]);
  expect(marked("", "x")).toEqual(["-", "+x"]);
});

test("each line has its number in the text that it is in", () => {
  expect(diffLines("a\nb", "b\nc")).toEqual([
    { as: "removed", text: "a", before: 1 },
    { as: "same", text: "b", before: 2, after: 1 },
    { as: "new", text: "c", after: 2 },
  ]);
});

test("what is far from any change is only counted", () => {
  const earlier = ["1", "2", "3", "4", "5", "6", "7", "8"].join("\n");
  const parts = withContext(diffLines(earlier, earlier.replace("5", "five")), 1);
  expect(parts.map((part) => (typeof part === "number" ? part : part.map((line) => line.text)))).toEqual([3, ["4", "5", "five", "6"], 2]);
});
