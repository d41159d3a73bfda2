import { readFileSync } from "node:fs";
import type { Browser, Page } from "@playwright/test";
import { expect, expectNoBarriers, expectRows, test } from "./casebook";
import { asked, cells, expectList, type Funnel, only, open, chart, say, share, sum, words } from "./funnel";

test("cohort, day and basis are chosen, stand in the address, and the numbers follow", async ({ page, request }) => {
  await open(page);
  await page.getByRole("region", { name: "Options" }).getByText("Organizations", { exact: true }).click();
  await page.getByLabel("Starting stage", { exact: true }).selectOption("Lead");
  await page.getByLabel("Reached in").selectOption("This year");
  await page.getByLabel("As of").selectOption("End of last month");
  await page.getByLabel("Basis").selectOption("What was recorded");
  await expect(page).toHaveURL(/of=organizations/);
  await expect(page).toHaveURL(/cohort_stage=lead/);
  await expect(page).toHaveURL(/period=this_year/);
  await expect(page).toHaveURL(/basis=recorded/);
  await expect(page.getByText("Counts only what had been recorded by then.")).toBeVisible();
  const year = new Date().getFullYear();
  const day = new URL(page.url()).searchParams.get("as_of") ?? "";
  expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  const query = { of: "organizations", cohort_stage: "lead", from: `${year}-01-01`, to: `${year + 1}-01-01`, as_of: day };
  const known = await asked(request, { ...query, basis: "recorded" });
  await expect(chart(page).getByRole("link", { name: / reached Lead/ })).toHaveText(say(only(known.stages[0]).reached));
  await page.getByLabel("Basis").selectOption("What happened");
  const { stages } = await asked(request, query);
  await expect(chart(page).getByRole("link", { name: / reached Lead/ })).toHaveText(say(only(stages[0]).reached));
  expect(await chart(page).locator(":scope > li").count()).toBe(stages.length);
});

test("an empty cohort says so, and offers what to do", async ({ page, request }) => {
  await page.goto("/funnel?from=1999-01-01&to=2000-01-01");
  await expect(words(page)).toHaveText("No one reached Contact.");
  await expect(page.getByRole("heading", { name: "No one reached Contact in this period" })).toBeVisible();
  await page.getByRole("button", { name: "Show all time" }).click();
  const { stages } = await asked(request);
  await expect(chart(page).getByRole("link", { name: / reached Contact/ })).toHaveText(say(only(stages[0]).reached));
});

test("the first sentence is about the stage that is chosen in it", async ({ page, request }) => {
  await open(page);
  await words(page).getByRole("button", { name: "Advocate" }).click();
  await page.getByRole("menuitem", { name: "Customer" }).click();
  await expect(page).toHaveURL(/goal=customer/);
  const { stages } = await asked(request);
  const [contacts, customers] = [only(stages[0]).reached, only(stages[3]).reached];
  await expect(words(page)).toContainText(`${say(customers)} reached Customer: ${share(customers / contacts)}.`);
});

test("a custom range makes a cohort, and an end before its start is refused", async ({ page, request }) => {
  await open(page);
  await page.getByLabel("Reached in").selectOption("Custom range…");
  const year = new Date().getFullYear();
  await page.getByLabel("Start date").fill(`${year - 1}-03-01`);
  await page.getByLabel("End date").fill(`${year - 1}-12-31`);
  await expect(page).toHaveURL(new RegExp(`from=${year - 1}-03-01&to=${year}-01-01`));
  const { stages } = await asked(request, { from: `${year - 1}-03-01`, to: `${year}-01-01` });
  await expect(chart(page).getByRole("link", { name: / reached Contact/ })).toHaveText(say(only(stages[0]).reached));
  await expect(page.getByText(/^Reached Contact from 1 Mar/).first()).toBeVisible();
  await page.getByLabel("End date").fill(`${year - 1}-02-01`);
  await expect(page.getByText("The end date is before the start date")).toBeVisible();
});

