import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, expectRows, test } from "./casebook";

const grid = (page: Page) => page.getByRole("grid");
const firstName = (page: Page) => grid(page).getByRole("link").first();

test.beforeEach(async ({ page }) => {
  await page.goto("/people");
  await expectRows(page);
});

test("the list says how many there are, as the API does", async ({ page, request }) => {
  const { count } = await (await request.get("/api/v1/parties/count?kind=person")).json();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(count + 1));
  await expect(page.locator("header").getByText(count.toLocaleString("en-GB"), { exact: true })).toBeVisible();
});

test("scrolling to the end of the list shows the last row", async ({ page, request }) => {
  const { count } = await (await request.get("/api/v1/parties/count?kind=person")).json();
  await grid(page).focus();
  await page.keyboard.press("End");
  await expect(page.getByRole("row").and(page.locator(`[aria-rowindex="${count + 1}"]`)).getByRole("link")).toBeVisible();
});

test("clicking a column header sorts by it and reverses the order", async ({ page }) => {
  const first = await firstName(page).textContent();
  await page.getByRole("button", { name: "Name" }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
  await expect(firstName(page)).not.toHaveText(first ?? "");
});

test("lists are sorted by stage, last activity and shared fields, as the API sorts them", async ({ page, request }) => {
  for (const [name, sort] of [["Stage", "stage.journey"], ["Last activity", "last_evidence"], ["Company", "company"]] as const) {
    for (const order of [sort, `-${sort}`]) {
      const { items } = await (await request.get(`/api/v1/people?sort=${order}&limit=1`)).json();
      await page.getByRole("columnheader", { name, exact: true }).getByRole("button", { name, exact: true }).click();
      await expect(page).toHaveURL(new RegExp(`sort=${order}`));
      await expect(firstName(page)).toHaveText(items[0].name);
    }
  }
  await page.goto("/people?sort=shoe_size&filter=garbage");
  await expectRows(page);
});

test("searching narrows the list and can be cleared if no one matches", async ({ page }) => {
  await page.keyboard.press("/");
  await page.keyboard.type("qqqqqq");
  await expect(page.getByRole("heading", { name: "No matching records" })).toBeVisible();
  // A pending letter must not bring the search back.
  await page.keyboard.type("q");
  await page.getByRole("button", { name: "Clear search and filters" }).click();
  await expectRows(page);
  await page.waitForTimeout(400);
  await expectRows(page);
  await expect(page.getByRole("searchbox")).toHaveValue("");
});

test("a filter is built, is in the address, and is removed again", async ({ page }) => {
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByPlaceholder("Choose…").click();
  await page.getByRole("option", { name: "Customer", exact: true }).click();
  await expect(page).toHaveURL(/filter=.*customer/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(grid(page).getByRole("button", { name: "Customer" }).first()).toBeVisible();
  await expect(grid(page).getByRole("button", { name: "Lead", exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: /Remove condition/ }).click();
  await expect(page).not.toHaveURL(/filter=/);
});

test("Escape closes the choices of a condition first, and the filters after", async ({ page }) => {
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("button", { name: "Add condition" }).click();
  const builder = page.getByRole("dialog", { name: "Filter" });
  for (const field of [builder.getByRole("combobox", { name: "Field" }), builder.getByPlaceholder("Choose…")]) {
    await field.click();
    await expect(builder.getByRole("listbox")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(builder.getByRole("listbox")).toHaveCount(0);
    await expect(builder).toBeVisible();
  }
  await page.keyboard.press("Escape");
  await expect(builder).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Filter" })).toBeFocused();
});

test("a cell is edited in place by keys, and undone", async ({ page }) => {
  const name = (await firstName(page).textContent()) ?? "";
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("e");
  await page.keyboard.type("Renamed Person");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Name of Renamed Person updated")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone")).toBeVisible();
  await expect(grid(page).getByRole("link", { name, exact: true }).first()).toBeVisible();
});

test("rows are selected by keys, hidden, and restored", async ({ page, request }) => {
  const { count } = await (await request.get("/api/v1/parties/count?kind=person")).json();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.getByRole("button", { name: "Hide" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Hide" }).click();
  await expect(page.getByText("2 records hidden")).toBeVisible();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(count - 1));
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(count + 1));
});

test("all matches are selected at once", async ({ page, request }) => {
  const { count } = await (await request.get("/api/v1/parties/count?kind=person")).json();
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await expect(page.getByText(`${count.toLocaleString("en-GB")} selected`)).toBeVisible();
});

test("those that match are exported, as many as the API counts", async ({ page, request }) => {
  const who = "kind=person&q=an&stage.journey=lead";
  const { count } = await (await request.get(`/api/v1/parties/count?${who}`)).json();
  const filter = JSON.stringify({ stage: { vocabulary: "journey", one_of: ["lead"] } });
  await page.goto(`/people?q=an&filter=${encodeURIComponent(filter)}`);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(count + 1));
  await page.getByRole("checkbox", { name: "Select all" }).check();
  const rows = async (format: string) => {
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: format }).click()]);
    return readFile(await download.path(), "utf8");
  };
  expect(JSON.parse(await rows("As JSON")).items).toHaveLength(count);
  const table = await (await request.get(`/api/v1/exports/parties?${who}`)).text();
  expect(await rows("As CSV")).toBe(table);
  await page.keyboard.press("Escape");
  await grid(page).getByRole("checkbox").nth(1).uncheck();
  expect(JSON.parse(await rows("As JSON")).items).toHaveLength(count - 1);
});

