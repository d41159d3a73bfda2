import type { Page } from "@playwright/test";
import { expect, expectContrast, expectNoBarriers, test } from "./casebook";

const PAGES = [
  "/",
  "/people",
  "/people?view=board",
  "/organizations",
  "/parties",
  "/parties/per_0000000000000",
  "/funnel",
  "/record-types",
  "/records/products",
  "/records/deals",
  "/records/deals?view=board",
  "/imports",
  "/imports/new",
  "/vocabularies",
  "/glossary",
  "/about",
];

for (const path of PAGES) {
  test(`${path} has no barriers, light and dark`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(path);
    await page.waitForLoadState("networkidle").catch(() => undefined);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoBarriers(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
    await expectContrast(page);
  });

  test(`${path} fits 390 pixels`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const [inner, content] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    expect(content).toBeLessThanOrEqual(inner ?? 0);
    const main = page.locator("main");
    expect(await main.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  });

  test(`${path} has all its words in the catalogue and runs from the right`, async ({ page }) => {
    await page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=xx-pseudo&dir=rtl`);
    const main = page.locator("main");
    // The title of a record type is data, and the first button an icon.
    const words = path.startsWith("/records/") ? main.getByRole("button").filter({ hasText: /./ }).first() : page.getByRole("heading", { level: 1 });
    await expect(words).toHaveText(/^\[.*\]$/);
    await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
    expect(await main.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  });
}

/** Leaves some operations and shapes: all of them are written alike, and there are 30,000 elements of them. */
const shortened = (page: Page) =>
  page.evaluate(() => {
    const sections = [...document.querySelectorAll("main > section")];
    for (const section of sections.slice(4, -1)) section.remove();
    for (const section of sections) for (const part of [...section.children].slice(60)) part.remove();
  });

test("the reference of the API has no barriers and fits 390 pixels, light and dark", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/api/docs");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shortened(page);
  await expectNoBarriers(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectContrast(page);
});
