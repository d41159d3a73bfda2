import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { somebody } from "./party";

test.use({ data: "empty" });

const table = (page: Page) => page.getByRole("region", { name: "Numbers of evidence" });
const row = (page: Page, name: string) => table(page).getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });

async function answered(request: APIRequestContext, name: string, scores: [day: string, score: unknown][]) {
  const { id } = await somebody(request, name);
  for (const [occurred_at, score] of scores) {
    const participants = [{ party: id, role: "subject" }];
    const data = { kind: "satisfaction_given", occurred_at, detail: { score }, participants };
    const answer = await request.post("/api/v1/evidence", { data });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
}

test("scores are averaged by month, and put together by score", async ({ page, request }) => {
  await page.goto("/numbers");
  await expect(page.getByText("There is no such evidence yet.")).toBeVisible();
  await answered(request, "Nia", [["2026-01-14", 9], ["2026-02-02", "4"]]);
  await answered(request, "Olu", [["2026-01-20", 10], ["2026-02-09", "no idea"]]);
  await expect(row(page, "January 2026").getByRole("cell")).toHaveText(["9.5", "2", "9", "10", "19", "2"]);
  await expect(row(page, "February 2026").getByRole("cell")).toHaveText(["4", "1", "4", "4", "4", "2"]);
  await expectNoBarriers(page);
  await page.getByLabel("Group by").selectOption("Number");
  await expect(table(page).getByRole("rowheader")).toHaveText(["4", "9", "10", "No number"]);
  await page.getByLabel("Group by").selectOption("Account: Country");
  await expect(row(page, "No country of the account").getByRole("cell").first()).toHaveText("7.67");
  await page.getByLabel("Evidence", { exact: true }).selectOption("Meeting held");
  await expect(page).toHaveURL(/kind=meeting_held/);
  await expect(page.getByText("There is no such evidence yet.")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoBarriers(page);
});

test("the funnel leads to scores, and an unknown kind is reported", async ({ page }) => {
  await page.goto("/funnel");
  await page.getByRole("link", { name: "Scores and other numbers of evidence" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Numbers of evidence" })).toBeVisible();
  await page.goto("/numbers?kind=mood_swung");
  await expect(page.getByRole("alert")).toContainText("mood_swung");
});
