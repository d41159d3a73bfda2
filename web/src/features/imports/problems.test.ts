import { expect, test } from "vitest";
import { asCsv } from "./csv";
import { columnsNamed } from "./blank";
import { groupProblems } from "./groupProblems";

const date = (line: number, value: string) => ({ line, column: "Created", value, reason: `\`${value}\` is no date` });

test("the same mistake in many rows is one kind, the most frequent first", () => {
  const nobody = { line: 9, column: null, value: "", reason: "the row names nobody" };
  const groups = groupProblems([nobody, date(2, "soon"), date(3, "later")]);
  expect(groups.map(({ column, reason, problems }) => [column, reason, problems.length])).toEqual([
    ["Created", "… is no date", 2],
    [null, "the row names nobody", 1],
  ]);
});

test("rows of different lengths are one kind", () => {
  const long = (line: number, cells: number) => ({ line, column: null, value: "x", reason: `the row has ${cells} cells, the header 5` });
  expect(groupProblems([long(2, 6), long(3, 7)])).toHaveLength(1);
});

test("cells are put in quotation marks where they need them", () => {
  expect(asCsv([["a", 'b "c"', "d,e", " f", "g\nh"]])).toBe('a,"b ""c""","d,e"," f","g\nh"\r\n');
});

test("the columns of a file are taken from what the server says there are", () => {
  expect(columnsNamed("line 5, column 15: the file has no column `x`; expected Imię, Nazwisko")).toEqual(["Imię", "Nazwisko"]);
  expect(columnsNamed("there is nothing")).toEqual([]);
});
