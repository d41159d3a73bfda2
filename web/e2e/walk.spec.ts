import { readFile } from "node:fs/promises";
import type { Browser, Page } from "@playwright/test";
import { expect, expectRows, test } from "./casebook";
import { importDeals, importLeads } from "./olist";
import { piece, stageCard, stageIn } from "./party";
import type { Server } from "./server";

test.use({ data: "empty" });
test.describe.configure({ mode: "serial" });

const WORDS = ["Customer journey", "Lead, contact, customer", "Inbound marketing"];

const customers = (page: Page, count: number) => page.getByRole("link", { name: new RegExp(`^${count} .*reached Customer`) }).first();

/** The file brings organizations only; the funnel begins with people, and offers them. */
const showOrganizations = (page: Page) => page.getByRole("button", { name: "Show organizations" }).click();

/** The same funnel in someone else's browser. */
async function colleague(browser: Browser, server: Server): Promise<Page> {
  const context = await browser.newContext({ baseURL: server.url });
  const other = await context.newPage();
  await other.goto("/funnel");
  await showOrganizations(other);
  return other;
}

test("from an empty casebook over two files and the funnel to a customer, why, and back", async ({ page, browser, server }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Imports" }).click();
  await expect(page.getByRole("heading", { name: "No imports yet" })).toBeVisible();
  await importLeads(page);
  await importDeals(page);

  await page.getByRole("link", { name: "Funnel" }).click();
  const reported = server.shell("funnel", "--vocabulary", "journey") as { cohort: number; stages: { reached: number }[] };
  expect([reported.cohort, reported.stages[3]?.reached]).toEqual([12, 3]);
  const other = await colleague(browser, server);
  await expect(customers(other, 3)).toBeVisible();
  await showOrganizations(page);
  await customers(page, 3).click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "4");
  await page.getByRole("grid").getByRole("link").first().click();

  for (const words of WORDS) await expect(stageIn(stageCard(page, words), "Customer")).toBeVisible();
  await stageIn(stageCard(page, "Customer journey"), "Customer").click();
  await expect(page.getByRole("dialog").getByRole("link", { name: "Open in glossary" })).toBeVisible();
  await page.keyboard.press("Escape");

  await stageCard(page, "Customer journey").getByRole("link", { name: "Deal won" }).click();
  await piece(page, "Deal won").getByRole("button", { name: "Retract: Deal won" }).click();
  const dialog = page.getByRole("dialog", { name: "Retract “Deal won”?" });
  await dialog.getByRole("combobox", { name: "Reason" }).fill("It did not happen");
  await dialog.getByRole("button", { name: "Retract", exact: true }).click();
  for (const words of WORDS) await expect(stageIn(stageCard(page, words), "Customer")).toHaveCount(0);
  await expect(customers(other, 2)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  for (const words of WORDS) await expect(stageIn(stageCard(page, words), "Customer")).toBeVisible();
  await expect(customers(other, 3)).toBeVisible();
  await other.context().close();
});

test("on: a vocabulary is edited, previewed, activated and restored, while a colleague watches", async ({ page, browser, server }) => {
  const other = await colleague(browser, server);
  await expect(customers(other, 3)).toBeVisible();
  await page.goto("/");
  await page.getByRole("link", { name: "Vocabularies" }).click();
  await page.getByRole("link", { name: "Edit Customer journey" }).click();
  await page.getByRole("button", { name: "Go to the rule of Customer" }).click();
  await page.keyboard.type(" && dialogue.count > 0");
  await expect(page.getByText("Valid: 5 stages")).toBeVisible();
  await page.getByRole("button", { name: "Preview", exact: true }).click();
  await expect(page.getByText(/^3 records would move: 3 from Customer back to /).last()).toBeVisible();
  await expect(page.getByText("Customer: 3 fewer (3 before, 0 after).")).toBeVisible();
  await page.getByRole("button", { name: "Activate", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Activate" }).click();
  await expect(page.getByText("Version 2 of “journey” is now active")).toBeVisible();
  await expect(customers(other, 3)).toHaveCount(0);

  await page.getByRole("button", { name: "Restore version 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText("Version 3 of “journey” is now active")).toBeVisible();
  await expect(customers(other, 3)).toBeVisible();
  await other.context().close();
});

test("on: everyone is exported, as many as the command line exports", async ({ page, server }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Organizations" }).first().click();
  await expectRows(page);
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "As CSV" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split(/\r?\n/);
  const { items } = server.shell("party", "list", "--kind", "organization") as { items: unknown[] };
  expect([lines.length - 1, items.length]).toEqual([12, 12]);
});
