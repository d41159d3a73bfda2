import type { Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { check, figure, file, firstRows, hand, leads, run } from "./importing";

test.use({ data: "empty" });

async function expectFits(page: Page) {
  const main = page.locator("main");
  expect(await main.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no step has barriers or is wider than 390 pixels (${colorScheme})`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme });
    const looks = async () => {
      await expectFits(page);
      await expectNoBarriers(page);
    };
    await page.goto("/imports/new");
    await expect(page.getByRole("button", { name: "Drop a file here" })).toBeVisible();
    await looks();
    const dated = leads(colorScheme).map((line, place) => `${line},${place === 0 ? "Closed on" : "01/02/2026"}`);
    await hand(page, file(`${colorScheme}.csv`, dated));
    await expect(firstRows(page)).toContainText("Ada Ferrante");
    await looks();
    await page.getByText("Text", { exact: true }).click();
    await expect(page.getByRole("textbox", { name: "Mapping as text" })).toBeVisible();
    await looks();
    await check(page);
    await expect(figure(page, "To add")).toHaveText("6");
    await looks();
    await run(page, "Import 6 rows");
    await expect(page.getByRole("link", { name: "Download rejected rows" })).toBeVisible();
    await looks();
    await page.goto("/imports");
    await expect(page.getByRole("listitem").first()).toBeVisible();
    await looks();
  });
}
