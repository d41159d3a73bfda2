import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { open, read, somebody } from "./party";

test.use({ data: "empty" });

const BOARD = "/records/deals?view=board";

const dialog = (page: Page) => page.getByRole("dialog");
const board = (page: Page) => page.getByRole("region", { name: "Board", exact: true });
const lane = (page: Page, stage: string) => board(page).getByRole("region", { name: stage, exact: true });
const card = (page: Page, name: string) => board(page).getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
const head = (page: Page, stage: string) => lane(page, stage).locator("header");
const toast = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text });
const euros = (minor: number) => ({ minor, currency: "EUR" });

/** A deal of a person of its own. */
async function addDeal(request: APIRequestContext, name: string, fields: object = {}, more: object = {}): Promise<{ id: string }> {
  const people = [{ party: (await somebody(request, `Buyer of ${name}`)).id }];
  const answer = await request.post("/api/v1/records/deals", { data: { name, fields: { people, ...fields }, ...more } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

async function stageOf(request: APIRequestContext, id: string): Promise<string | null | undefined> {
  return (await read(request, id)).stages.journey;
}

/** Chooses a lane in the menu of a card. */
async function move(page: Page, name: string, stage: string) {
  await page.getByRole("button", { name: `${name}: Move to…` }).click();
  await page.getByRole("menuitem", { name: stage, exact: true }).click();
}

test("without deals the board says what to do next", async ({ page }) => {
  await page.goto("/about");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page).toHaveURL(/\/records\/deals\?view=board/);
  await expect(page.getByRole("heading", { name: "No deals yet" })).toBeVisible();
  await expect(page.getByText(/each move is recorded as evidence/)).toBeVisible();
  await page.getByRole("button", { name: "Add deal" }).last().click();
  await expect(dialog(page).getByLabel("Title")).toBeFocused();
});

test("a deal is added from a person's page, is won on the board, and its undo takes everything back", async ({ page, request }) => {
  await somebody(request, "Acme Boats", "organizations");
  const ada = await somebody(request, "Ada Buyer");
  await open(page, ada);
  await page.getByRole("region", { name: "Deals" }).getByRole("button", { name: "Add deal" }).click();
  await expect(dialog(page).getByRole("combobox", { name: "Ada Buyer: Role" })).toHaveValue("Buyer");
  await dialog(page).getByLabel("Title").fill("Ten boats");
  await dialog(page).getByRole("combobox", { name: "Add another" }).fill("Acme");
  await page.getByRole("option", { name: /Acme Boats/ }).click();
  await dialog(page).getByLabel("Amount", { exact: true }).fill("1200");
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ten boats" })).toBeVisible();

  await page.getByRole("navigation").getByRole("link", { name: "Deals" }).click();
  await expect(lane(page, "Qualification").getByRole("listitem")).toHaveCount(1);
  await expect(card(page, "Ten boats")).toContainText("Acme Boats");
  await expect(card(page, "Ten boats")).toContainText("€1,200.00");
  await expect(head(page, "Qualification")).toHaveText(/Qualification\s*1\s*€1,200.00/);
  await expect(head(page, "Won")).toHaveText(/Won\s*0$/);

  await move(page, "Ten boats", "Won");
  await expect(toast(page, "Ten boats: Won")).toBeVisible();
  await expect(lane(page, "Won").getByRole("link", { name: "Ten boats" })).toBeVisible();
  await expect(head(page, "Won")).toHaveText(/Won\s*1\s*€1,200.00/);
  await expect(head(page, "Qualification")).toHaveText(/Qualification\s*0$/);
  await expect.poll(() => stageOf(request, ada.id)).toBe("customer");

  await toast(page, "Ten boats: Won").getByRole("button", { name: "Undo" }).click();
  await expect(toast(page, "Undone")).toBeVisible();
  await expect(lane(page, "Qualification").getByRole("link", { name: "Ten boats" })).toBeVisible();
  await expect(head(page, "Won")).toHaveText(/Won\s*0$/);
  await expect.poll(() => stageOf(request, ada.id)).not.toBe("customer");

  await open(page, ada);
  const deals = page.getByRole("region", { name: "Deals" });
  await expect(deals.getByRole("listitem")).toHaveText(/Ten boats\s*Qualification · €1,200.00/);
  await deals.getByRole("link", { name: "Ten boats" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Ten boats" })).toBeVisible();
});

test("a card is dragged to another lane", async ({ page, request }) => {
  const deal = await addDeal(request, "Dragged", { amount: euros(500) });
  await page.goto(BOARD);
  await card(page, "Dragged").dragTo(lane(page, "Negotiation"));
  await expect(toast(page, "Dragged: Negotiation")).toBeVisible();
  await expect(lane(page, "Negotiation").getByRole("link", { name: "Dragged" })).toBeVisible();
  const stored = await (await request.get(`/api/v1/records/deals/${deal.id}`)).json();
  expect(stored.fields.stage).toBe("negotiation");
});

// Nothing but keys: no click, and nothing that gives the focus to anything.
test("the board is walked by keys, and a card that is moved keeps the focus", async ({ page, request }) => {
  await addDeal(request, "Keyed", { stage: "proposal" });
  await page.goto(BOARD);
  const menu = page.getByRole("button", { name: "Keyed: Move to…" });
  await expect(menu).toBeVisible();
  for (let step = 0; step < 120 && !(await menu.evaluate((one) => one === document.activeElement)); step += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const wanted = page.getByRole("menuitem", { name: "Lost", exact: true });
  await expect(wanted).toBeVisible();
  for (let step = 0; step < 6 && !(await wanted.evaluate((one) => one === document.activeElement)); step += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  // Who loses a deal is asked why.
  await expect(dialog(page).getByLabel("Reason for the loss")).toBeFocused();
  await page.keyboard.type("They moved away");
  await page.keyboard.press("Enter");
  await expect(lane(page, "Lost").getByRole("link", { name: "Keyed" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Keyed" })).toBeVisible();
});

test("the same search and the same deals as a table and as a board", async ({ page, request }) => {
  await addDeal(request, "Sought after", { amount: euros(100) });
  await addDeal(request, "Sought too", { amount: { minor: 700, currency: "JPY" } });
  await addDeal(request, "Other", { amount: euros(900) });
  await page.goto(BOARD);
  await expect(card(page, "Other")).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("sought");
  await expect(board(page).getByRole("listitem")).toHaveCount(2);
  await expect(head(page, "Qualification")).toHaveText(/Qualification\s*2\s*€1.00\s*JP¥700/);
  await page.getByRole("button", { name: "Table" }).click();
  await expect(page).not.toHaveURL(/view=/);
  await expect(page.getByRole("grid").getByRole("link", { name: /^Sought/ })).toHaveText(["Sought after", "Sought too"]);
  await page.getByRole("button", { name: "Board", exact: true }).click();
  await expect(board(page).getByRole("listitem")).toHaveCount(2);
  await page.goto("/records/products");
  await expect(page.getByRole("heading", { level: 1, name: "Products" })).toBeVisible();
  await expect(page.getByRole("group", { name: "View" }).getByRole("button")).toHaveText(["Table", "Summary"]);
});

test("an organization has its deals, and a card of other records only if there are any", async ({ page, request }) => {
  const fields = [{ name: "host", title: "Host", kind: "party" }];
  const declared = await request.post("/api/v1/record-types", { data: { name: "visit", plural: "visits", title: "Visit", plural_title: "Visits", fields } });
  expect(declared.ok(), await declared.text()).toBe(true);
  const works = await somebody(request, "Hosting Works", "organizations");
  await open(page, works);
  await expect(page.getByRole("region", { name: "Deals" })).toContainText("No deals yet.");
  await expect(page.getByRole("region", { name: "Visits" })).toHaveCount(0);
  const added = await request.post("/api/v1/records/visits", { data: { name: "First visit", fields: { host: [{ party: works.id }] } } });
  expect(added.ok(), await added.text()).toBe(true);
  await expect(page.getByRole("region", { name: "Visits" }).getByRole("link", { name: "First visit" })).toBeVisible();
  await page.getByRole("region", { name: "Deals" }).getByRole("button", { name: "Add deal" }).click();
  await expect(dialog(page).getByRole("button", { name: "Remove: Hosting Works" })).toBeVisible();
});

test("the page of a deal names its ids in other systems", async ({ page, request }) => {
  const deal = await addDeal(request, "From elsewhere", {}, { external: [{ system: "olist", id: "4711" }] });
  await page.goto(`/records/deals/${deal.id}`);
  await expect(page.getByText("olist", { exact: true })).toBeVisible();
  await expect(page.getByText("4711", { exact: true })).toBeVisible();
});

test("the page of a deal says what happened in it, and who changed what", async ({ page, request }) => {
  const deal = await addDeal(request, "With a past", { amount: euros(900) });
  await request.patch(`/api/v1/deals/${deal.id}`, { headers: { "if-match": "*" }, data: { stage: "won", owner: "eve" } });
  await page.goto(`/records/deals/${deal.id}`);
  const happened = page.getByRole("region", { name: "What happened" });
  await expect(happened.getByRole("listitem")).toHaveCount(2);
  await expect(happened.getByRole("listitem").first()).toContainText("Deal won");
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByRole("listitem").first()).toContainText("Qualification → Won");
  await expect(history.getByRole("listitem").first()).toContainText("eve");
  await expect(history.getByRole("listitem").last()).toContainText("Added");
  await expectNoBarriers(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test("a table of deals with a field of one's own is tried, imported and undone", async ({ page, request }) => {
  const field = { name: "region", title: "Region", kind: "text" };
  const declared = await request.post("/api/v1/record-types/deal/fields", { data: field });
  expect(declared.ok(), await declared.text()).toBe(true);
  await somebody(request, "Buyer of tables");
  await page.goto(BOARD);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Import deals" }).click();
  const table = "Title,People,Amount,Stage,Region\nFrom a table,Buyer of tables,90 EUR,proposal,North\nWithout anybody,,5 EUR,,\n";
  await page.getByLabel("File to import").setInputFiles({ name: "deals.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await expect(dialog(page).getByRole("status")).toContainText("1 to be added, 0 changed, 0 unchanged, 1 refused.");
  await expect(dialog(page).getByText("Line 3:")).toBeVisible();
  await expectNoBarriers(page);
  await dialog(page).getByRole("button", { name: "Import 1 row" }).click();
  await expect(lane(page, "Proposal").getByText("From a table")).toBeVisible();
  const filter = { field: { name: "region", is: "north" } };
  const found = await request.post("/api/v1/deals/search", { data: { filter } });
  expect((await found.json()).items).toHaveLength(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("From a table")).toHaveCount(0);
});

for (const width of [390, 1440]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`the board has no barriers and scrolls in itself (${width} pixels, ${colorScheme})`, async ({ page, request }) => {
      const name = `Barrier ${width} ${colorScheme}`;
      await addDeal(request, name, { amount: euros(123_456), close_date: "2026-12-24" });
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      await page.goto(BOARD);
      await expect(card(page, name)).toContainText(`Buyer of ${name}`);
      await expectNoBarriers(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await page.locator("main").evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
      const widest = await board(page).evaluate((box) => Math.max(...[...box.children].map((one) => one.getBoundingClientRect().width)));
      expect(widest).toBeLessThanOrEqual(22 * 16);
    });
  }
}
