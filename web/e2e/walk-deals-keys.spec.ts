import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./casebook";
import { go, press, take } from "./keys";
import { somebody, stageCard, stageIn } from "./party";
import { builder, dialog, toast } from "./recordsList";

test.use({ data: "empty" });

const TABLE = `name,account,people,amount,Territory
Ten boats,Acme Boats,Ada Buyer,1200 EUR,north
Two oars,Acme Boats,Ada Buyer,80 EUR,south
`;

const lane = (page: Page, stage: string) => page.getByRole("region", { name: "Board", exact: true }).getByRole("region", { name: stage, exact: true });

/** Moves a deal on the board, whose card keeps the focus. */
async function move(page: Page, name: string, stage: string) {
  await press(page, page.getByRole("button", { name: `${name}: Move to…` }));
  await press(page, page.getByRole("menuitem", { name: stage, exact: true }), "ArrowDown");
  await expect(toast(page, `${name}: ${stage}`)).toBeVisible();
  await expect(lane(page, stage).getByRole("link", { name })).toBeFocused();
}

/** Imports a table by the menu of the page. */
async function importDeals(page: Page, table: string, rows: number) {
  const chooser = page.waitForEvent("filechooser");
  await press(page, page.getByRole("button", { name: "More actions" }));
  await press(page, page.getByRole("menuitem", { name: "Import deals" }), "ArrowDown");
  await expect(dialog(page).getByRole("button", { name: "Choose a file" })).toBeFocused();
  // Where the dialog is loaded already, the same Enter may press its first button.
  const isOpen = await Promise.race([chooser.then(() => true), page.waitForTimeout(500).then(() => false)]);
  if (!isOpen) await page.keyboard.press("Enter");
  await (await chooser).setFiles({ name: "deals.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await press(page, dialog(page).getByRole("button", { name: new RegExp(`^Import ${rows}`) }));
  await expect(toast(page, `${rows} added`)).toBeVisible();
}

/** Chooses in a select that has to be reached first. */
async function choose(page: Page, select: Locator, text: string) {
  await press(page, select);
  await take(page, text);
}

// Nothing but keys: no click, and nothing that gives the focus to anything.
test("a field, an import with it, a filter, a board, a deal that is won, its people, and the undo of an import, by keys alone", async ({ page, request }) => {
  await somebody(request, "Acme Boats", "organizations");
  const ada = await somebody(request, "Ada Buyer");
  await page.goto("/people");
  await expect(page.getByRole("link", { name: ada.name })).toBeVisible();

  await go(page, "r");
  await press(page, page.getByRole("button", { name: "Add a field to Deal" }));
  await expect(dialog(page).getByLabel("Title", { exact: true })).toBeFocused();
  await page.keyboard.type("Territory");
  await choose(page, dialog(page).getByRole("combobox", { name: "What it holds" }), "Choice");
  await press(page, dialog(page).getByRole("combobox", { name: "Choices" }));
  for (const choice of ["north", "south"]) {
    await page.keyboard.type(choice);
    await page.keyboard.press("Enter");
  }
  await press(page, dialog(page).getByRole("button", { name: "Add a field" }));
  await expect(page.getByText("Territory added")).toBeVisible();

  await go(page, "d");
  await importDeals(page, TABLE, 2);
  await expect(lane(page, "Qualification").getByRole("listitem")).toHaveCount(2);
  await press(page, page.getByRole("button", { name: "Filter", exact: true }));
  await press(page, builder(page).getByRole("button", { name: "Add condition" }));
  await choose(page, builder(page).getByRole("combobox", { name: "Field" }), "Territory");
  await press(page, builder(page).getByRole("combobox", { name: "Territory" }));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(builder(page)).toHaveCount(0);
  await expect(lane(page, "Qualification").getByRole("listitem")).toHaveCount(1);

  await move(page, "Ten boats", "Proposal");
  await move(page, "Ten boats", "Won");
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("link", { name: ada.name }).first());
  await expect(stageIn(stageCard(page, "Customer journey"), "Customer")).toBeVisible();

  await go(page, "d");
  await importDeals(page, "name,account,Territory\nThird deal,Acme Boats,south\n", 1);
  await expect(lane(page, "Qualification").getByRole("link", { name: "Third deal" })).toBeVisible();
  await press(page, toast(page, "1 added").getByRole("button", { name: "Undo" }));
  await expect(lane(page, "Qualification").getByRole("link", { name: "Third deal" })).toHaveCount(0);
  await expect(lane(page, "Qualification").getByRole("link", { name: "Two oars" })).toBeVisible();
});
