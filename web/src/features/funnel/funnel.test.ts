import "./messages";
import { expect, test } from "vitest";
import type { Funnel, FunnelStage } from "@/api/funnel";
import type { RecordField, Vocabulary } from "@/api/wire";
import { askedOf, fixed } from "./asked";
import type { Compared } from "./compared";
import { csvOf } from "./csv";
import { groupFieldChoices, nameOfGroup, readGroupField, titleOfGroupField } from "./groupField";
import { listAt, listOfAny } from "./lists";
import { before, isDay, lastDay, plusMonths, presetWindow, today, yearBefore } from "./period";
import { sentences } from "./sentences";
import { readSearch } from "./search";
import type { Sentence } from "./sentence";
import { partsOf, reasonsOf } from "./split";
import { pointsOf, sayDays } from "./time";
import { template } from "@/messages/messages";

const named = (name: string, title: string) => ({ name, title, definition: "", rule: "", goal: "", actions: [] });
const journey: Vocabulary = {
  name: "journey",
  version: 1,
  title: "Customer journey",
  description: "", toml: "",
  stages: [named("lead", "Lead"), named("customer", "Customer"), named("advocate", "Advocate")],
};

function stage(name: string, reached: number, other: Partial<FunnelStage> = {}): FunnelStage {
  const none = { entered: reached, skipped: 0, furthest: 0, here: 0, back: 0, dropped: {}, returned: 0, timed: 0 };
  const times = { conversion: null, median_days: null, p75_days: null, p90_days: null };
  return { stage: name, reached, ...none, ...times, lists: {}, dropped_lists: {}, ...other };
}

function funnelOf(...stages: FunnelStage[]): Funnel {
  const [first] = stages;
  return { vocabulary: "journey", of: "all", as_of: "2026-03-01T00:00:00Z", cohort: first?.reached ?? 0, undated: 0, lists: {}, stages };
}

function textOf({ of, texts, figures, also }: Sentence): string {
  return template(of).replace(/\{(\w+)\}/g, (hole, name: string) => {
    if (name === "also") return also ? textOf(also) : "";
    return texts[name] ?? figures[name]?.count.toLocaleString("en") ?? hole;
  });
}

/** The sentences as text. */
const textsOf = (...stages: FunnelStage[]) => sentences(funnelOf(...stages), journey).map(textOf);

/** The same of two cohorts. */
function compared(own: FunnelStage[], other: FunnelStage[], by: Compared["by"] = "last_year"): string[] {
  return sentences(funnelOf(...own), journey, undefined, { funnel: funnelOf(...other), by }).map(textOf);
}

test("stretches of the calendar are found, their ends not in them", () => {
  expect(presetWindow("this_month", "2026-03-15")).toEqual({ from: "2026-03-01", to: "2026-04-01" });
  expect(presetWindow("last_month", "2026-01-15")).toEqual({ from: "2025-12-01", to: "2026-01-01" });
  expect(presetWindow("last_quarter", "2026-02-28")).toEqual({ from: "2025-10-01", to: "2026-01-01" });
  expect(presetWindow("this_year", "2026-12-31")).toEqual({ from: "2026-01-01", to: "2027-01-01" });
  expect(presetWindow("last_12_months", "2026-02-27")).toEqual({ from: "2025-02-28", to: "2026-02-28" });
  expect(lastDay("2026-03-01")).toBe("2026-02-28");
  expect(today(new Date(2026, 0, 31, 23, 59))).toBe("2026-01-31");
});

test("the stretch before is as long, and a month before is a month", () => {
  expect(before({ from: "2026-03-01", to: "2026-04-01" }, "this_month", "2026-03-15")).toEqual({ from: "2026-02-01", to: "2026-03-01" });
  expect(before({ from: "2026-03-01", to: "2026-03-11" }, undefined, "2026-05-01")).toEqual({ from: "2026-02-19", to: "2026-03-01" });
  expect(before({ from: "2026-03-01" }, undefined, "2026-03-10")).toEqual({ from: "2026-02-19", to: "2026-03-01" });
  expect(before({ to: "2026-03-01" }, undefined, "2026-03-10")).toBeUndefined();
  expect(yearBefore({ from: "2024-02-29", to: "2024-03-01" }, "2026-01-01")).toEqual({ from: "2023-02-28", to: "2023-03-01" });
  expect(plusMonths("2026-01-31", 1)).toBe("2026-02-28");
});

