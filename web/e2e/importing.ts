import type { Page } from "@playwright/test";
import { expect } from "./casebook";

/** A file of lines. */
export const file = (name: string, lines: string[]) => ({ name, mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\n")}\n`) });

/** Leads of which one has no readable date and one names no one. */
export function leads(of: string) {
  const names = ["Ada Ferrante", "Jonas Weber", "Priya Raman", "Tomás Oliveira", "Wanjiru Kamau", "Ingrid Dahl"];
  const rows = names.map((name, place) => `${name} ${of},${name.split(" ")[0]}.${of}@example.org,Firm ${of},2026-02-0${place + 1},${place % 2 === 0 ? "Qualified" : "Contacted"}`);
  return ["Name,Email,Company,Created,Lead Status", ...rows, `Bad Date ${of},bad.${of}@example.org,,soon,New`, ",,,2026-02-09,New"];
}

/** A file of many people. */
export const people = (of: string, count: number) => ["Name,Email", ...Array.from({ length: count }, (_, place) => `${of} ${place},${of}.${place}@example.org`)];

/** Drops files on the page. */
export async function drop(page: Page, texts: string[]) {
  await page.evaluate((given) => {
    const dropped = new DataTransfer();
    for (const text of given) dropped.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
    document.dispatchEvent(new DragEvent("dragover", { dataTransfer: dropped, cancelable: true }));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, cancelable: true }));
  }, texts);
}

/** Chooses a file in the dialog that a button opens at once. */
export async function chooseFile(page: Page, given: ReturnType<typeof file>) {
  // Awaited before the keys: a file dialog that opens before Playwright listens is never seen.
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).focus();
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(given);
}

/** Uploads a file by choosing it. */
export async function hand(page: Page, given: ReturnType<typeof file>, path = "/imports/new") {
  if (!page.url().includes(path)) await page.goto(path);
  await expect(page.getByRole("button", { name: "Drop a file here" })).toBeVisible();
  await page.locator("input[type=file]").setInputFiles(given);
}

/** What a column means, to be chosen. */
export const meaning = (page: Page, column: string) => page.getByRole("combobox", { name: `Meaning of ${column}`, exact: true });

/** Chooses what a column means. */
export async function choose(page: Page, column: string, option: string) {
  await meaning(page, column).fill(option);
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** The preview of the first rows. */
export const firstRows = (page: Page) => page.getByRole("group", { name: "Preview of the first rows" });
/** The counts of rows. */
export const figure = (page: Page, name: string) => page.locator("dl > div").filter({ has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) }).locator("dd").first();

/** Continues to the preview of the whole file. */
export async function check(page: Page) {
  await page.getByRole("button", { name: "Preview import" }).click();
  await expect(page.getByRole("heading", { name: "Import preview" })).toBeVisible();
}

/** Imports and waits for the receipt. */
export async function run(page: Page, rows: string) {
  await page.getByRole("button", { name: rows, exact: true }).click();
  await expect(page.getByRole("heading", { name: "Result", exact: true })).toBeVisible({ timeout: 45_000 });
}

/** Undoes the import that is shown. */
export async function undo(page: Page) {
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
}

