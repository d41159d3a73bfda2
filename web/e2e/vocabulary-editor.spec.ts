import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";

const field = (page: Page) => page.getByRole("textbox", { name: "Vocabulary text" });
const panel = (page: Page) => page.getByRole("complementary", { name: "Preview and guide" });
const tryIt = (page: Page) => page.getByRole("button", { name: "Preview", exact: true });
const draftOf = (page: Page, name: string) =>
  page.evaluate((key) => JSON.parse(sessionStorage.getItem(key) ?? "null")?.text as string, `casebook.draft.${name}`);

async function countIn(request: APIRequestContext, stage: string): Promise<number> {
  const { count } = await (await request.get(`/api/v1/parties/count?kind=person&stage.journey=${stage}`)).json();
  return count;
}

async function openEditor(page: Page, path = "/vocabularies/journey/edit") {
  await page.goto(path);
  await expect(field(page)).toBeVisible();
  await expect(page.getByText(/Valid: /)).toBeVisible();
}

/** Makes "prospect" also require a conversation, using only the guide. */
async function makeProspectStricter(page: Page) {
  await page.getByRole("button", { name: "Go to the rule of Prospect" }).click();
  await page.getByRole("button", { name: "&& dialogue.count > 0" }).click();
}

test("a problem is shown at its line while typing, and corrected", async ({ page }) => {
  await openEditor(page);
  await page.getByRole("button", { name: "Go to the rule of Lead" }).click();
  await page.keyboard.type(" && intrest.last > 3");
  await expect(page.getByRole("status").filter({ hasText: "1 problem" })).toBeVisible();
  const problem = page.getByRole("list", { name: "Problems in the text" }).getByRole("button");
  await expect(problem).toContainText(/Line \d+, column \d+/);
  await expect(problem).toContainText("intrest");
  const line = Number(/Line (\d+)/.exec((await problem.textContent()) ?? "")?.[1]);
  expect((await draftOf(page, "journey")).split("\n")[line - 1]).toContain("intrest.last");
  await expect(page.locator(".cm-lintRange-error")).toBeVisible();
  await expect(page.locator(".cm-lint-marker-error")).toHaveCount(1);
  await problem.click();
  await expect(page.locator(".cm-activeLine")).toContainText("intrest.last");
  await expect(field(page)).toBeFocused();

  await page.keyboard.press("End");
  for (const _ of " && intrest.last > 3") await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Delete");
  await page.keyboard.type('"');
  await expect(page.getByText("Valid: 5 stages")).toBeVisible();
  await expect(page.locator(".cm-lintRange-error")).toHaveCount(0);
  await expect(page.getByText("Same as the active version 1.")).toBeVisible();
});

test("a stricter prospect is tried: who would move and both funnels are what the API says", async ({ page, request }) => {
  await openEditor(page);
  await makeProspectStricter(page);
  expect(await draftOf(page, "journey")).toContain(`rule = "(qualified || deals.open > 0) && dialogue.count > 0"`);
  await tryIt(page).click();
  await expect(page.getByRole("heading", { name: "Preview result" })).toBeVisible();

  const toml = await draftOf(page, "journey");
  const { result } = await (await request.post("/api/v1/vocabularies/try?wait=30", { data: { toml } })).json();
  const moved = result.moves.reduce((sum: number, move: { count: number }) => sum + move.count, 0);
  expect(moved).toBeGreaterThan(0);
  await expect(panel(page).getByText(new RegExp(`^${moved} records? would move: `)).last()).toBeVisible();

  const [move] = result.moves;
  const matrix = panel(page).getByRole("table", { name: "Moves between stages" });
  await expect(matrix.getByRole("button", { name: new RegExp(`^${move.count} from Prospect to `) })).toHaveText(String(move.count));

  const funnel = panel(page).getByRole("table").last();
  for (const [place, stage] of result.after.stages.entries()) {
    const cells = funnel.getByRole("row").nth(place + 1).getByRole("cell");
    await expect(cells.nth(0).locator(".numeric")).toHaveText(result.before.stages[place].reached.toLocaleString("en-GB"));
    await expect(cells.nth(1).locator(".numeric")).toHaveText(stage.reached.toLocaleString("en-GB"));
  }
  const prospects = result.after.stages[2].reached - result.before.stages[2].reached;
  await expect(panel(page).getByText(`Prospect: ${-prospects} fewer`)).toBeVisible();

  const examples = panel(page).getByRole("group").first().getByRole("listitem");
  await expect(examples.first()).toContainText(/Now Prospect, because of: /);
  await expect(panel(page).getByRole("heading", { name: "Rule of Prospect" })).toBeVisible();
  await field(page).focus();
  await page.keyboard.type(" ");
  await expect(panel(page).getByText("The text has changed since this preview.")).toBeVisible();
  await examples.first().getByRole("link").click();
  await page.getByRole("dialog", { name: "Leave this page?" }).getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(new RegExp(`/parties/${move.examples[0].party}`));
});

