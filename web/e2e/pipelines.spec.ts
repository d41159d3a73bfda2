import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { somebody } from "./party";

test.use({ data: "empty" });

const RENEWALS = `name = "renewals"
title = "Renewals"
lost_reasons = ["Price", "Moved away"]

[[stages]]
name = "contacted"
title = "Contacted"
probability = 40

[[stages]]
name = "offer"
title = "Offer"
probability = 70
required = ["amount"]
`;

const dialog = (page: Page) => page.getByRole("dialog");
const lane = (page: Page, stage: string) => page.getByRole("region", { name: stage, exact: true });

async function usePipeline(request: APIRequestContext, toml: string) {
  const answer = await request.post("/api/v1/pipelines/use?wait=30", { data: { toml } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

async function addDeal(request: APIRequestContext, name: string, fields: object = {}, more: object = {}): Promise<{ id: string }> {
  const people = [{ party: (await somebody(request, `Buyer of ${name}`)).id }];
  const answer = await request.post("/api/v1/records/deals", { data: { name, fields: { people, ...fields }, ...more } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

const move = async (request: APIRequestContext, id: string, fields: object) => {
  const answer = await request.patch(`/api/v1/records/deals/${id}`, { data: { fields }, headers: { "If-Match": "*" } });
  expect(answer.ok(), await answer.text()).toBe(true);
};

test("the board shows one pipeline, its weighted totals, and rows by owner", async ({ page, request }) => {
  await usePipeline(request, RENEWALS);
  const amount = { minor: 10_000, currency: "EUR" };
  await addDeal(request, "Kept on", { pipeline: "renewals", amount }, { owner: "kim" });
  await addDeal(request, "Kept too", { pipeline: "renewals" }, { owner: "lee" });
  await addDeal(request, "Elsewhere", { amount });
  await page.goto("/records/deals?view=board");
  await expect(lane(page, "Qualification").getByRole("link", { name: "Elsewhere" })).toBeVisible();
  await page.getByRole("combobox", { name: "Pipeline" }).selectOption("Renewals");
  await expect(page).toHaveURL(/pipeline=renewals/);
  await expect(lane(page, "Contacted").getByRole("link", { name: "Kept on" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Elsewhere" })).toBeHidden();
  await expect(lane(page, "Contacted").locator("header")).toContainText("weighted");
  await expect(lane(page, "Contacted").locator("header")).toContainText("40");
  await page.getByRole("combobox", { name: "Rows" }).selectOption("By owner");
  await expect(lane(page, "kim: Contacted").getByRole("link", { name: "Kept on" })).toBeVisible();
  await expect(lane(page, "lee: Contacted").getByRole("link", { name: "Kept too" })).toBeVisible();
  await expectNoBarriers(page);
});

test("a move asks for what its stage requires", async ({ page, request }) => {
  await usePipeline(request, RENEWALS);
  await addDeal(request, "Bare", { pipeline: "renewals" });
  await page.goto("/records/deals?view=board&pipeline=renewals");
  await page.getByRole("button", { name: "Bare: Move to…" }).click();
  await page.getByRole("menuitem", { name: "Offer", exact: true }).click();
  await expect(dialog(page)).toContainText("Move Bare to Offer");
  await dialog(page).getByRole("button", { name: "Move" }).click();
  // The server says which field is missing.
  await expect(dialog(page)).toContainText("is required in this stage");
  await expectNoBarriers(page);
  await dialog(page).getByLabel("Amount", { exact: true }).fill("500");
  await dialog(page).getByRole("button", { name: "Move" }).click();
  await expect(lane(page, "Offer").getByRole("link", { name: "Bare" })).toBeVisible();
  await page.getByRole("button", { name: "Bare: Move to…" }).click();
  await page.getByRole("menuitem", { name: "Lost", exact: true }).click();
  await dialog(page).getByLabel("Reason for the loss").click();
  await page.getByRole("option", { name: "Moved away" }).click();
  await dialog(page).getByRole("button", { name: "Move" }).click();
  await expect(lane(page, "Lost").getByRole("link", { name: "Bare" })).toBeVisible();
});

test("each figure of the funnel of deals opens its deals", async ({ page, request }) => {
  const won = await addDeal(request, "Bought", { amount: { minor: 5_000, currency: "EUR" } });
  await move(request, won.id, { stage: "proposal" });
  await move(request, won.id, { stage: "won" });
  const lost = await addDeal(request, "Not bought");
  await move(request, lost.id, { stage: "lost", lost_reason: "Price" });
  await addDeal(request, "Under way");
  await page.goto("/records/deals?view=board");
  await page.getByRole("link", { name: "Funnel of deals" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Funnel of deals" })).toBeVisible();
  await expect(page.getByText("Win rate: 50%")).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("combobox", { name: "Group by" }).selectOption("Owner");
  await expect(page.getByRole("region", { name: "By owner" }).getByRole("rowheader")).toHaveText("No value");
  await page.getByRole("region", { name: "What became of them" }).getByRole("link", { name: /Lost/ }).click();
  await expect(page.getByRole("link", { name: "Not bought" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Bought", exact: true })).toBeHidden();
  await expect(page.getByText(/Funnel of deals/).first()).toBeVisible();
});

test("the page of a deal shows its stages over time", async ({ page, request }) => {
  const { id } = await addDeal(request, "Long talks", { amount: { minor: 1_000, currency: "EUR" } });
  await move(request, id, { stage: "negotiation" });
  await move(request, id, { amount: { minor: 2_000, currency: "EUR" } });
  await page.goto(`/records/deals/${id}`);
  const strip = page.getByRole("list", { name: "Stages over time" });
  await expect(strip.getByRole("listitem")).toHaveCount(2);
  await expect(page.getByText("80% likely")).toBeVisible();
  await expect(page.getByRole("region", { name: "Amount over time" }).getByRole("row")).toHaveCount(3);
  await expectNoBarriers(page);
});

test("a pipeline is checked, previewed and activated", async ({ page, request }) => {
  await addDeal(request, "In proposal", { stage: "proposal" });
  await page.goto("/pipelines");
  await expect(page.getByRole("heading", { level: 2, name: "Sales" })).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("link", { name: "Edit Sales" }).click();
  const text = page.getByRole("textbox", { name: "Text of the pipeline" });
  await expect(page.getByText("Valid: 5 stages")).toBeVisible();
  const source = await text.inputValue();
  await text.fill(source.replace("probability = 50", "probability = 500"));
  await expect(page.getByText("1 problem")).toBeVisible();
  await page.getByRole("button", { name: /no percentage/ }).click();
  await expect(text).toBeFocused();
  await expectNoBarriers(page);
  const begin = source.indexOf('[[stages]]\nname = "proposal"');
  const end = source.indexOf('[[stages]]\nname = "negotiation"');
  const without = source.slice(0, begin) + source.slice(end);
  await text.fill(without);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText(/1 deal stands in a stage that would go/)).toBeVisible();
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "1 in `proposal`" })).toBeVisible();
  await text.fill(without.replace("lost_reasons", 'moved = { proposal = "negotiation" }\nlost_reasons'));
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("link", { name: "In proposal" })).toBeVisible();
  await page.getByRole("button", { name: "Activate" }).click();
  await expect(page).toHaveURL(/\/pipelines$/);
  await expect(page.getByText("Version 2", { exact: true })).toBeVisible();
});

test("on a phone nothing is wider than the screen", async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await addDeal(request, "Small");
  for (const address of ["/deals/funnel", "/pipelines", "/pipelines/sales", "/records/deals?view=board"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("main").getByText(/\S/).first()).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow, address).toBeLessThanOrEqual(0);
  }
});