test("evidence is added to a selected row and undone", async ({ page }) => {
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Add evidence" }).click();
  await expect(page.getByRole("combobox", { name: "What happened" })).toBeFocused();
  // Nothing is preselected that could be sent by mistake, and Enter takes what was typed.
  await page.keyboard.type("call held");
  await expect(page.getByRole("option", { name: "Call held" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "What happened" })).toHaveValue("Call held");
  await page.getByRole("dialog").getByRole("button", { name: "Record" }).click();
  await expect(page.getByText("Call held recorded")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone")).toBeVisible();
});

test("columns are hidden, ordered and remembered", async ({ page }) => {
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Company" }).uncheck();
  await page.getByRole("button", { name: "Move Standing up" }).click();
  await page.keyboard.press("Escape");
  await page.reload();
  await expectRows(page);
  const names = await page.getByRole("columnheader").allTextContents();
  expect(names.slice(1, 5)).toEqual(["Name", "Stage", "Standing", "Since"]);
  expect(names).not.toContain("Company");
});

test("a column is resized at its edge", async ({ page }) => {
  const header = page.getByRole("columnheader", { name: "Name" });
  const before = await header.boundingBox();
  if (!before) throw new Error("no header");
  await page.mouse.move(before.x + before.width, before.y + 18);
  await page.mouse.down();
  await page.mouse.move(before.x + before.width + 80, before.y + 18, { steps: 4 });
  await page.mouse.up();
  expect((await header.boundingBox())?.width).toBeCloseTo(before.width + 80, -1);
});

test("a possible duplicate is shown before another record is added", async ({ page, request }) => {
  const { items } = await (await request.get("/api/v1/parties?kind=person&limit=50")).json();
  const known = items.find((one: { email?: string }) => one.email);
  await page.keyboard.press("c");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Somebody Else");
  await page.getByRole("textbox", { name: "Email" }).fill(known.email);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("Possible duplicate")).toBeVisible();
  await expect(page.getByRole("alert").getByRole("link", { name: known.name })).toBeVisible();
});

test("a badge opens why", async ({ page }) => {
  await grid(page).getByRole("button", { name: "Contact" }).first().click();
  await expect(page.getByText("Because")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Because")).toHaveCount(0);
});

test("a card dragged to a stage offers the evidence that would make it true", async ({ page }) => {
  await page.getByText("Board", { exact: true }).click();
  const lead = page.getByRole("region", { name: "Lead" });
  const card = lead.getByRole("listitem").first();
  const name = (await card.getByRole("link").textContent()) ?? "";
  await card.dragTo(page.getByRole("region", { name: "Customer" }));
  const dialog = page.getByRole("dialog", { name: `Move ${name} to “Customer”` });
  await expect(dialog.getByText("Missing for Customer")).toBeVisible();
  await expect(dialog.getByRole("combobox", { name: "What happened" })).toHaveValue("");
  await dialog.getByRole("button", { name: "Purchased" }).click();
  await expect(dialog.getByRole("combobox", { name: "What happened" })).toHaveValue("Purchased");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(page.getByRole("region", { name: "Customer" }).getByRole("link", { name, exact: true })).toBeVisible();
});
