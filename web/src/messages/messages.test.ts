import { expect, test } from "vitest";
import { en } from "./en";
import { about } from "./en/about";
import { evidence } from "./en/evidence";
import { file } from "./en/file";
import { funnel } from "./en/funnel";
import { glossary } from "./en/glossary";
import { home } from "./en/home";
import { imports } from "./en/imports";
import { mapping } from "./en/mapping";
import { party } from "./en/party";
import { vocabularies } from "./en/vocabularies";
import { formatAgo, formatDay, formatMoney } from "./format";
import { pseudo } from "./pseudo";
import { addMessages, t, tMaybe, type Message } from "./messages";

addMessages(home);

const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test("a message is filled, and one and many have their own forms", () => {
  expect(t("home.people", { count: 1 })).toBe("1 person");
  expect(t("home.people", { count: 12_345 })).toMatch(/12.345 people/);
  expect(t("stage.why", { stage: "Lead" })).toBe("Why Lead?");
});

test("a hole without a value stays visible", () => {
  expect(t("stage.why")).toBe("Why {stage}?");
});

test("an unknown key gives the fallback", () => {
  expect(tMaybe("evidence.call_held", "call_held")).toBe("Call held");
  expect(tMaybe("evidence.of_their_own", "of_their_own")).toBe("of_their_own");
});

test("both forms of a message have the same holes, or the one says the number in words", () => {
  for (const [key, message] of Object.entries<Message>({ ...en, ...about, ...evidence, ...file, ...funnel, ...glossary, ...home, ...imports, ...mapping, ...party, ...vocabularies })) {
    if (typeof message === "string") continue;
    const many = holes(message.other);
    expect(holes(message.one).every((name) => many.includes(name) || name === "name"), key).toBe(true);
  }
});

test("the pseudo-locale is longer, accented, and keeps the holes", () => {
  const text = pseudo("Why {stage}?");
  expect(text).toBe("[Ŵĥý {stage}?~~~~]");
  expect(holes(text)).toEqual(["stage"]);
});

test("money has as many decimals as its currency", () => {
  expect(formatMoney(123_450, "EUR")).toMatch(/1.234[.,]50/);
  expect(formatMoney(1234, "JPY")).toMatch(/1.234$/);
  // What a browser shows of a currency differs from its smallest unit.
  expect([formatMoney(123_450, "HUF"), formatMoney(14_250, "IQD")]).toEqual([expect.stringMatching(/1.234[.,]50/), expect.stringMatching(/14[.,]250/)]);
});

test("a day is the same day everywhere", () => {
  expect(formatDay("2026-03-03T00:00:00Z", "day")).toMatch(/3/);
});

test("how long ago goes by the largest unit that fits", () => {
  const now = Date.parse("2026-03-10T12:00:00Z");
  expect(formatAgo("2026-03-10T11:58:00Z", now)).toBe("2 minutes ago");
  expect(formatAgo("2026-03-07T12:00:00Z", now)).toBe("3 days ago");
  expect(formatAgo("2024-03-10T12:00:00Z", now)).toBe("2 years ago");
  expect(formatAgo("2026-03-11T12:00:00Z", now)).toBe("tomorrow");
});
