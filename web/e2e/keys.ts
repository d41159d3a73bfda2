import type { Locator, Page } from "@playwright/test";
import { expect } from "./casebook";

/** More stops than any page has. */
const MOST_STOPS = 120;

/** Goes on with a key until something has the focus, and presses Enter; what is never reached fails. */
export async function press(page: Page, wanted: Locator, onwards: "Tab" | "ArrowDown" = "Tab") {
  await expect(wanted).toBeVisible();
  for (let step = 0; step < MOST_STOPS; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return page.keyboard.press("Enter");
    await page.keyboard.press(onwards);
  }
  throw new Error(`not reached by ${MOST_STOPS} times ${onwards}: ${wanted}`);
}

export async function go(page: Page, key: string) {
  await page.keyboard.press("g");
  await page.keyboard.press(key);
}

/** Types into a select as quickly as fingers do, and takes the first match once it is marked. */
export async function take(page: Page, text: string) {
  await page.keyboard.type(text, { delay: 50 });
  await expect(page.locator("[data-combobox-selected]").filter({ hasText: new RegExp(text, "i") })).toBeVisible();
  await page.keyboard.press("Enter");
}