test("an address that makes no sense shows the funnel all the same", async ({ page, request }) => {
  await open(page, "?of=dogs&from=yesterday&as_of=2026-02-30&cohort_stage=nirvana&with=me&period=never");
  const { stages } = await asked(request);
  await expect(chart(page).getByRole("link", { name: / reached Contact/ })).toHaveText(say(only(stages[0]).reached));
});

test("an unknown vocabulary is reported, and existing ones are offered", async ({ page, request }) => {
  await page.goto("/funnel?vocabulary=nothing&of=people");
  await expect(page.getByRole("heading", { name: "No vocabulary named “nothing”" })).toBeVisible();
  await expect(chart(page)).toHaveCount(0);
  await expectNoBarriers(page);
  await page.getByRole("main").getByRole("link", { name: "Lead, contact, customer" }).click();
  await expect(page).toHaveURL(/\/funnel\?(?=.*vocabulary=zoho)(?=.*of=people)/);
  const { stages } = await asked(request, { vocabulary: "zoho", of: "people" });
  await expect(chart(page).getByRole("link", { name: / reached / }).first()).toHaveText(say(only(stages[0]).reached));
});

test("two cohorts stand side by side with the difference in points", async ({ page, request }) => {
  await open(page, "?period=last_12_months");
  await page.getByLabel("Compare with").selectOption("Same period last year");
  await expect(chart(page)).toHaveCount(2);
  const day = (years: number) => {
    const date = new Date();
    return new Date(Date.UTC(date.getFullYear() - years, date.getMonth(), date.getDate() + 1)).toISOString().slice(0, 10);
  };
  const [now, then] = [await asked(request, { from: day(1), to: day(0) }), await asked(request, { from: day(2), to: day(1) })];
  const both = page.getByRole("region", { name: "Compare cohorts" });
  for (const [place, stage] of now.stages.entries()) {
    const other = only(then.stages[place]);
    const row = await cells(both, place);
    expect(row.slice(0, 2)).toEqual([say(stage.reached), say(other.reached)]);
    if (stage.conversion === null || other.conversion === null) continue;
    const points = Math.round((stage.conversion - other.conversion) * 1000) / 10;
    const signed = points.toLocaleString("en-GB", { signDisplay: "exceptZero" });
    expect(row.slice(5, 8)).toEqual([share(stage.conversion), share(other.conversion), `${signed} points`]);
  }
  await expectList(page, both.getByRole("link", { name: / reached Lead/ }).nth(1), only(then.stages[1]).reached);
  await expectNoBarriers(page);
});

test("the sentences describe both cohorts, and each number opens its list", async ({ page, request }) => {
  const year = new Date().getFullYear();
  const [from, to] = [`${year - 1}-01-01`, `${year + 1}-01-01`];
  await open(page, `?from=${from}&to=${to}&with=custom&with_to=${from}`);
  const { stages } = await asked(request, { to: from });
  const [first, last] = [only(stages[0]), only(stages.at(-1))];
  await expect(words(page)).toContainText(
    `; in the other period it was ${share(last.reached / first.reached)} (${say(last.reached)} of ${say(first.reached)}), `,
  );
  await expect(words(page).locator("p")).toContainText([/in the other period it was/, /in the other period .* moved on/, /in the other period it was/]);
  await expectList(page, words(page).getByRole("link", { name: / reached Contact: / }).nth(1), first.reached);

  await open(page, `?from=${from}&to=${to}&with=custom&with_to=1999-01-01`);
  await expect(words(page).locator("p").first()).toHaveText(/; in the other period no one reached Contact\.$/);
  await expect(page.getByRole("main")).not.toContainText("{");
  await expect(page.locator("figure").nth(1)).toContainText("No one reached Contact.");
});

test("all time has no previous period to compare with", async ({ page }) => {
  await open(page);
  await expect(page.getByLabel("Compare with").locator("option")).toHaveText(["Nothing", "Custom range…"]);
});

async function copied(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText(/^Link copied/)).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Another browser, which remembers nothing. */
async function elsewhere(browser: Browser, address: string): Promise<Page> {
  const other = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await other.goto(address);
  await expect(chart(other).first()).toBeVisible();
  return other;
}