test("days that the calendar does not have are none", () => {
  expect(["2026-02-29", "2026-13-01", "yesterday", 20260101, "2026-1-1"].filter(isDay)).toEqual([]);
  expect(isDay("2024-02-29")).toBe(true);
});

test("what makes no sense in an address is left out", () => {
  const odd = { of: "dogs", period: "next_year", from: "2026-02-30", to: "2026-03-01", with: "you", cohort_stage: 4, by: "source" };
  expect(readSearch(odd)).toEqual({ to: "2026-03-01", by: "source" });
  expect(["owner", "more.branch", "mood", "more.", 4].map((by) => readSearch({ by }).by)).toEqual(["owner", "more.branch", undefined, undefined, undefined]);
  expect(readSearch({ period: "this_year", from: "2026-01-01" })).toEqual({ period: "this_year" });
});

test("a stage of another vocabulary is not asked for", () => {
  expect(askedOf({ cohort_stage: "sql" }, journey, "2026-03-15").main).toEqual({ vocabulary: "journey", of: "people" });
  expect(askedOf({ of: "all" }, journey, "2026-03-15").main).toEqual({ vocabulary: "journey" });
  expect(askedOf({ cohort_stage: "customer" }, journey, "2026-03-15").main.cohort_stage).toBe("customer");
});

test("a cohort of all times has none before it", () => {
  expect(askedOf({ with: "previous" }, journey, "2026-03-15").other).toBeUndefined();
  const { main, other } = askedOf({ with: "previous", period: "last_month", as_of: "2026-03-10" }, journey, "2026-03-15");
  expect(main).toEqual({ vocabulary: "journey", of: "people", as_of: "2026-03-10", from: "2026-02-01", to: "2026-03-01" });
  expect(other).toEqual({ ...main, from: "2026-01-01", to: "2026-02-01" });
});

test("a shared address asks for the same, whenever it is opened", () => {
  const search = { period: "last_month", with: "last_year", of: "people" } as const;
  const link = JSON.parse(JSON.stringify(fixed(search, "journey", "2026-03-15")));
  const opened = readSearch(link);
  expect(askedOf(opened, journey, "2027-08-01")).toEqual(askedOf(search, journey, "2026-03-15"));
  expect(link.vocabulary).toBe("journey");
});

test("the list behind a number is that of the API's address", () => {
  const filter = { funnel: { number: "here", stage: "lead", vocabulary: "journey", of: "people" } } as const;
  const address = `/api/v1/parties?${new URLSearchParams({ filter: JSON.stringify(filter) })}`;
  expect(listAt(address)).toEqual({ to: "/people", filter });
  const { of: _, ...both } = filter.funnel;
  expect(listAt(`/api/v1/parties?filter=${encodeURIComponent(JSON.stringify({ funnel: both }))}`).to).toBe("/parties");
  expect(listOfAny([filter, filter], "organizations")).toEqual({ to: "/organizations", filter: { and: [{ or: [filter, filter] }] } });
});

test("the parts of a stage add up to all who reached it", () => {
  const lead = stage("lead", 100, { skipped: 5, furthest: 40, here: 20, back: 8, dropped: { price: 9, not_stated: 3 } });
  const parts = partsOf(lead, stage("customer", 60));
  expect(parts).toEqual({ on: 55, skipped: 5, here: 20, back: 8, dropped: 12 });
  expect(Object.values(parts).reduce((sum, count) => sum + count)).toBe(100);
});

test("reasons are added up over stages, the most frequent first", () => {
  const stages = [stage("lead", 9, { dropped: { price: 2, timing: 4 } }), stage("customer", 4, { dropped: { price: 3 } })];
  expect(reasonsOf(stages).map(({ reason, count, at }) => [reason, count, at.length])).toEqual([
    ["price", 5, 2],
    ["timing", 4, 1],
  ]);
});

test("a funnel of two stages is one sentence about the share and the time, and one about those who dropped out", () => {
  const lead = stage("lead", 8000, { furthest: 7158, median_days: 15.2, timed: 842, conversion: 842 / 8000 });
  expect(textsOf(lead, stage("customer", 842))).toEqual([
    "Of 8,000 who reached Lead, 842 reached Customer: 10.5%, half of them within 15 days.",
    "No one dropped out.",
  ]);
});

