import type { Page } from "@playwright/test";
import { expect, expectRows, test } from "./casebook";

test("two browsers see each other's changes", async ({ page, browser, baseURL }) => {
  await page.goto("/people?q=Zebedee");
  await expect(page.getByRole("heading", { name: "No matching records" })).toBeVisible();

  const other = await (await browser.newContext({ baseURL: baseURL ?? "" })).newPage();
  await other.goto("/people?add=true");
  await other.getByRole("textbox", { name: "Name", exact: true }).fill("Zebedee Quill");
  await other.getByRole("button", { name: "Add", exact: true }).click();
  await expect(other.getByRole("heading", { name: "Zebedee Quill" })).toBeVisible();

  await expectRows(page);
  await expect(page.getByRole("grid").getByRole("link", { name: "Zebedee Quill" })).toBeVisible();
  await other.close();
});

/** As if another tab were visible: a browser under test shows every page. */
async function hide(page: Page) {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
}

test("a tab is served however many others are open", async ({ page, context }) => {
  for (let tab = 0; tab < 7; tab += 1) {
    const other = await context.newPage();
    await other.goto("/people");
    await expectRows(other);
    await hide(other);
  }
  await page.goto("/funnel");
  await expect(page.getByRole("link", { name: / reached Contact/ }).first()).toBeVisible();
});
