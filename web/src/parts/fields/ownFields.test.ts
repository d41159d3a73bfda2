import { expect, test } from "vitest";
import type { RecordField, RecordType } from "@/api/wire";
import { ownFieldsOf } from "./ownFields";

const field = (name: string, kind: RecordField["kind"], more: Partial<RecordField> = {}) =>
  ({ name, title: name, kind, built_in: false, archived: false, ...more }) as RecordField;
const choices = (...names: string[]) => ({ choices: names.map((name) => ({ name, title: name })) });
const type = (name: string, storage: RecordType["storage"], fields: RecordField[]) => ({ name, storage, fields }) as RecordType;

const types = [
  type("person", "party", [
    field("email", "email", { built_in: true }),
    field("tier", "choice", choices("gold", "silver")),
    field("size", "number"),
    field("old", "text", { archived: true }),
  ]),
  type("organization", "party", [field("tier", "choice", choices("silver", "bronze")), field("size", "text"), field("since", "date")]),
  type("deal", "record", [field("stage", "choice")]),
];

test("own fields are those that the workspace has declared and still offers", () => {
  expect(ownFieldsOf(types, "person").map((one) => one.name)).toEqual(["tier", "size"]);
  expect(ownFieldsOf(types, "organization").map((one) => one.name)).toEqual(["tier", "size", "since"]);
  expect(ownFieldsOf([], "person")).toEqual([]);
});

test("a list of both has every field once, with the choices of both, and text where they differ", () => {
  const [tier, size, since] = ownFieldsOf(types, undefined);
  expect(tier?.choices?.map((one) => one.name)).toEqual(["gold", "silver", "bronze"]);
  expect([size?.kind, since?.kind]).toEqual(["text", "date"]);
});
