import { expect, test } from "vitest";
import { newRate, sentOf, typedOf } from "./rates";

test("what is stored is sent again as it was", () => {
  const rates = [
    { currency: "JPY", from: "2026-01-01", rate: 160 },
    { currency: "USD", from: "2026-01-01", rate: 1.0842 },
  ];
  expect(sentOf("EUR", rates.map(typedOf))).toEqual({ rates: { base: "EUR", rates }, places: [0, 1] });
});

test("blank rows are left out, and the others know their places", () => {
  const typed = [newRate(), { ...newRate(), currency: " usd ", from: "2026-03-01", rate: " 1,25 " }, newRate("")];
  expect(sentOf(" eur ", typed)).toEqual({
    rates: { base: "eur", rates: [{ currency: "usd", from: "2026-03-01", rate: 1.25 }] },
    places: [1],
  });
});

test.each(["", "x", "-1", "1e3", "1.2.3"])("%j is no rate", (rate) => {
  const { rates } = sentOf("EUR", [{ ...newRate("USD"), from: "2026-03-01", rate }]);
  expect(rates.rates[0]?.rate).toBe(0);
});
