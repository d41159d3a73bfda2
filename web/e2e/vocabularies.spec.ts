import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoBarriers, expectRows, test } from "./casebook";

const history = (page: Page) => page.getByRole("region", { name: "History" });

async function countIn(request: APIRequestContext, stage: string, kind?: string): Promise<number> {
  const { count } = await (await request.get(`/api/v1/parties/count?${kind ? `kind=${kind}&` : ""}stage.journey=${stage}`)).json();
  return count;
}

/** Activates the journey with another rule for leads, as another program would. */
async function use(request: APIRequestContext, ruleOfLead: string) {
  const text: string = (await (await request.get("/api/v1/vocabularies/journey")).json()).toml;
  const toml = text.replace(/(name = "lead"[^]*?rule = )"[^"]*"/, `$1"${ruleOfLead}"`);
  expect(toml).not.toBe(text);
  const answer = await request.post("/api/v1/vocabularies/use?wait=30", { data: { toml } });
  expect(answer.status()).toBe(200);
}

test("each vocabulary shows its stages with as many people and organizations as the API counts, and leads to them", async ({ page, request }) => {
  await page.goto("/vocabularies");
  const path = page.getByRole("list", { name: "Stages of Customer journey with the number of records in each" });
  await expect(path.getByRole("listitem")).toHaveCount(5);
  await expect(page.getByRole("article")).toHaveCount(3);
  const count = await countIn(request, "customer");
  expect(count).toBeGreaterThan(await countIn(request, "customer", "person"));
  const link = path.getByRole("link", { name: `${count} people and organizations in Customer: open the list` });
  await expect(link).toHaveText(String(count));
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: "People and organizations" })).toBeVisible();
  await expectRows(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(count + 1));
});

test("a vocabulary says what each stage means, its rule in words, and who is in it", async ({ page, request }) => {
  await page.goto("/vocabularies");
  await page.getByRole("article").getByRole("link", { name: "Customer journey", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Customer journey" })).toBeVisible();
  const prospect = page.locator("li", { has: page.getByRole("heading", { name: "Prospect" }) });
  await expect(prospect).toContainText("A qualified lead: assessed, and found likely to become a customer.");
  await expect(prospect.locator("code", { hasText: "qualified || deals.open > 0" })).toBeVisible();
  await expect(prospect).toContainText("In words: qualified, or at least one open deal.");
  const organizations = await countIn(request, "prospect", "organization");
  await expect(prospect.getByRole("link", { name: new RegExp(`^${organizations} organizations? in Prospect`) })).toBeVisible();
  await expect(history(page).getByRole("row", { name: /^1 Active/ })).toBeVisible();
  await page.goto("/vocabularies/nothing");
  await expect(page.getByRole("heading", { name: "No vocabulary named “nothing”" })).toBeVisible();
  await page.getByRole("link", { name: "Customer journey" }).click();
  await expect(page).toHaveURL(/vocabularies\/journey$/);
});

test("history shows every version, its text, what changed, and goes back", async ({ page, request }) => {
  await use(request, "interest.count > 2");
  await page.goto("/vocabularies/journey");
  await expect(history(page).getByRole("row", { name: /^2 Active/ })).toBeVisible();
  await expect(history(page).getByRole("row", { name: /^1 Inactive .* Built in / })).toBeVisible();
  await history(page).getByRole("button", { name: "Show the text of version 1" }).click();
  await expect(page.getByRole("region", { name: "Version 1" }).last()).toContainText('rule = "interest.count > 0"');

  const leads = await countIn(request, "lead");
  await use(request, "interest.count > 3");
  await expect(history(page).getByRole("row", { name: /^3 Active/ })).toBeVisible();
  expect(await countIn(request, "lead")).toBeLessThan(leads);

  await history(page).getByRole("button", { name: "Compare version 2 with the active version" }).click();
  await expect(page).toHaveURL(/show=3&against=2/);
  const diff = page.getByRole("region", { name: "From version 2 to version 3" }).last();
  await expect(diff).toContainText('Removed: rule = "interest.count > 2"');
  await expect(diff).toContainText('Added: rule = "interest.count > 3"');
  await page.reload();
  await expect(diff).toContainText('Added: rule = "interest.count > 3"');
  await page.getByLabel("Compared with").selectOption("");
  await expect(page.getByRole("region", { name: "Version 3" }).last()).toContainText("interest.count > 3");

  await history(page).getByRole("button", { name: "Restore version 2" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("Version 4 of “journey” is now active")).toBeVisible();
  await expect(history(page).getByRole("row", { name: /^4 Active/ })).toBeVisible();
  expect(await countIn(request, "lead")).toBe(leads);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no barriers on the pages of a vocabulary (${colorScheme})`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("/vocabularies");
    await expect(page.getByRole("article")).toHaveCount(3);
    await expectNoBarriers(page);
    await page.goto("/vocabularies/journey");
    await expect(history(page)).toBeVisible();
    await use(request, colorScheme === "light" ? "interest.count > 4" : "interest.count > 5");
    await history(page).getByRole("button", { name: /^Compare version/ }).first().click();
    await expect(page.getByText("1 removed, 1 added")).toBeVisible();
    await expectNoBarriers(page);
  });
}

test("the pages of a vocabulary fit 390 pixels", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/vocabularies", "/vocabularies/inbound", "/vocabularies/zoho?show=1"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    expect(await page.locator("main").evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  }
});
