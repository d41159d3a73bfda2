import { expect, test } from "vitest";
import { amountOf } from "./amount";

test("amounts are read however they are written", () => {
  const read = (text: string, currency = "EUR") => amountOf(text, currency)?.minor;
  expect(["1234.5", "1,234.50", "1.234,50", "1 234,50", "1'234.50"].map((text) => read(text))).toEqual([123_450, 123_450, 123_450, 123_450, 123_450]);
  expect([read("1,234"), read("1.234"), read("1234")]).toEqual([123_400, 123_400, 123_400]);
  expect([read("1,234", "JPY"), read("1234.5", "JPY")]).toEqual([1234, undefined]);
  expect([read("-20"), read("0,5"), read("5.")]).toEqual([-2000, 50, 500]);
});

test("what is no amount gives none", () => {
  expect(["", "abc", "12a", ",", "99999999999999999"].map((text) => amountOf(text, "EUR"))).toEqual([undefined, undefined, undefined, undefined, undefined]);
  expect(amountOf("12", "EU")).toBeUndefined();
});
