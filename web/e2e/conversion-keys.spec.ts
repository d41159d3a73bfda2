import type { Page } from "@playwright/test";
import { expect, expectContrast, expectNoBarriers, expectRows, test } from "./casebook";
import { dealsOf, form, lead, note, organization, preview, qualify, receipt } from "./conversion";
import { open, read } from "./party";

test.use({ data: "empty" });

/** The longest that somebody who knows the keys may need. */
const LONGEST_MS = 10_000;

async function pressed(page: Page, ...keys: string[]) {
  for (const key of keys) await page.keyboard.press(key);
}

test("a qualified lead is converted with three keys", async ({ page, request }) => {
  await organization(request, { name: "Swift Freight" });
  const ada = await lead(request, { name: "Ada Swift", company: "Swift Freight" });
  await qualify(request, ada);
  await open(page, ada);
  await expect(page.getByRole("button", { name: "Convert", exact: true })).toBeVisible();
  const since = Date.now();
  await page.keyboard.press("t");
  await expect(form(page, ada).getByRole("radio", { name: "Swift Freight" })).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(receipt(page, ada).getByRole("button", { name: "Done" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(receipt(page, ada)).toHaveCount(0);
  expect(Date.now() - since).toBeLessThan(LONGEST_MS);
  await expect(note(page)).toBeVisible();
  expect((await read(request, ada.id)).stages.zoho).toBe("contact");
});

test("from the list, with a reason and an amount, it takes no mouse and ten seconds", async ({ page, request }) => {
  const bo = await lead(request, { name: "Bo Brook", company: "Brook Ferries" });
  await page.goto("/people?q=Bo+Brook");
  await expectRows(page);
  const since = Date.now();
  await pressed(page, "j", "x");
  await expect(page.getByRole("region", { name: "1 selected" })).toBeVisible();
  await page.keyboard.press("t");
  await expect(form(page, bo).getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("Wants two ferries");
  // To the accounts, the name, website and address of the new one, the deals, the title and the amount.
  await pressed(page, ...Array<string>(7).fill("Tab"));
  await expect(form(page, bo).getByRole("textbox", { name: "Amount", exact: true })).toBeFocused();
  await page.keyboard.type("80000");
  await page.keyboard.press("Control+Enter");
  await expect(receipt(page, bo).getByRole("button", { name: "Done" })).toBeFocused();
  expect(Date.now() - since).toBeLessThan(LONGEST_MS);
  await page.keyboard.press("Enter");
  expect((await dealsOf(request, bo))[0]?.fields.amount).toEqual({ minor: 8_000_000, currency: "EUR" });
});

test("arrows choose, Tab goes through the fields in their order, Escape closes and gives the focus back", async ({ page, request }) => {
  const cy = await lead(request, { name: "Cy Order", company: "Order House" });
  await qualify(request, cy);
  await open(page, cy);
  const opener = page.getByRole("button", { name: "Convert", exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  const shown = form(page, cy);
  await expect(shown.getByRole("radio", { name: "New account" })).toBeFocused();
  await pressed(page, "ArrowDown", "ArrowDown");
  await expect(shown.getByRole("radio", { name: "No account" })).toBeChecked();
  await expect(shown.getByLabel("Title")).toHaveValue("Cy Order");
  for (const stop of [
    shown.getByRole("radio", { name: "New deal" }),
    shown.getByLabel("Title"),
    shown.getByRole("textbox", { name: "Amount", exact: true }),
    shown.getByLabel("Amount: Currency"),
    shown.getByRole("combobox", { name: "Stage" }),
  ]) {
    await page.keyboard.press("Tab");
    await expect(stop).toBeFocused();
  }
  await page.keyboard.type("nego", { delay: 50 });
  await expect(page.locator("[data-combobox-selected]")).toHaveText("Negotiation");
  await pressed(page, "Enter", "Tab");
  await expect(shown.getByLabel("Close date")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(shown).toHaveCount(0);
  await expect(opener).toBeFocused();
  expect((await read(request, cy.id)).stages.zoho).not.toBe("contact");
});

test("the dialog, the receipt and the note have no barriers, light and dark, and fit 390 pixels", async ({ page, request }) => {
  await organization(request, { name: "Narrow Boats", website: "https://narrow.example" });
  await lead(request, { name: "Di Narrow", email: "di@elsewhere.example" });
  const di = await lead(request, { name: "Di Narrow", company: "Narrow Boats", email: "di@narrow.example" });
  await page.setViewportSize({ width: 390, height: 844 });
  const check = async () => {
    await page.emulateMedia({ colorScheme: "light" });
    await expectNoBarriers(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectContrast(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const boxes = page.getByRole("dialog");
    if ((await boxes.count()) > 0) expect(await boxes.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  };
  await open(page, di);
  await page.getByRole("button", { name: "More", exact: true }).first().click();
  await page.getByRole("menuitem", { name: "Convert…" }).click();
  const shown = form(page, di);
  await expect(shown.getByText("Maybe the same person:")).toBeVisible();
  await expect(preview(page).getByText("Narrow Boats, as it is")).toBeVisible();
  await check();
  await shown.getByRole("radio", { name: "New account" }).check();
  await shown.getByRole("button", { name: "Convert", exact: true }).click();
  await expect(shown.getByLabel("Reason")).toBeFocused();
  await check();
  await page.keyboard.type("Asked twice");
  await shown.getByRole("button", { name: "Convert", exact: true }).click();
  await expect(receipt(page, di).getByRole("button", { name: "Done" })).toBeFocused();
  await check();
  await page.keyboard.press("Enter");
  await expect(note(page)).toBeVisible();
  await check();
});

test("the dialog has all its words in the catalogue and runs from the right", async ({ page, request }) => {
  const eli = await lead(request, { name: "Eli Right", company: "Right House" });
  await page.goto(`/parties/${eli.id}?convert=true&lang=xx-pseudo&dir=rtl`);
  const shown = page.getByRole("dialog");
  await expect(shown.getByRole("definition").first()).toBeVisible();
  const words = await shown.locator("label, button, h2, h3").filter({ hasText: /./ }).allInnerTexts();
  // The names of people, stages and fields are data.
  const data = new Set(["Title", "Amount", "Stage", "Close date"]);
  expect(words.map((word) => word.replace(/\s*\*$/, "").trim()).filter((word) => !data.has(word) && !/^\[.*\]$/s.test(word))).toEqual([]);
  expect(await shown.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
});
