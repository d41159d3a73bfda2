import { readFileSync } from "node:fs";
import { expect, expectNoBarriers, test } from "./casebook";
import { check, choose, chooseFile, drop, figure, file, firstRows, hand, leads, meaning, people, run, undo } from "./importing";

test.use({ data: "empty" });

test("an empty list says what to do, and a file dropped on it is uploaded", async ({ page }) => {
  await page.goto("/imports");
  await expect(page.getByRole("heading", { name: "No imports yet" })).toBeVisible();
  await drop(page, [leads("dropped").join("\n")]);
  await expect(page).toHaveURL(/\/imports\/new\?upload=upl_/);
  await expect(meaning(page, "Email")).toHaveValue("Email");
});

test("the empty list opens the file dialog at once", async ({ page }) => {
  await page.goto("/imports");
  await expect(page.getByRole("heading", { name: "No imports yet" })).toBeVisible();
  await chooseFile(page, file("chosen.csv", leads("chosen")));
  await expect(page).toHaveURL(/\/imports\/new\?upload=upl_/);
  await expect(meaning(page, "Email")).toHaveValue("Email");
});

test("a file goes through all steps, with rejected rows, and is undone", async ({ page, request }) => {
  await hand(page, file("fair.csv", leads("fair")));
  await expect(meaning(page, "Company")).toHaveValue("Organization");
  await expect(firstRows(page).getByRole("row").filter({ hasText: "Ada Ferrante fair" })).toContainText("details learned on 2026-02-01");
  await expect(page.getByText("2 of the first rows will be rejected")).toBeVisible();

  await check(page);
  await expect(figure(page, "To add")).toHaveText("6");
  await expect(figure(page, "Rejected")).toHaveText("2");
  await expect(page.getByRole("heading", { name: "2 rows will be rejected" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Rejected rows" }).first()).toContainText("soon");
  await expect(page.getByText("Nothing is saved yet")).toBeVisible();
  const ada = firstRows(page).getByRole("row").filter({ hasText: "Ada Ferrante fair" });
  await expect(ada.getByRole("button", { name: "Prospect" })).toBeVisible();
  expect((await (await request.get("/api/v1/parties/count?q=fair")).json()).count).toBe(0);

  await run(page, "Import 6 rows");
  await expect(figure(page, "Added")).toHaveText("6");
  await expect(figure(page, "Rejected")).toHaveText("2");
  const receipt = page.url();
  await page.getByRole("link", { name: "View added people" }).click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "7");
  await expect(page.getByRole("grid").getByRole("link", { name: "Ada Ferrante fair" })).toBeVisible();
  await expect(page.getByText("Added by import")).toBeVisible();

  await page.goto(receipt);
  await undo(page);
  await expect(page.getByText(/Import of “fair.csv” undone: 7 records hidden/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Result before the undo" })).toBeVisible();
  await page.goto("/people?q=fair");
  await expect(page.getByRole("heading", { name: "No matching records" })).toBeVisible();
  await page.goto("/imports");
  const row = page.getByRole("listitem").filter({ hasText: "fair.csv" });
  await expect(row.getByText("Undone")).toBeVisible();
  await expect(row.getByRole("button")).toHaveCount(0);
});

test("rejected rows are downloaded, corrected, and imported with the same mapping", async ({ page }) => {
  await hand(page, file("trade-show.csv", leads("show")));
  await choose(page, "Lead Status", "Note");
  await check(page);
  await run(page, "Import 6 rows");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download rejected rows" }).click()]);
  const text = readFileSync(await download.path(), "utf8");
  const [head = "", first = "", second = ""] = text.split(/\r?\n/);
  expect(head).toBe("Name,Email,Company,Created,Lead Status,rejected line,rejected column,rejected value,rejected because");
  expect(first).toMatch(/^Bad Date show,bad\.show@example\.org,,soon,New,8,Created,soon,/);
  expect(second).toMatch(/^,,,2026-02-09,New,9,,,/);

  await page.getByRole("link", { name: "Import corrected rows" }).click();
  await expect(page.getByText("Its columns are mapped as in “trade-show.csv”")).toBeVisible();
  await hand(page, file("corrected.csv", [head, first.replaceAll("soon", "2026-02-07")]), "/imports/new?again");
  await expect(page.getByText("Columns are mapped as in “trade-show.csv”.")).toBeVisible();
  await expect(meaning(page, "Lead Status")).toHaveValue("Note");
  await expect(page.getByText("Why the row was rejected; not imported").first()).toBeVisible();
  await check(page);
  await run(page, "Import 1 row");
  await expect(figure(page, "Rejected")).toHaveText("0");
});

test("a longer import is stopped, resumed, and watched from elsewhere", async ({ page }) => {
  test.setTimeout(180_000);
  await hand(page, file("many.csv", people("many", 20_000)));
  await check(page);
  await page.getByRole("button", { name: "Import 20,000 rows" }).click({ timeout: 60_000 });
  const progress = page.getByRole("progressbar", { name: "Progress of many.csv" });
  await expect(progress).toBeVisible();
  await expect(page.getByText(/rows per second/)).toBeVisible();
  await page.getByRole("link", { name: "All imports" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "many.csv" }).getByText("Running")).toBeVisible();
  await expect(progress).toBeVisible();
  await page.getByRole("link", { name: "many.csv" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("This import did not finish")).toBeVisible({ timeout: 20_000 });
  await expectNoBarriers(page);
  const added = Number((await figure(page, "Added").textContent())?.replaceAll(",", ""));
  expect(added).toBeGreaterThan(0);
  expect(added).toBeLessThan(20_000);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("heading", { name: "Result", exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(figure(page, "Added")).toHaveText("20,000");
  await undo(page);
  await expect(page.getByText(/20,000 records hidden/)).toBeVisible({ timeout: 60_000 });
});

test("the preview of the whole file can be stopped", async ({ page }) => {
  await hand(page, file("looked-at.csv", people("looked", 60_000)));
  await page.getByRole("button", { name: "Preview import" }).click();
  await page.getByRole("button", { name: "Cancel and go back" }).click();
  await expect(page.getByRole("heading", { name: "Map columns" })).toBeVisible();
  await expect(page).not.toHaveURL(/step=check/);
});

test("importing the same file twice is noted, and changes nothing", async ({ page }) => {
  const twice = file("twice.csv", people("twice", 3));
  await hand(page, twice);
  await check(page);
  await run(page, "Import 3 rows");
  await hand(page, twice);
  await expect(page.getByText("You have imported this file before")).toBeVisible();
  await check(page);
  await expect(figure(page, "Unchanged")).toHaveText("3");
  await page.getByRole("link", { name: "Columns" }).click();
  await page.getByRole("link", { name: "View receipt" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "twice.csv" })).toBeVisible();
});

test("files that are not tables are refused with advice", async ({ page }) => {
  await hand(page, { name: "book.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: Buffer.from("PK\u0003\u0004....xl/workbook.xml") });
  await expect(page.getByRole("heading", { name: "Cannot read “book.xlsx”" })).toBeVisible();
  await expect(page.getByText(/in a spreadsheet program and save it as CSV/)).toBeVisible();
  await page.getByRole("button", { name: "Choose another file" }).click();
  await page.locator("input[type=file]").setInputFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) });
  await expect(page.getByRole("heading", { name: "This file is empty" })).toBeVisible();
  await page.locator("input[type=file]").setInputFiles({ name: "blank.csv", mimeType: "text/csv", buffer: Buffer.from("\n\n") });
  await expect(page.getByText(/it has no header and no rows/)).toBeVisible();
  await page.getByRole("button", { name: "Choose another file" }).click();
  await page.locator("input[type=file]").setInputFiles(file("header.csv", ["Name,Email"]));
  await expect(page.getByRole("heading", { name: "“header.csv” has no rows" })).toBeVisible();
  await page.getByRole("button", { name: "Choose another file" }).click();
  await page.goto("/imports/new");
  await expect(page.getByRole("button", { name: "Drop a file here" })).toBeVisible();
  await drop(page, ["Name\nAda", "Name\nBo"]);
  await expect(page.getByRole("heading", { name: "One file at a time" })).toBeVisible();
});

test("the address of a missing file says so", async ({ page }) => {
  await page.goto("/imports/new?upload=upl_0000000000000");
  await expect(page.getByRole("alert")).toContainText("This file is no longer available");
  await chooseFile(page, file("once-more.csv", leads("more")));
  await expect(meaning(page, "Email")).toHaveValue("Email");
});

test("a file is imported by keys alone", async ({ page }) => {
  await page.goto("/imports");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("link", { name: "Import a file" }).focus();
  await page.keyboard.press("Enter");
  const zone = page.getByRole("button", { name: "Drop a file here" });
  await expect(zone).toBeVisible();
  // Awaited before the keys: a file dialog that opens before Playwright listens is never seen.
  const chooser = page.waitForEvent("filechooser");
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(zone).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(file("keys.csv", ["Name,Email,Origin", "Kim Keys,kim@example.org,Kent"]));
  await expect(meaning(page, "Origin")).toHaveValue("Source");
  await meaning(page, "Origin").focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Region");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(meaning(page, "Origin")).toHaveValue("Region");
  await page.getByRole("button", { name: "Preview import" }).focus();
  await page.keyboard.press("Enter");
  const begin = page.getByRole("button", { name: "Import 1 row" });
  await expect(begin).toBeEnabled();
  await begin.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Result", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
});