test("a median of some says of how many", () => {
  const lead = stage("lead", 100, { furthest: 60, median_days: 15.2, timed: 30, conversion: 0.4 });
  expect(textsOf(lead, stage("customer", 40))[0]).toBe(
    "Of 100 who reached Lead, 40 reached Customer: 40%, half of the 30 with known times within 15 days.",
  );
});

test("names where most stop, and why most dropped out", () => {
  const lead = stage("lead", 100, { furthest: 60, conversion: 0.4, dropped: { price: 9, timing: 20 } });
  const customer = stage("customer", 40, { furthest: 30, conversion: 0.25, median_days: 0, timed: 10 });
  expect(textsOf(lead, customer, stage("advocate", 10))).toEqual([
    "Of 100 who reached Lead, 10 reached Advocate: 10%.",
    "Most stop at Lead: of 100, 40 moved on to Customer (40%, in an unknown time), and 60 did not.",
    "29 of them dropped out. The most common reason: Timing (20).",
  ]);
});

test("no one, no one on the way, and everyone have sentences of their own", () => {
  expect(textsOf(stage("lead", 0), stage("customer", 0))).toEqual(["No one reached Lead."]);
  expect(textsOf(stage("lead", 5, { furthest: 5 }), stage("customer", 0), stage("advocate", 0)).slice(0, 2)).toEqual([
    "Of 5 who reached Lead, no one has reached Advocate yet.",
    "All 5 who reached Lead stopped there; no one moved on to Customer.",
  ]);
  expect(textsOf(stage("lead", 5), stage("customer", 5), stage("advocate", 5)).slice(0, 2)).toEqual([
    "All 5 who reached Lead also reached Advocate.",
    "No one stopped on the way.",
  ]);
  expect(textsOf(stage("advocate", 3))[0]).toBe("3 reached Advocate, the last stage.");
});

test("with two cohorts each sentence has both, with the difference in points", () => {
  const own = [stage("lead", 8000, { dropped: { price: 80 } }), stage("customer", 842)];
  const other = [stage("lead", 7800, { dropped: { price: 156 } }), stage("customer", 710)];
  expect(compared(own, other)).toEqual([
    "Of 8,000 who reached Lead, 842 reached Customer: 10.5%, in an unknown time; in the same period last year it was 9.1% (710 of 7,800), 1.4 points higher now.",
    "80 of them dropped out. The most common reason: Price (80). That is 1% of all; in the same period last year it was 2% (156), 1 point lower now.",
  ]);
  const three = [stage("lead", 100, { furthest: 60, conversion: 0.4 }), stage("customer", 40, { furthest: 30 }), stage("advocate", 10)];
  const like = [stage("lead", 50, { furthest: 25, conversion: 0.5 }), stage("customer", 25, { furthest: 20 }), stage("advocate", 5)];
  expect(compared(three, like, "previous")).toEqual([
    "Of 100 who reached Lead, 10 reached Advocate: 10%; in the previous period it was 10% (5 of 50), about the same.",
    "Most stop at Lead: of 100, 40 moved on to Customer (40%, in an unknown time), and 60 did not; in the previous period 50% moved on (25 of 50), 10 points lower now.",
    "No one dropped out; in the previous period no one did either.",
  ]);
});

test("a share that one of two cohorts does not have is written as no one", () => {
  const some = [stage("lead", 4, { furthest: 2, dropped: { price: 1 } }), stage("customer", 2, { furthest: 1 }), stage("advocate", 1)];
  const none = [stage("lead", 0), stage("customer", 0), stage("advocate", 0)];
  expect(compared(some, none, "custom")).toEqual([
    "Of 4 who reached Lead, 1 reached Advocate: 25%; in the other period no one reached Lead.",
    "Most stop at Lead: of 4, 2 moved on to Customer (0%, in an unknown time), and 2 did not; in the other period no one reached Lead.",
    "1 of them dropped out. The most common reason: Price (1).",
  ]);
  expect(compared(none, some)).toEqual(["No one reached Lead; in the same period last year 4 did."]);
  expect(compared(none, none)).toEqual(["No one reached Lead; in the same period last year no one did either."]);
  const through = [stage("lead", 5), stage("customer", 5), stage("advocate", 5)];
  expect(compared(through, some)).toEqual([
    "All 5 who reached Lead also reached Advocate; in the same period last year it was 25% (1 of 4), 75 points higher now.",
    "No one stopped on the way; in the same period last year 3 did.",
    "No one dropped out; in the same period last year 1 did.",
  ]);
  expect(compared([stage("advocate", 3)], [stage("advocate", 0)])[0]).toBe(
    "3 reached Advocate, the last stage; in the same period last year no one reached Advocate.",
  );
});

