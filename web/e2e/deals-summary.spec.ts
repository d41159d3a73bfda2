import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { somebody } from "./party";

test.use({ data: "empty" });

const summary = (page: Page) => page.getByRole("region", { name: "Summary", exact: true });
const row = (page: Page, name: string) => summary(page).getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });

async function post(request: APIRequestContext, address: string, data: object): Promise<{ id: string }> {
  const answer = await request.post(address, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** Two accounts of two countries, and what was sold to them. */
async function aQuarter(request: APIRequestContext) {
  const buyer = await somebody(request, "Nia Buyer");
  const accounts: Record<string, string> = {};
  for (const [name, country] of [["Tarn Mills", "NO"], ["Ghyll Print", "PT"]] as const) {
    accounts[name] = (await post(request, "/api/v1/organizations", { name, country })).id;
  }
  for (const [name, account, owner, stage, minor, closed_on] of [
    ["Looms", "Tarn Mills", "Rosa", "won", 50_000, "2026-01-14"],
    ["Yarn", "Tarn Mills", "Rosa", "lost", 9_000, "2026-02-27"],
    ["Dyes", "Ghyll Print", "Sven", "won", 70_000, "2025-12-31"],
    ["Felt", "Ghyll Print", "Rosa", "proposal", 2_000, undefined],
  ] as const) {
    const fields = {
      people: [{ party: buyer.id }],
      account: [{ party: accounts[account] }],
      stage,
      amount: { minor, currency: "EUR" },
      ...(closed_on && { opened_on: "2025-11-03", closed_on }),
    };
    await post(request, "/api/v1/records/deals", { name, owner, fields });
  }
}

test("a manager compares win rates and revenue, and opens the deals behind a figure", async ({ page, request }) => {
  await aQuarter(request);
  await page.goto("/records/deals");
  await page.getByRole("button", { name: "Summary" }).click();
  await expect(page).toHaveURL(/view=summary/);
  await expect(row(page, "Rosa").getByRole("cell")).toHaveText(["3", "50%", "1", "1", "1", "€500.00", "€610.00"]);
  await expect(row(page, "Sven").getByRole("cell")).toHaveText(["1", "100%", "1", "0", "0", "€700.00", "€700.00"]);
  await expectNoBarriers(page);

  await page.getByLabel("Group by").selectOption({ label: "Closed on by quarter" });
  await expect(page).toHaveURL(/by=closed_on/);
  await expect(summary(page).getByRole("rowheader")).toHaveText(["Q4 2025", "Q1 2026", "None"]);
  await expect(row(page, "Q1 2026").getByRole("cell")).toHaveText(["2", "50%", "1", "1", "0", "€500.00", "€590.00"]);

  await page.getByLabel("Group by").selectOption({ label: "Account: Country" });
  await expect(row(page, "PT").getByRole("cell")).toHaveText(["2", "100%", "1", "0", "1", "€700.00", "€720.00"]);
  await row(page, "PT").getByRole("link", { name: "1 record: PT, Won" }).click();
  await expect(page.getByRole("link", { name: "Dyes" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Felt" })).toHaveCount(0);
  // The figure goes with what the list is asked for, and back leads to it.
  await page.goBack();
  await expect(row(page, "PT")).toBeVisible();
  await page.getByRole("searchbox").fill("felt");
  await expect(row(page, "PT").getByRole("cell")).toHaveText(["1", "–", "0", "0", "1", "", "€20.00"]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoBarriers(page);
});

test("a grouping that is none is refused on the page", async ({ page }) => {
  await page.goto("/records/deals?view=summary&by=mood");
  await expect(page.getByRole("heading", { name: "No deals yet" }).or(page.getByRole("alert"))).toBeVisible();
});
