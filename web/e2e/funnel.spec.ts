import type { Locator } from "@playwright/test";
import { expect, expectRows, test } from "./casebook";
import { asked, cells, expectList, type Funnel, only, open, chart, say, share, sum, table, words, sayReason } from "./funnel";

test("the numbers on the screen are those of the API and the command line", async ({ page, request, server }) => {
  await open(page);
  const funnel = await asked(request);
  const reported = server.shell("funnel", "--of", "people") as Funnel;
  expect(funnel.stages.length).toBe(5);
  const first = only(funnel.stages[0]).reached;
  for (const [place, stage] of funnel.stages.entries()) {
    const shell = only(reported.stages[place]);
    const counts = [stage.entered, stage.skipped, stage.furthest, stage.here, stage.back, sum(stage.dropped), stage.returned];
    expect([shell.entered, shell.skipped, shell.furthest, shell.here, shell.back, sum(shell.dropped), shell.returned]).toEqual(counts);
    const days = (value: number | null) => (value === null ? "" : (Math.round(value * 10) / 10).toLocaleString("en-GB"));
    const row = await cells(table(page), place);
    expect(row.slice(0, 9)).toEqual([say(stage.reached), share(stage.reached / first), ...counts.map(say)]);
    expect(row.slice(9, 11)).toEqual([stage.conversion === null ? "" : share(stage.conversion), days(stage.median_days)]);
    expect(row.at(-1)).toBe(say(stage.timed));
    await expect(chart(page).getByRole("listitem").filter({ hasText: say(stage.reached) }).first()).toBeVisible();
  }
});

test("the chart is described in words", async ({ page, request }) => {
  await open(page);
  const { stages } = await asked(request);
  const [first, last] = [only(stages[0]), only(stages.at(-1))];
  const through = `Of ${say(first.reached)} who reached Contact, ${say(last.reached)} reached Advocate: ${share(last.reached / first.reached)}.`;
  await expect(words(page)).toContainText(through);
  const worst = stages.slice(0, -1).reduce((most, one) => (one.furthest > most.furthest ? one : most));
  await expect(words(page)).toContainText(`and ${say(worst.furthest)} did not.`);
  const dropped = stages.reduce((total, one) => total + sum(one.dropped), 0);
  await expect(words(page)).toContainText(`${say(dropped)} of them dropped out`);
});

test("each number opens the list of those it counts, and the list says so", async ({ page, request }) => {
  await open(page);
  const { stages } = await asked(request);
  const lead = only(stages[1]);
  const draw = chart(page);
  await expectList(page, draw.getByRole("link", { name: / reached Lead/ }), lead.reached);
  await expectList(page, draw.getByRole("link", { name: / still in Lead/ }), lead.here);
  await expectList(page, draw.getByRole("link", { name: / stopped at Lead/ }), lead.furthest);
  await expectList(page, draw.getByRole("link", { name: / dropped out at Lead: / }), sum(lead.dropped));
  await expectList(page, table(page).getByRole("link", { name: / moved on from Lead at known times/ }), lead.timed);
  const skipped = only(stages.find((one) => one.skipped > 0));
  await expectList(page, table(page).getByRole("link", { name: / skipped / }).first(), skipped.skipped);
  const [reason, count] = only(Object.entries(lead.dropped).sort(([, a], [, b]) => b - a)[0]);
  await expectList(page, draw.getByRole("link", { name: new RegExp(` dropped out at Lead, ${sayReason(reason)}`) }), count);
});

test("a list from the funnel has a chip, which can be removed", async ({ page, request }) => {
  const { stages } = await asked(request, { of: "people" });
  await open(page, "?of=people");
  await chart(page).getByRole("link", { name: / still in Lead/ }).click();
  await expect(page).toHaveURL(/\/people\?/);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(only(stages[1]).here + 1));
  await page.getByRole("button", { name: /Remove condition: Funnel: Lead, here now/ }).click();
  const { count } = await (await request.get("/api/v1/parties/count?kind=person")).json();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(count + 1));
});

test("people and organizations together are listed with their kind", async ({ page }) => {
  await open(page, "?of=all");
  await chart(page).getByRole("link", { name: / reached Contact/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "People and organizations" })).toBeVisible();
  await expectRows(page);
  await expect(page.getByRole("columnheader", { name: "Type" })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "Person", exact: true }).first()).toBeVisible();
});

test("sources stand side by side, the largest first, and each number opens its list", async ({ page, request }) => {
  await open(page);
  await page.getByLabel("Group by").selectOption("Source");
  await expect(page).toHaveURL(/by=source/);
  const { groups } = (await asked(request, { by: "source" })) as unknown as { groups: (Funnel & { key: string | null })[] };
  const filled = groups.filter(({ stages }) => only(stages[0]).reached > 0);
  const section = page.locator("section").filter({ has: page.getByRole("heading", { name: "By source" }) });
  const names = filled.map(({ key }) => key ?? "No source");
  await expect(section.getByRole("heading", { level: 3 })).toHaveText(names.slice(0, 6));
  if (filled.length > 6) {
    await section.getByRole("button", { name: `Show all ${filled.length} groups` }).click();
    await expect(section.getByRole("heading", { level: 3 })).toHaveText(names);
  }
  const largest = only(filled[0]);
  const link = section.getByRole("link", { name: new RegExp(` in ${names[0]} reached Lead`) });
  await expectList(page, link, only(largest.stages[1]).reached);
});

