import type { Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { open, somebody, stageCard, stageIn } from "./party";
import { dialog, names, toast } from "./recordsList";

test.use({ data: "empty" });

const board = (page: Page) => page.getByRole("region", { name: "Board", exact: true });
const lane = (page: Page, stage: string) => board(page).getByRole("region", { name: stage, exact: true });

const TABLE = `name,account,people,amount,Territory
Ten boats,Acme Boats,Ada Buyer,1200 EUR,north
Two oars,Acme Boats,Ada Buyer,80 EUR,south
Nobody's,No such company,,5 EUR,north
`;

async function importDeals(page: Page, table: string) {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Import deals" }).click();
  await dialog(page).getByLabel("File to import").setInputFiles({ name: "deals.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
}

async function move(page: Page, name: string, stage: string) {
  await page.getByRole("button", { name: `${name}: Move to…` }).click();
  await page.getByRole("menuitem", { name: stage, exact: true }).click();
  await expect(toast(page, `${name}: ${stage}`)).toBeVisible();
}

for (const width of [1440, 390]) {
  test(`a field is added, deals are imported with it, filtered, moved and won, and an import is undone (${width} pixels)`, async ({ page, request }) => {
    await page.setViewportSize({ width, height: 844 });
    const acme = await somebody(request, "Acme Boats", "organizations");
    const ada = await somebody(request, "Ada Buyer");

    await page.goto("/record-types");
    await page.getByRole("button", { name: "Add a field to Deal" }).click();
    await dialog(page).getByLabel("Title", { exact: true }).fill("Territory");
    await dialog(page).getByRole("combobox", { name: "What it holds" }).click();
    await page.getByRole("option", { name: "Choice" }).click();
    await dialog(page).getByRole("combobox", { name: "Choices" }).fill("north");
    await page.keyboard.press("Enter");
    await page.keyboard.type("south");
    await page.keyboard.press("Enter");
    await dialog(page).getByRole("button", { name: "Add a field" }).click();
    await expect(page.getByText("Territory added")).toBeVisible();
    await expectNoBarriers(page);

    await page.goto("/records/deals");
    await importDeals(page, TABLE);
    // The row about a company that is not there is refused, and spoils no other.
    await expect(dialog(page).getByRole("status")).toContainText("No such company");
    await dialog(page).getByRole("button", { name: /^Import 2/ }).click();
    await expect(names(page)).toHaveText(["Ten boats", "Two oars"]);

    await page.goto(`/records/deals?filter=${encodeURIComponent(JSON.stringify({ field: { name: "territory", is: "north" } }))}`);
    await expect(names(page)).toHaveText(["Ten boats"]);
    await page.getByRole("button", { name: "Board", exact: true }).click();
    await expect(lane(page, "Qualification").getByRole("link", { name: "Ten boats" })).toBeVisible();
    await expect(board(page).getByRole("listitem")).toHaveCount(1);
    await expectNoBarriers(page);
    await move(page, "Ten boats", "Proposal");
    await move(page, "Ten boats", "Won");
    await expect(lane(page, "Won").locator("header")).toHaveText(/Won\s*1\s*€1,200.00/);

    for (const party of [ada, acme]) {
      await open(page, party);
      await expect(stageIn(stageCard(page, "Customer journey"), "Customer")).toBeVisible();
      await expect(page.getByRole("region", { name: "Deals" }).getByRole("listitem").first()).toContainText("Ten boats");
      await expect(page.locator("main li[id^=piece-]").filter({ hasText: "Deal won" })).toHaveCount(1);
    }

    await page.goto("/records/deals");
    await importDeals(page, "name,account,Territory\nThird deal,Acme Boats,south\n");
    await dialog(page).getByRole("button", { name: /^Import 1/ }).click();
    await expect(names(page)).toHaveText(["Ten boats", "Third deal", "Two oars"]);
    await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
    await expect(names(page)).toHaveText(["Ten boats", "Two oars"]);
    await expect(page.locator("body")).toHaveJSProperty("scrollWidth", width);
  });
}