test("a changed vocabulary is activated, its lists change, and undo restores the previous version", async ({ page, request }) => {
  const before = await countIn(request, "prospect");
  await openEditor(page);
  await makeProspectStricter(page);
  await page.getByRole("button", { name: "Activate", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Activate the new version of “Customer journey”?" });
  await expect(dialog).toContainText("You have not previewed the current text.");
  await expect(dialog).toContainText("No evidence changes");
  await dialog.getByRole("button", { name: "Activate" }).click();
  await expect(page.getByText("Version 2 of “journey” is now active")).toBeVisible();
  await expect(page).toHaveURL(/vocabularies\/journey$/);

  const during = await countIn(request, "prospect");
  expect(during).toBeLessThan(before);
  const prospect = page.locator("li", { has: page.getByRole("heading", { name: "Prospect" }) });
  await expect(prospect.getByRole("link", { name: new RegExp(`^${during} pe.* in Prospect`) })).toBeVisible();
  await expect(prospect).toContainText("and at least one “Dialogue”");

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone")).toBeVisible();
  await expect(prospect.getByRole("link", { name: new RegExp(`^${before} people in Prospect`) })).toBeVisible();
  expect(await countIn(request, "prospect")).toBe(before);
  await expect(prospect).not.toContainText("Dialogue");
});

test("an invalid text is neither previewed nor activated: both go to the problem", async ({ page, request }) => {
  await openEditor(page);
  const versions = async () => (await (await request.get("/api/v1/vocabularies")).json()).items.length;
  const known = await versions();
  await page.getByRole("button", { name: "Go to the rule of Customer" }).click();
  await page.keyboard.type(" &&");
  await expect(page.getByText(/^\d+ problems?$/)).toBeVisible();
  for (const action of ["Preview", "Activate"]) {
    await page.getByRole("button", { name: "Go to the rule of Contact" }).focus();
    await page.getByRole("button", { name: action, exact: true }).click();
    await expect(field(page)).toBeFocused();
    await expect(page.locator(".cm-activeLine")).toContainText("!departed &&");
  }
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Preview result" })).toHaveCount(0);
  expect(await versions()).toBe(known);
});

test("a draft survives loading the page again, and leaving it asks", async ({ page }) => {
  page.on("dialog", (dialog) => void dialog.accept());
  await openEditor(page);
  await makeProspectStricter(page);
  await page.reload();
  await expect(page.getByText("Draft. It is kept in this tab")).toBeVisible();
  await expect(page.locator(".cm-content")).toContainText("&& dialogue.count > 0");

  const leave = page.getByRole("dialog", { name: "Leave this page?" });
  await page.getByRole("link", { name: "People" }).first().click();
  await leave.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/edit$/);
  await page.getByRole("link", { name: "People" }).first().click();
  await leave.getByRole("button", { name: "Leave" }).click();
  await expect(page).toHaveURL(/\/people/);
  await page.goBack();
  await expect(page.locator(".cm-content")).toContainText("&& dialogue.count > 0");
  await tryIt(page).click();
  await expect(page.getByRole("heading", { name: "Preview result" })).toBeVisible();
  await page.getByRole("button", { name: "Discard draft" }).click();
  await expect(page.locator(".cm-content")).not.toContainText("dialogue");
  await expect(page.getByRole("heading", { name: "Preview result" })).toHaveCount(0);
  await page.getByRole("link", { name: "People" }).first().click();
  await expect(page).toHaveURL(/\/people/);
});

test("a new vocabulary is created from a copy, next to the others", async ({ page, request }) => {
  await page.goto("/vocabularies");
  await page.getByRole("link", { name: /^Copy Lead, contact, customer/ }).click();
  await expect(page.getByText("A new vocabulary named zoho_copy.")).toBeVisible();
  await tryIt(page).click();
  await expect(page.getByRole("heading", { name: "Preview result" })).toBeVisible();
  await page.getByRole("button", { name: "Activate", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Add vocabulary “Lead, contact, customer (copy)”?" });
  await dialog.getByRole("button", { name: "Activate" }).click();
  await expect(page).toHaveURL(/vocabularies\/zoho_copy$/);
  await expect(page.getByRole("heading", { level: 1, name: "Lead, contact, customer (copy)" })).toBeVisible();
  const { items } = await (await request.get("/api/v1/vocabularies")).json();
  expect(items.filter((one: { name: string }) => one.name === "zoho_copy")).toHaveLength(1);
  await page.getByRole("button", { name: /^Vocabulary/ }).click();
  await page.getByRole("menuitem", { name: /\(copy\)/ }).click();
  await expect(page).toHaveURL(/vocabulary=zoho_copy/);
});

test("keys alone: from the list to a try, out of the text by Tab, and back", async ({ page }) => {
  await page.goto("/vocabularies");
  await page.getByRole("link", { name: "Edit Customer journey" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Valid: 5 stages")).toBeVisible();
  await field(page).focus();
  await page.keyboard.press("Tab");
  await expect(field(page)).not.toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(field(page)).toBeFocused();
  await page.getByRole("button", { name: "Go to the rule of Customer" }).focus();
  await page.keyboard.press("Enter");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(" && purchases.count > 1");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("heading", { name: "Preview result" })).toBeVisible();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(page.locator(".cm-content")).not.toContainText("purchases.count > 1");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no barriers in the editor (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openEditor(page);
    await makeProspectStricter(page);
    await tryIt(page).click();
    await expect(page.getByRole("heading", { name: "Preview result" })).toBeVisible();
    await page.getByText("How to change a stage").click();
    await page.getByRole("button", { name: "Go to the rule of Lead" }).click();
    await page.keyboard.type(" && nonsense");
    await expect(page.locator(".cm-lintRange-error")).toBeVisible();
    await expectNoBarriers(page);
    await page.keyboard.press("Control+z");
    await page.getByRole("button", { name: "Activate", exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectNoBarriers(page);
  });
}

test("the editor fits 390 pixels", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = () => page.locator("main").evaluate((box) => box.scrollWidth - box.clientWidth);
  await openEditor(page);
  await makeProspectStricter(page);
  await tryIt(page).click();
  await expect(page.getByRole("heading", { name: "Preview result" })).toBeVisible();
  expect(await overflow()).toBeLessThanOrEqual(0);
});

test("runs from the right, with every text in the catalogue", async ({ page }) => {
  for (const path of ["/vocabularies/journey", "/vocabularies/journey/edit"]) {
    await page.goto(`${path}?lang=xx-pseudo&dir=rtl`);
    await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText(/^\[.*\]$/);
    expect(await page.locator("main").evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  }
});
