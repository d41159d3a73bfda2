import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoBarriers, expectRows, test } from "./casebook";
import { asked, only, open, chart, sayReason, sum } from "./funnel";

interface Stood {
  id: string;
  name: string;
  standing_reason: string | null;
}

const LOST = { standing: ["lost"] };

/** A lost person, with a reason from the evidence. */
async function lost(request: APIRequestContext, kind = "person"): Promise<Stood & { reason: string }> {
  const query = new URLSearchParams({ kind, filter: JSON.stringify(LOST), limit: "200" });
  const { items }: { items: Stood[] } = await (await request.get(`/api/v1/parties?${query}`)).json();
  const one = only(items.find(({ standing_reason }) => standing_reason !== null));
  return { ...one, reason: sayReason(one.standing_reason ?? "") };
}

const explanation = (page: Page) => page.getByRole("dialog", { name: "Standing" });
const badge = (page: Page) => page.getByRole("main").getByRole("button", { name: "Lost", exact: true }).first();

test("clicking a standing shows what it means, why and since when, and leads to the piece behind it", async ({ page, request }) => {
  const party = await lost(request);
  const { standings } = await (await request.get(`/api/v1/parties/${party.id}/history`)).json();
  const piece = only(standings.at(-1) as { begun_by: string } | undefined).begun_by;
  await page.goto(`/parties/${party.id}`);
  await badge(page).focus();
  await page.keyboard.press("Enter");
  await expect(explanation(page)).toContainText("The last deal was lost, no deal is open, and no purchase counts.");
  await expect(explanation(page)).toContainText(`Reason: ${party.reason}`);
  await expect(explanation(page)).toContainText(/since \d/);
  await page.keyboard.press("Escape");
  await expect(explanation(page)).toHaveCount(0);
  await expect(badge(page)).toBeFocused();

  await badge(page).click();
  await explanation(page).getByRole("link", { name: "Deal lost" }).click();
  await expect(page).toHaveURL(new RegExp(`piece=${piece}`));
  await expect(page.locator(`#piece-${piece}`)).toBeFocused();
});

test("a standing in a list and on the board is explained, and leads to the glossary", async ({ page, request }) => {
  await lost(request);
  await page.goto(`/people?filter=${encodeURIComponent(JSON.stringify(LOST))}`);
  await expectRows(page);
  await badge(page).click();
  await expect(explanation(page)).toContainText("The last deal was lost");
  await page.keyboard.press("Escape");
  await expect(explanation(page)).toHaveCount(0);
  await page.goto(`/people?view=board&filter=${encodeURIComponent(JSON.stringify(LOST))}`);
  await badge(page).click();
  await expect(explanation(page)).toContainText("The last deal was lost");
  await explanation(page).getByRole("link", { name: "Open in glossary" }).click();
  const heading = page.getByRole("heading", { name: "Standing", exact: true });
  await expect(heading).toBeFocused();
  await expect(page.getByRole("main")).toContainText("Ends when they buy again.");
});

test("those who dropped out at a stage are listed with their reason and day", async ({ page, request }) => {
  await open(page);
  const { stages } = await asked(request);
  const lead = only(stages.find(({ dropped }) => Object.keys(dropped).some((reason) => reason !== "not_stated")));
  const [reason] = only(Object.entries(lead.dropped).filter(([name]) => name !== "not_stated").sort(([, a], [, b]) => b - a)[0]);
  expect(sum(lead.dropped)).toBeGreaterThan(0);
  await chart(page).getByRole("link", { name: new RegExp(` dropped out at \\w+, ${sayReason(reason)}: `) }).first().click();
  await expectRows(page);
  const cell = page.getByRole("gridcell", { name: new RegExp(`(Lost|Disqualified|Former) ${sayReason(reason)} · \\d{1,2} \\w+ \\d{4}`) }).first();
  await expect(cell).toBeVisible();
  // The name of the standing is never truncated for the reason.
  const name = cell.getByRole("button").locator("span").first();
  expect(await name.evaluate((text) => text.scrollWidth - text.clientWidth)).toBeLessThanOrEqual(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no barriers in the explanation of a standing in a list (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`/people?filter=${encodeURIComponent(JSON.stringify(LOST))}`);
    await expectRows(page);
    await badge(page).click();
    await expect(explanation(page)).toContainText(/since /);
    await expectNoBarriers(page);
  });
}