test("people are grouped by a field of their account, and each number opens its list", async ({ page, request }) => {
  await open(page);
  await page.getByLabel("Group by").selectOption("Account: Country");
  await expect(page).toHaveURL(/by=account\.country/);
  const { groups } = (await asked(request, { by: "account.country" })) as unknown as { groups: (Funnel & { key: string | null })[] };
  const filled = groups.filter(({ stages }) => only(stages[0]).reached > 0);
  const section = page.locator("section").filter({ has: page.getByRole("heading", { name: "By country of the account" }) });
  const names = filled.map(({ key }) => key ?? "No country of the account");
  await expect(section.getByRole("heading", { level: 3 })).toHaveText(names.slice(0, 6));
  const place = filled.findIndex(({ key }) => key !== null);
  const link = section.getByRole("link", { name: new RegExp(` in ${only(names[place])} reached Lead`) });
  await expectList(page, link, only(only(filled[place]).stages[1]).reached);
});

test("drop-outs and reasons are found, also for a period", async ({ page, request }) => {
  await open(page);
  const { stages } = await asked(request);
  const section = page.getByRole("region", { name: "Drop-outs and reasons" });
  const reasons = new Map<string, number>();
  for (const { dropped } of stages) for (const [reason, count] of Object.entries(dropped)) reasons.set(reason, (reasons.get(reason) ?? 0) + count);
  const [reason, count] = only([...reasons].sort(([, a], [, b]) => b - a)[0]);
  const reasonText = sayReason(reason);
  await expectList(page, section.getByRole("link", { name: `${say(count)} dropped out, ${reasonText}: open the list` }), count);

  await section.getByLabel("Dropped out in").selectOption("Last 12 months");
  await expect(page).toHaveURL(/dropped=last_12_months/);
  await expect(section.getByRole("status", { name: "Loading…" })).toHaveCount(0);
  const rows = section.getByRole("link", { name: / dropped out, / });
  const more = section.getByRole("button", { name: /^Show \d+ more reasons?$/ });
  if (await more.isVisible()) await more.click();
  const counts = (await rows.allTextContents()).map((text) => Number(text.replaceAll(",", "")));
  expect(counts.length).toBeGreaterThan(0);
  // Those who dropped out within a year: fewer than all, and just as many rows.
  const inAll = counts.reduce((all, one) => all + one, 0);
  expect(inAll).toBeLessThanOrEqual([...reasons.values()].reduce((all, one) => all + one, 0));
  const everybody = section.getByRole("link", { name: `${say(inAll)} dropped out: open the list` });
  await expectList(page, everybody, inAll);
  await expectList(page, rows.first(), only(counts[0]));
});

test("another vocabulary shows other stages of the same people", async ({ page, request }) => {
  await open(page, "?cohort_stage=prospect");
  await page.getByRole("button", { name: /^Vocabulary/ }).click();
  await page.getByRole("menuitem", { name: /Inbound/ }).click();
  const { stages } = await asked(request, { vocabulary: "inbound" });
  await expect(chart(page).locator(":scope > li")).toHaveCount(stages.length);
  await expect(table(page).locator("tbody tr")).toHaveCount(stages.length);
});

test("the funnel follows what is recorded elsewhere", async ({ page, request }) => {
  await open(page);
  const link = chart(page).getByRole("link", { name: / reached Contact/ });
  const before = Number((await link.textContent())?.replaceAll(",", ""));
  await request.post("/api/v1/people", { data: { name: "Una Nova" } });
  await expect(link).toHaveText(say(before + 1));
});

for (const [layout, width] of Object.entries({ "beside the words": 1440, "below them": 390 })) {
  test(`bars begin at one place, ${layout}, also from the right`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    for (const direction of ["ltr", "rtl"]) {
      await open(page, `?by=source&dir=${direction}`);
      const starts = (bars: Locator) =>
        bars.evaluateAll((all, isRtl) => all.map((bar) => Math.round(bar.getBoundingClientRect()[isRtl ? "right" : "left"])), direction === "rtl");
      const bars = chart(page).locator(":scope > li div[aria-hidden]");
      await expect(bars).toHaveCount(5);
      const group = page.getByRole("heading", { level: 3 }).first().locator("xpath=ancestor::li[1]");
      for (const some of [bars, group.locator("ol [aria-hidden] > span")]) {
        // The page may still be moving into its place.
        await expect.poll(async () => new Set(await starts(some)).size).toBe(1);
      }
    }
  });
}

test("a difference keeps its sign in front on right-to-left pages", async ({ page }) => {
  await open(page, "?period=last_12_months&with=last_year&dir=rtl");
  const both = page.getByRole("region", { name: "Compare cohorts" });
  const signed = both.locator("tbody td").filter({ hasText: /^[+-]/ });
  const isInFront = await signed.evaluateAll((all) =>
    all.map((cell) => {
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      const text = walker.nextNode() as Text;
      const at = (place: number) => {
        const range = document.createRange();
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        return range.getBoundingClientRect().left;
      };
      return at(0) < at(1);
    }),
  );
  expect(isInFront.length).toBeGreaterThan(0);
  expect(isInFront).not.toContain(false);
});
