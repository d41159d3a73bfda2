import { expect, test } from "vitest";
import { answered } from "./answer";
import { withMeaning, withoutMeaning } from "./change";
import { timeOf, withTimeOf } from "./happening";
import { type Mapping, readMapping, writeMapping } from "./mapping";
import { meaningsOf } from "./meanings";
import { mistakeAt, offsetOf } from "./places";

const TEXT = `name = "crm"
ignore = "Rating"

[party]
kind = "person"
external_id = "Lead ID"
key = ["email", "name+phone"]

[fields]
name = "Lead Name"
email = ["Work mail", "Private mail"]
street = { join = ["Street", "No"], with = " " }

[organization]
name = "Company"

[deal]
id = "Deal ID"
amount = "Value"

[[participant]]
column = "Contact"
by = "phone"
role = "contact"

[[evidence]]
kind = "form_submitted"
at = "Created"
detail = { form = "Form name" }

[[evidence]]
when = "Opted out"
kind = "consent_withdrawn"

[[evidence]]
column = "Status"

[evidence.values]
Qualified = { kind = "sales_accepted", at = "Updated" }
New = ""
`;

const mapping = () => readMapping(TEXT);

test("a mapping is written as it was read", () => {
  expect(readMapping(writeMapping(mapping()))).toEqual(mapping());
  expect(writeMapping(mapping())).toContain('ignore = ["Rating"]');
  expect(writeMapping(mapping())).toContain('\n[evidence.values]\nQualified = { kind = "sales_accepted", at = "Updated" }\nNew = ""\n');
});

test("unknown entries stay in the text", () => {
  const text = `${TEXT}\n[dates]\nformats = ["%d|%m|%Y"]\nsomething = "new"\n`;
  expect(writeMapping(readMapping(text))).toContain('formats = ["%d|%m|%Y"]\nsomething = "new"');
});

test.each([
  ["Lead Name", ["field:name"]],
  ["private  MAIL", ["field:email"]],
  ["No", ["field:street"]],
  ["Lead ID", ["id"]],
  ["Company", ["company"]],
  ["Deal ID", ["deal:id"]],
  ["Value", ["deal:amount"]],
  ["Contact", ["participant:phone"]],
  ["Created", ["time:form_submitted"]],
  ["Updated", ["time:sales_accepted"]],
  ["Form name", ["detail:form"]],
  ["Opted out", ["filled:consent_withdrawn"]],
  ["Status", ["values"]],
  ["Rating", ["ignored"]],
  ["Shoe size", []],
])("%s means %j", (column, meanings) => {
  expect(meaningsOf(mapping(), column)).toEqual(meanings);
});

const COLUMNS = ["Lead Name", "No", "Lead ID", "Company", "Deal ID", "Value", "Contact", "Created", "Updated", "Form name", "Opted out", "Status", "Rating"];

test.each(COLUMNS)("%s can lose its meaning and get it back", (column) => {
  const [meaning = ""] = meaningsOf(mapping(), column);
  const without = withoutMeaning(mapping(), column, meaning);
  expect(meaningsOf(without, column)).toEqual([]);
  expect(meaningsOf(withMeaning(without, column, meaning), column)).toEqual([meaning]);
});

test("a column out of several of a field leaves the others", () => {
  expect(withoutMeaning(mapping(), "Work mail", "field:email").fields.email).toEqual(["Private mail"]);
  expect(withMeaning(mapping(), "Third", "field:email").fields.email).toEqual(["Work mail", "Private mail", "Third"]);
  expect(withMeaning(mapping(), "Floor", "field:street").fields.street).toEqual({ join: ["Street", "No", "Floor"], with: " " });
});

test("a date goes to the evidence that has none yet, else there is evidence of its own", () => {
  const consent = withMeaning(mapping(), "Since", "time:consent_withdrawn").evidence[1];
  expect(consent).toEqual({ when: "Opted out", kind: "consent_withdrawn", at: "Since" });
  const call = withMeaning(mapping(), "Called", "time:call_held").evidence.at(-1);
  expect(call).toEqual({ when: "Called", kind: "call_held", at: "Called" });
  expect(withoutMeaning(withMeaning(mapping(), "Called", "time:call_held"), "Called", "time:call_held")).toEqual(mapping());
});

