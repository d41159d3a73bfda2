import { expect, test } from "vitest";
import { readToml, TomlProblem } from "./toml";
import { writeToml } from "./writeToml";

/** The example of the document on imports, with what else TOML allows. */
const TEXT = `
name = "crm-leads"              # the feed
system = 'crm'
ignore = ["Internal", "Rating",
  "Last one",                   # a comma behind the last is allowed
]

[party]
kind = "person"
external_id = "Lead ID"
known = true

[fields]
"Shoe \\"size\\"" = "Größe \\u00e9"
street = { join = ["Street", "House number"], with = " " }

[[evidence]]
kind = "form_submitted"
detail.form = "Form name"

[[evidence]]
column = "Status"
[evidence.values]
Qualified = "sales_accepted"
"Junk Lead" = { kind = "disqualified", reason = "Junk Lead" }
New = ""

[dates.columns]
Closed = { "/" = "month-first", "." = "day-first" }
`;

const READ = {
  name: "crm-leads",
  system: "crm",
  ignore: ["Internal", "Rating", "Last one"],
  party: { kind: "person", external_id: "Lead ID", known: true },
  fields: { 'Shoe "size"': "Größe é", street: { join: ["Street", "House number"], with: " " } },
  evidence: [
    { kind: "form_submitted", detail: { form: "Form name" } },
    { column: "Status", values: { Qualified: "sales_accepted", "Junk Lead": { kind: "disqualified", reason: "Junk Lead" }, New: "" } },
  ],
  dates: { columns: { Closed: { "/": "month-first", ".": "day-first" } } },
};

test("a mapping's text is read with everything that TOML allows in it", () => {
  expect(readToml(TEXT)).toEqual(READ);
});

test("what was written reads back as the same", () => {
  expect(readToml(writeToml(readToml(TEXT)))).toEqual(READ);
  const odd = { name: 'a "b"\\\n\t\u0007\u007f…', fields: { "": "x", ключ: "ü", "a.b": ["1", "2"] }, deal: {}, evidence: [{ kind: "x" }] };
  expect(readToml(writeToml(odd))).toEqual(odd);
});

test("a column may be called like something that every object has", () => {
  expect(Object.keys(readToml('[fields]\n"__proto__" = "x"\nconstructor = "y"').fields ?? {})).toEqual(["__proto__", "constructor"]);
});

test.each([
  ['name = "x', 1, 10],
  ['name = "x"\nsystem = crm', 2, 10],
  ['name = "x" "y"', 1, 12],
  ['name = "x"\nname = "y"', 2, 6],
  ["[party\nkind = 1", 1, 7],
  ['name = "x"\n[name]', 2, 7],
  ['name = "\\q"', 1, 10],
])("a mistake in %j has its place", (text, line, column) => {
  const problem = (() => {
    try {
      return readToml(text);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(problem).toBeInstanceOf(TomlProblem);
  expect([(problem as TomlProblem).line, (problem as TomlProblem).column]).toEqual([line, column]);
});

test("long texts keep their lines, and lines of Windows are lines", () => {
  expect(readToml('a = """\nb\nc"""\r\nd = \'\'\'e"f\'\'\'\r\n')).toEqual({ a: "b\nc", d: 'e"f' });
});