test("a shared link opens the same chart in another browser", async ({ page, browser }) => {
  await open(page);
  await page.getByRole("button", { name: /^Vocabulary/ }).click();
  await page.getByRole("menuitem", { name: /Lead, contact, customer/ }).click();
  await expect(page).toHaveURL(/vocabulary=zoho/);
  await open(page, "?of=people&period=last_12_months&with=previous&by=source");
  const address = await copied(page);
  expect(address).toContain("vocabulary=zoho");
  expect(address).not.toContain("period=");
  const other = await elsewhere(browser, address);
  await expect(chart(other)).toHaveCount(2);
  await expect(chart(other).first()).toHaveText((await chart(page).first().textContent()) ?? "");
  await expect(chart(other).nth(1)).toHaveText((await chart(page).nth(1).textContent()) ?? "");
  await other.close();
});

test("if the browser does not allow copying, the link is in the address bar", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await open(page, "?period=this_year");
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText(/^Your browser does not allow copying/)).toBeVisible();
  await expect(page).toHaveURL(/vocabulary=journey/);
  await expect(page).toHaveURL(/from=\d{4}-01-01/);
});

test("the numbers are downloaded as a file, and linked as JSON", async ({ page, request }) => {
  await open(page, "?by=source&period=last_12_months");
  await page.getByRole("button", { name: "Download" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Table as CSV" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^funnel-journey-\d{4}-\d{2}-\d{2}\.csv$/);
  const lines = readFileSync(await download.path(), "utf8").trim().split("\r\n");
  const head = only(lines[0]).split(",");
  await page.getByRole("button", { name: "Download" }).click();
  const address = (await page.getByRole("menuitem", { name: "Numbers as JSON" }).getAttribute("href")) ?? "";
  const funnel: Funnel = await (await request.get(address)).json();
  const groups: { groups: Funnel[] } = await (await request.get(`${address}&by=source`)).json();
  expect(lines.length).toBe(1 + funnel.stages.length * (1 + groups.groups.length));
  for (const [place, stage] of funnel.stages.entries()) {
    const row = only(lines[place + 1]).split(",");
    const at = (column: string) => row[head.indexOf(column)];
    expect([at("Source"), at("Reached"), at("Here now"), at("Dropped out")]).toEqual([
      "All",
      ...[stage.reached, stage.here, sum(stage.dropped)].map(String),
    ]);
    expect(at("Conversion rate")).toBe(stage.conversion === null ? "" : String(stage.conversion));
  }
});

test("everything is reached and done by keys", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("f");
  await expect(chart(page)).toBeVisible();
  await page.getByLabel("Starting stage", { exact: true }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/cohort_stage=lead/);
  await expect(chart(page).locator(":scope > li")).toHaveCount(4);
  await chart(page).getByRole("button", { name: /more reasons? at|Show all reasons at Lead/ }).first().focus();
  await page.keyboard.press("Enter");
  await expect(chart(page).getByRole("button", { name: "Show fewer reasons at Lead" })).toHaveAttribute("aria-expanded", "true");
  await chart(page).getByRole("link", { name: / still in Lead/ }).focus();
  await page.keyboard.press("Enter");
  await expectRows(page);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`groups, comparison and table have no barriers (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page, "?by=source&period=last_12_months&with=previous&dropped=last_12_months");
    await page.getByText("What the columns mean").click();
    await expectNoBarriers(page);
  });
}

test("390 pixels are enough, the options behind a button", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "?by=source&period=last_12_months&with=previous");
  const main = page.locator("main");
  expect(await main.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  await expect(page.getByLabel("Starting stage", { exact: true })).toBeHidden();
  await page.getByRole("button", { name: "Options" }).click();
  await page.getByLabel("Starting stage", { exact: true }).selectOption("Lead");
  await expect(page).toHaveURL(/cohort_stage=lead/);
  expect(await main.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  await expectNoBarriers(page);
});
