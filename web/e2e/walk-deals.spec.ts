import type { Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { open, somebody, stageCard, stageIn } from "./party";
import { dialog, names, toast } from "./recordsList";

test.use({ data: "empty" });

const board = (page: Page) => page.getByRole("region", { name: "Board", exact: true });
const lane = (page: Page, stage: string) => board(page).getByRole("region", { name: stage, exact: true });

const tableOf = (width: number) => `name,account,people,amount,Territory ${width}
Ten boats ${width},Acme Boats ${width},Ada Buyer ${width},1200 EUR,north
Two oars ${width},Acme Boats ${width},Ada Buyer ${width},80 EUR,south
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
    // Tests of one worker share their data.
    const acme = await somebody(request, `Acme Boats ${width}`, "organizations");
    const ada = await somebody(request, `Ada Buyer ${width}`);
    const [territory, boats, oars, third] = [`Territory ${width}`, `Ten boats ${width}`, `Two oars ${width}`, `Third deal ${width}`];
    const own = names(page).filter({ hasText: String(width) });

    await page.goto("/record-types");
    await page.getByRole("button", { name: "Add a field to Deal" }).click();
    await dialog(page).getByLabel("Title", { exact: true }).fill(territory);
    await dialog(page).getByRole("combobox", { name: "What it holds" }).click();
    await page.getByRole("option", { name: "Choice" }).click();
    await dialog(page).getByRole("combobox", { name: "Choices" }).fill("north");
    await page.keyboard.press("Enter");
    await page.keyboard.type("south");
    await page.keyboard.press("Enter");
    await dialog(page).getByRole("button", { name: "Add a field" }).click();
    await expect(page.getByText(`${territory} added`)).toBeVisible();
    await expectNoBarriers(page);

    await page.goto("/records/deals");
    await importDeals(page, tableOf(width));
    // The row about a company that is not there is refused, and spoils no other.
    await expect(dialog(page).getByRole("status")).toContainText("No such company");
    await dialog(page).getByRole("button", { name: /^Import 2/ }).click();
    await expect(own).toHaveText([boats, oars]);

    await page.goto(`/records/deals?filter=${encodeURIComponent(JSON.stringify({ field: { name: `territory_${width}`, is: "north" } }))}`);
    await expect(names(page)).toHaveText([boats]);
    await page.getByRole("button", { name: "Board", exact: true }).click();
    await expect(lane(page, "Qualification").getByRole("link", { name: boats })).toBeVisible();
    await expect(board(page).getByRole("listitem")).toHaveCount(1);
    await expectNoBarriers(page);
    await move(page, boats, "Proposal");
    await move(page, boats, "Won");
    await expect(lane(page, "Won").locator("header")).toHaveText(/Won\s*1\s*€1,200.00/);

    for (const party of [ada, acme]) {
      await open(page, party);
      await expect(stageIn(stageCard(page, "Customer journey"), "Customer")).toBeVisible();
      await expect(page.getByRole("region", { name: "Deals" }).getByRole("listitem").first()).toContainText(boats);
      await expect(page.locator("main li[id^=piece-]").filter({ hasText: "Deal won" })).toHaveCount(1);
    }

    await page.goto("/records/deals");
    await importDeals(page, `name,account,${territory}\n${third},Acme Boats ${width},south\n`);
    await dialog(page).getByRole("button", { name: /^Import 1/ }).click();
    await expect(own).toHaveText([boats, third, oars]);
    await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
    await expect(own).toHaveText([boats, oars]);
    await expect(page.locator("body")).toHaveJSProperty("scrollWidth", width);
  });
}
