import { readFile } from "node:fs/promises";
import { expect, expectNoBarriers, test } from "./casebook";
import { somebody } from "./party";
import { address, builder, declared, euros, grid, header, names, opened, send } from "./recordsList";

test.use({ data: "empty" });

test("a filter is built from the fields of the type, is in the address, and is removed again", async ({ page, request }) => {
  const plural = await declared(request, "filtered");
  await opened(page, `/records/${plural}`);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await builder(page).getByRole("button", { name: "Add condition" }).click();
  await builder(page).getByRole("combobox", { name: "Field" }).click();
  await page.getByRole("option", { name: "Price", exact: true }).click();
  const price = builder(page).getByRole("textbox", { name: "Price" });
  // What is not an amount is marked as such, and not asked for.
  await price.fill("a lot");
  await expect(builder(page).getByText("Enter an amount and a currency")).toBeVisible();
  await page.waitForTimeout(400);
  await expect(page).not.toHaveURL(/filter=/);
  await price.fill("100 EUR");
  await expect(page).toHaveURL(/filter=.*at_least.*10000/);
  await expect(names(page)).toHaveText(["Beta", "Gamma"]);
  await builder(page).getByRole("button", { name: "Add condition" }).click();
  await builder(page).getByRole("combobox", { name: "Field" }).last().click();
  await page.getByRole("option", { name: "Sold", exact: true }).click();
  await expect(names(page)).toHaveText(["Beta"]);
  await builder(page).getByRole("button", { name: "Exclude matches" }).last().click();
  await expect(names(page)).toHaveText(["Gamma"]);
  await expectNoBarriers(page);
  await page.keyboard.press("Escape");
  await expect(builder(page)).toHaveCount(0);
  await expect(page.locator("header").getByText("1", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Remove condition: not Sold is Yes" }).click();
  await expect(names(page)).toHaveText(["Beta", "Gamma"]);
  await page.getByRole("button", { name: "Remove condition: Price is at least €100.00" }).click();
  await expect(page).not.toHaveURL(/filter=/);
  await expect(names(page)).toHaveCount(4);
});

test("choices, days and missing values are filtered by, any or all of them", async ({ page, request }) => {
  const plural = await declared(request, "tested");
  const tests: [object, string[]][] = [
    [{ or: [{ field: { name: "size", one_of: ["small"] } }, { field: { name: "price", filled: false } }] }, ["Alpha", "Delta"]],
    [{ and: [{ field: { name: "size", is: "large" } }, { field: { name: "on", before: "2026-03-01" } }] }, ["Beta"]],
    [{ field: { name: "on", at_least: "2026-02-05" } }, ["Beta"]],
  ];
  for (const [filter, expected] of tests) {
    await opened(page, address(plural, filter));
    await expect(names(page)).toHaveText(expected);
  }
});

test("an empty list says why, and is cleared; a filter that the server refuses can be removed", async ({ page, request }) => {
  const plural = await declared(request, "missed");
  await page.goto(address(plural, { field: { name: "name", contains: "qqqq" } }));
  await expect(page.getByRole("heading", { name: `No ${plural} match this filter` })).toBeVisible();
  await page.getByRole("button", { name: "Clear filter" }).click();
  await expect(names(page)).toHaveCount(4);
  await page.goto(address(plural, { field: { name: "prise", filled: true } }));
  await expect(page.getByText(/did you mean/)).toBeVisible();
  await page.getByRole("button", { name: "Remove condition: prise has a value" }).click();
  await expect(names(page)).toHaveCount(4);
  await page.goto(`/records/${plural}?filter=garbage`);
  await expect(names(page)).toHaveCount(4);
});

test("a header sorts, with Shift by several, and records without a value come last", async ({ page, request }) => {
  const plural = await declared(request, "sorted");
  await opened(page, `/records/${plural}`);
  await expect(names(page)).toHaveText(["Alpha", "Beta", "Delta", "Gamma"]);
  const press = (name: string, modifiers: "Shift"[] = []) => header(page, name).getByRole("button").click({ modifiers });
  await press("Price");
  await expect(names(page)).toHaveText(["Alpha", "Beta", "Gamma", "Delta"]);
  await press("Price");
  await expect(names(page)).toHaveText(["Gamma", "Beta", "Alpha", "Delta"]);
  await expect(header(page, "Price")).toHaveAttribute("aria-sort", "descending");
  await press("Size");
  await press("Name", ["Shift"]);
  await press("Name", ["Shift"]);
  await expect(page).toHaveURL(/sort=size(,|%2C)-name/);
  await expect(names(page)).toHaveText(["Alpha", "Gamma", "Beta", "Delta"]);
  await expect(header(page, "Name")).toHaveAttribute("aria-sort", "other");
  // By keys too; a third press leaves the column out again.
  await header(page, "Price").getByRole("button").focus();
  await page.keyboard.press("Shift+Enter");
  await expect(page).toHaveURL(/sort=size(,|%2C)-name(,|%2C)price/);
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Shift+Enter");
  await expect(page).toHaveURL(/sort=size(,|%2C)-name$/);
  await page.goto(`/records/${plural}?sort=%2C%2C`);
  await expect(names(page)).toHaveText(["Alpha", "Beta", "Delta", "Gamma"]);
});

// Nothing but keys.
test("one filter counts for the table, the board and the export, and a record leads back to both as they were left", async ({ page, request }) => {
  for (const [name, product_line] of [["Loom one", "Looms"], ["Loom two", "Looms"], ["Press one", "Presses"]] as const) {
    const people = [{ party: (await somebody(request, `Buyer of ${name}`)).id, role: "buyer" }];
    await send(request, "/api/v1/records/deals", { name, fields: { people, product_line, amount: euros(10_000) } });
  }
  await opened(page, address("deals", { field: { name: "product_line", is: "looms" } }, "&sort=-name"));
  await expect(names(page)).toHaveText(["Loom two", "Loom one"]);
  await page.getByRole("button", { name: "More actions" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Export matching deals as CSV" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toContain("Press one");
  await names(page).first().click();
  await page.getByRole("link", { name: "Back to Deals" }).click();
  await expect(names(page)).toHaveText(["Loom two", "Loom one"]);
  await expect(page).toHaveURL(/sort=-name/);

  await page.getByRole("button", { name: "Board", exact: true }).click();
  const board = page.getByRole("region", { name: "Board", exact: true });
  await expect(board.getByRole("listitem")).toHaveCount(2);
  await expect(board.getByRole("region", { name: "Qualification", exact: true }).locator("header")).toHaveText(/Qualification\s*2\s*€200.00/);
  await board.getByRole("link", { name: "Loom one" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Loom one" })).toBeVisible();
  await page.reload();
  await page.getByRole("link", { name: "Back to Deals" }).click();
  await expect(page).toHaveURL(/view=board/);
  await expect(board.getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: "Remove condition: Product line is looms" }).click();
  await expect(board.getByRole("listitem")).toHaveCount(3);
});

test("parties and records in cells have their names", async ({ page, request }) => {
  const works = await somebody(request, "Named Works", "organizations");
  const buyer = await somebody(request, "Named Buyer");
  const loom = await send(request, "/api/v1/records/products", { name: "Named loom" });
  const fields = { account: [{ party: works.id, role: "account" }], people: [{ party: buyer.id, role: "buyer" }], products: [loom.id] };
  await send(request, "/api/v1/records/deals", { name: "With names", fields });
  await opened(page, address("deals", { field: { name: "products", is: loom.id } }));
  await expect(names(page)).toHaveText(["With names"]);
  await expect(grid(page).getByRole("link", { name: "Named Works" })).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Products" }).check();
  await page.keyboard.press("Escape");
  await expect(grid(page).getByRole("link", { name: "Named loom" })).toBeVisible();
  await page.reload();
  await expect(header(page, "Products")).toBeVisible();
  // A filter by the person who is in it, found by typing.
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await builder(page).getByRole("button", { name: "Add condition" }).click();
  await builder(page).getByRole("combobox", { name: "Field" }).last().click();
  await page.getByRole("option", { name: "Person or organization" }).click();
  await builder(page).getByRole("combobox", { name: "Person or organization" }).fill("Named Buy");
  await page.getByRole("option", { name: /Named Buyer/ }).click();
  await expect(page.getByRole("button", { name: "Remove condition: With Named Buyer" }).first()).toBeVisible();
  await expect(names(page)).toHaveText(["With names"]);
});

test("a list of many is loaded as it is scrolled", async ({ page, request }) => {
  await send(request, "/api/v1/record-types", { name: "item", plural: "items", title: "Item", plural_title: "Items", fields: [] });
  for (let start = 0; start < 450; start += 50) {
    const some = Array.from({ length: 50 }, (_, step) => `Item ${String(start + step).padStart(4, "0")}`);
    await Promise.all(some.map((name) => send(request, "/api/v1/records/items", { name })));
  }
  const pages: string[] = [];
  page.on("request", (one) => one.url().endsWith("/items/search") && pages.push(one.postData() ?? ""));
  await opened(page, "/records/items");
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "451");
  expect(await page.getByRole("row").count()).toBeLessThan(60);
  expect(pages.filter((body) => body.includes("cursor"))).toEqual([]);
  await grid(page).focus();
  await page.keyboard.press("End");
  await expect(page.locator("[aria-rowindex='451']").getByRole("link")).toHaveText("Item 0449");
});

for (const width of [390, 1440]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`the list has no barriers and scrolls in itself (${width} pixels, ${colorScheme})`, async ({ page, request }) => {
      const plural = await declared(request, `seen_${width}_${colorScheme}`);
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      await opened(page, address(plural, { field: { name: "price", filled: true } }));
      await page.getByRole("checkbox", { name: "Select Beta" }).check();
      await expect(page.getByText("1 selected")).toBeVisible();
      await expectNoBarriers(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(await page.locator("main").evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
      const bar = await page.getByRole("region", { name: "1 selected" }).boundingBox();
      expect((bar?.x ?? -1) >= 0 && (bar?.x ?? 0) + (bar?.width ?? 0) <= width).toBe(true);
    });
  }
}