test("values of a column mean nothing until mapped, and stay in the text", () => {
  const asked = withMeaning({ ...mapping(), evidence: [] }, "Phase", "values", ["Hot"]);
  expect(asked.evidence).toEqual([{ column: "Phase", values: { Hot: "" } }]);
  const empty: Mapping = { ...asked, evidence: [{ column: "Phase", values: {} }] };
  expect(writeMapping(empty)).toContain("[evidence.values]");
});

test("the last part of a deal takes the deal with it, and so that of an organization", () => {
  const noId = withoutMeaning(mapping(), "Deal ID", "deal:id");
  expect(noId.deal).toEqual({ id: [], amount: "Value" });
  expect("deal" in withoutMeaning(noId, "Value", "deal:amount")).toBe(false);
  const both = withMeaning(mapping(), "Account ID", "company_id");
  expect(meaningsOf(both, "Account ID")).toEqual(["company_id"]);
  const byId = withoutMeaning(both, "Company", "company");
  expect(meaningsOf(byId, "Account ID")).toEqual(["company_id"]);
  expect("organization" in withoutMeaning(byId, "Account ID", "company_id")).toBe(false);
  const several = readMapping('name = "x"\n[party]\nexternal_id = ["A", "B"]\n');
  expect(meaningsOf(several, "B")).toEqual(["id"]);
  expect(withoutMeaning(several, "A", "id").party.external_id).toEqual(["B"]);
});

test("the time of a column's values is one if they share it", () => {
  const [, , status] = mapping().evidence;
  expect(status && timeOf(status)).toBe("Updated");
  const changed = status && withTimeOf(status, "Other");
  expect(changed).toEqual({ column: "Status", at: "Other", values: { Qualified: "sales_accepted", New: "" } });
  expect(changed && withTimeOf(changed, undefined)).toEqual({ column: "Status", values: { Qualified: "sales_accepted", New: "" } });
});

test("an answer is written into a corrected mapping", () => {
  expect(answered(mapping(), "date_order", "day-first", []).dates).toEqual({ order: "day-first", columns: {} });
  const detailed: Mapping = { ...mapping(), deal: { title: "Deal" }, evidence: [{ kind: "deal_opened", detail: { amount: "Worth", note: "N" } }] };
  const priced = answered(detailed, "currency", "EUR", []);
  expect(priced.deal).toEqual({ title: "Deal", amount: "Worth", default_currency: "EUR" });
  expect(priced.evidence[0]?.detail).toEqual({ note: "N" });
});

test("a problem from the server is parsed and found in the text", () => {
  expect(mistakeAt("line 2, column 10: the file has no column `x`")).toEqual({ line: 2, column: 10, detail: "the file has no column `x`" });
  expect(mistakeAt("no place")).toEqual({ line: 0, column: 0, detail: "no place" });
  expect(offsetOf("ab\ncdef", 2, 3)).toBe(5);
  expect(offsetOf("ab\nc", 2, 30)).toBe(4);
});

test("what the rows are becomes evidence, once, and goes again", () => {
  const before = mapping().evidence.length;
  const bought = answered(answered(mapping(), "rows_are", "interested", []), "rows_are", "bought", []);
  expect(bought.evidence.slice(before)).toEqual([{ kind: "purchased", constant: { stated: "of the whole list" } }]);
  expect(answered(bought, "rows_are", "known", []).evidence).toEqual(mapping().evidence);
});

test("the date of a status is its earliest, in one step for all values", () => {
  const given = readMapping(
    'name = "leads"\n[[evidence]]\ncolumn = "Status"\n[evidence.values]\nWon = { kind = "purchased", at = "Created", earliest = true }\n' +
      'Bad = { kind = "disqualified", at = "Created", earliest = true }\nNew = ""\n',
  );
  expect(meaningsOf(given, "Created")).toEqual(["earliest"]);
  const plain = withoutMeaning(given, "Created", "earliest");
  expect(plain.evidence[0]?.values).toEqual({ Won: { kind: "purchased" }, Bad: { kind: "disqualified" }, New: "" });
  expect(withMeaning(plain, "Created", "earliest").evidence).toEqual(given.evidence);
  expect(writeMapping(given)).toContain("earliest = true");
});