test("short times are written in hours, differences in points with their sign", () => {
  expect([0.01, 0.5, 1, 2.449, 15.2].map(sayDays)).toEqual(["1 hour", "12 hours", "1 day", "2.4 days", "15 days"]);
  expect([pointsOf(0.42, 0.4), pointsOf(0.1, 0.155), pointsOf(0.1, 0.1), pointsOf(null, 1)]).toEqual(["+2", "-5.5", "0", undefined]);
});

test("a file quotes what needs it and holds nothing that a spreadsheet would run", () => {
  const vocabulary = { ...journey, stages: [named("lead", '=cmd|"x"'), named("customer", "Customer, paying")] };
  const lead = stage("lead", 3, { dropped: { "+1 too dear\n": 2 }, conversion: 1 / 3, median_days: 1.5 });
  const options = { vocabulary: "journey", from: "2026-01-01" };
  const text = csvOf([{ options, as_of: "2026-03-01T00:00:00Z", group: "@home", stages: [lead, stage("customer", 1)] }], vocabulary);
  expect(text.startsWith("\u{feff}Source,From,Before,As of,Stage,Reached,")).toBe(true);
  const [, ...rows] = text.split("\r\n");
  expect(rows[0]).toBe(`'@home,2026-01-01,,2026-03-01T00:00:00Z,"'=cmd|""x""",3,3,0,0,0,0,2,0,${1 / 3},1.5,,,0,2`);
  expect(rows[1]).toContain('"Customer, paying",1,1,');
  expect(text).toContain('"Dropped out: +1 too dear\n"');
});

test("a funnel is grouped by shared and own fields, with their titles", () => {
  const branch = { name: "branch", title: "Line of business", kind: "choice", choices: [{ name: "freight", title: "Freight" }] };
  const own = { own: [branch] as RecordField[], ofAccount: undefined };
  const choices = groupFieldChoices(own, undefined);
  expect(choices.map((one) => ("label" in one ? one.label : one.group))).toEqual([
    "None",
    "Source",
    "Owner",
    "Country",
    "Region",
    "City",
    "Language",
    "Job title",
    "Line of business",
  ]);
  expect(choices.at(-1)).toEqual({ value: "more.branch", label: "Line of business" });
  // One that is no longer offered stays chosen.
  const gone = groupFieldChoices({ own: [], ofAccount: undefined }, "more.branch");
  expect(gone.at(-1)).toEqual({ value: "more.branch", label: "branch" });
  const names = [nameOfGroup("more.branch", "freight", own), nameOfGroup("more.branch", null, own), nameOfGroup("title", null, own)];
  expect(names).toEqual(["Freight", "No Line of business", "No job title"]);
  expect(nameOfGroup("owner", "Rosa", own)).toBe("Rosa");
});

test("fields of the account are in a section of their own, unless an organization is followed", () => {
  const sector = { name: "sector", title: "Sector", kind: "text" } as RecordField;
  const people = { own: [], ofAccount: [sector] };
  const ofAccount = groupFieldChoices(people, undefined).find((one) => "group" in one);
  expect(ofAccount).toEqual({
    group: "Account",
    items: [
      { value: "account.source", label: "Account: Source" },
      { value: "account.owner", label: "Account: Owner" },
      { value: "account.country", label: "Account: Country" },
      { value: "account.region", label: "Account: Region" },
      { value: "account.city", label: "Account: City" },
      { value: "account.language", label: "Account: Language" },
      { value: "account.more.sector", label: "Account: Sector" },
    ],
  });
  expect(groupFieldChoices({ own: [sector], ofAccount: undefined }, undefined).some((one) => "group" in one)).toBe(false);
  expect(titleOfGroupField("account.more.sector", people)).toBe("Account: Sector");
  expect(nameOfGroup("account.country", null, people)).toBe("No country of the account");
  expect(["account.country", "account.more.sector", "account.", "account.more.", "account.email"].map(readGroupField)).toEqual([
    "account.country",
    "account.more.sector",
    undefined,
    undefined,
    undefined,
  ]);
});
