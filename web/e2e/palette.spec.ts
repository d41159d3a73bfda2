import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, expectNoBarriers, expectRows, test } from "./casebook";

/** Types into the palette and takes what it offers under a label. */
async function take(page: Page, typed: string, label: string) {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /^Search records/ }).fill(typed);
  await page.getByRole("option", { name: label }).first().click();
}

test.beforeEach(async ({ page }) => {
  await page.goto("/about");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("stages of the current vocabulary are found, and lead to their lists", async ({ page, request }) => {
  const filterOf = () => JSON.parse(new URL(page.url()).searchParams.get("filter") ?? "null");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible();
  await page.keyboard.type("show customers");
  await expect(page.getByRole("group", { name: "Stages" }).getByRole("option")).toHaveText([/Show people in “Customer”/, /Show organizations in “Customer”/]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/people\?/);
  await expectRows(page);
  expect(filterOf()).toEqual({ stage: { vocabulary: "journey", one_of: ["customer"] } });
  const { count } = await (await request.get("/api/v1/parties/count?kind=person&stage.journey=customer")).json();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(count + 1));

  await take(page, "switch vocabulary inbound", "Switch to “Inbound marketing”");
  await expect(page).toHaveURL(/vocabulary=inbound/);
  await take(page, "organizations evangelist", "Show organizations in “Evangelist”");
  await expect(page).toHaveURL(/\/organizations\?/);
  expect(filterOf()).toEqual({ stage: { vocabulary: "inbound", one_of: ["evangelist"] } });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the frame of the focus is whole inside of the palette (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: /^Search records/ })).toBeFocused();
    const isWhole = await page.getByRole("dialog", { name: "Command palette" }).evaluate((dialog) => {
      const frames = [...dialog.querySelectorAll("*")].filter((one) => getComputedStyle(one).outlineStyle === "solid");
      const edge = dialog.getBoundingClientRect();
      return frames.map((one) => {
        const { outlineWidth, outlineOffset } = getComputedStyle(one);
        const out = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset);
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return left - out >= edge.left && right + out <= edge.right && top - out >= edge.top && bottom + out <= edge.bottom;
      });
    });
    expect(isWhole).toEqual([true]);
    await expectNoBarriers(page);
  });
}

test("letters typed before the palette has loaded are in it", async ({ page }) => {
  await page.route(/Palette-.*\.js$/, async (route) => {
    await new Promise((soon) => setTimeout(soon, 400));
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("customers");
  await expect(page.getByRole("combobox", { name: /^Search records/ })).toHaveValue("customers");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("!");
  await expect(page.getByRole("combobox", { name: /^Search records/ })).toHaveValue("customers!");
});

const PLACES = [
  ["glossary", "Glossary", /\/glossary/],
  ["imports", "Imports", /\/imports$/],
  ["import file", "Import a file", /\/imports\/new/],
  ["view journey", "View vocabulary “Customer journey”", /\/vocabularies\/journey$/],
  ["edit zoho", "Edit vocabulary “Lead, contact, customer”", /\/vocabularies\/zoho\/edit/],
  ["board", "People as a board", /\/people\?view=board/],
  ["people and", "People and organizations", /\/parties$/],
] as const;

test("every page is found", async ({ page }) => {
  for (const [typed, label, address] of PLACES) {
    await take(page, typed, label);
    await expect(page, typed).toHaveURL(address);
  }
});

test("everything is exported from anywhere", async ({ page, request }) => {
  const saved = async (typed: string, label: string) => {
    const [download] = await Promise.all([page.waitForEvent("download"), take(page, typed, label)]);
    return readFile(await download.path(), "utf8");
  };
  expect(await saved("export people", "Export all people as CSV")).toBe(await (await request.get("/api/v1/exports/parties?kind=person&format=csv")).text());
  const { count } = await (await request.get("/api/v1/parties/count?kind=organization")).json();
  expect(JSON.parse(await saved("export organizations json", "Export all organizations as JSON")).items).toHaveLength(count);
  expect(await saved("export evidence", "Export all evidence as CSV")).toBe(await (await request.get("/api/v1/exports/evidence?format=csv")).text());
});

test("how the page looks is chosen, and the keys are shown", async ({ page }) => {
  await take(page, "dark theme", "Appearance: Dark");
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await take(page, "shortcuts", "Keyboard shortcuts");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
});

test("an import is found by its file", async ({ page }) => {
  const one = { id: "imp_0000000000001", file: "spring-fair.csv", started_at: "2026-03-01T10:00:00Z", state: "finished" };
  await page.route(/\/api\/v1\/imports\?/, (route) => route.fulfill({ json: { items: [one], next: null } }));
  await take(page, "spring fair", "spring-fair.csv");
  await expect(page).toHaveURL(/\/imports\/imp_0000000000001/);
});

test("the palette has no barriers, empty or with all that fits a word", async ({ page }) => {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("option").first()).toBeVisible();
  await expect(page.getByRole("option", { name: "as JSON" })).toHaveCount(0);
  await expectNoBarriers(page);
  await page.keyboard.type("in");
  await expect(page.getByRole("group", { name: "Records" })).toBeVisible();
  await expectNoBarriers(page);
});
