import { expect, test } from "vitest";
import { draftsOf, newLine, typedOf } from "./lines";

test("a line is sent in smallest units, without what is empty", () => {
  const line = { ...newLine(), description: "Loom", quantity: "2,5", price: "600.50", tax: "19" };
  expect(draftsOf([line], "EUR")).toEqual([
    { description: "Loom", unit: "", recurring: "once", quantity: 2.5, unit_price: { minor: 60_050, currency: "EUR" }, tax_rate: 19 },
  ]);
  expect(draftsOf([{ ...line, price: "600" }], "JPY")[0]?.unit_price).toEqual({ minor: 600, currency: "JPY" });
  expect(draftsOf([{ ...line, price: "1.500" }], "KWD")[0]?.unit_price).toEqual({ minor: 1500, currency: "KWD" });
});

test("what cannot be read is not taken for something else", () => {
  const [sent] = draftsOf([{ ...newLine(), description: "x", quantity: "many", price: "dear", discount: "a", recurring: "monthly", term: "b" }], "EUR");
  expect(sent).toMatchObject({ quantity: -1, unit_price: { minor: -1 }, discount: { percent: -1 }, term: 0 });
});

test("a stored line is typed as it was", () => {
  const amount = (minor: number) => ({ minor, currency: "EUR" });
  const stored = {
    product: null,
    description: "Care",
    quantity: 1,
    unit: "seat",
    unit_price: amount(5),
    discount: { percent: 10 },
    tax_rate: 19,
    recurring: "monthly" as const,
    term: 12,
    full: amount(5),
    taken_off: amount(1),
    net: amount(4),
    tax: amount(1),
    gross: amount(5),
  };
  expect(typedOf(stored)).toMatchObject({ price: "0.05", discount: "10", term: "12" });
});
