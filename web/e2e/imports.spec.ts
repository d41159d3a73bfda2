import { readFileSync } from "node:fs";
import { expect, expectNoBarriers, test } from "./casebook";
import { check, choose, chooseFile, drop, figure, file, firstRows, hand, leads, meaning, people, run, undo } from "./importing";

test.use({ data: "empty" });

test("an empty list says what to do, and a file dropped on it is taken", async ({ page }) => {
  await page.goto("/imports");
  await expect(page.getByRole("heading", { name: "Nothing was imported yet" })).toBeVisible();
  await drop(page, [leads("dropped").join("\n")]);
  await expect(page).toHaveURL(/\/imports\/new\?upload=upl_/);
  await expect(meaning(page, "Email")).toHaveValue("Mail");
});

test("the empty list opens the chooser of files at once", async ({ page }) => {
  await page.goto("/imports");
  await expect(page.getByRole("heading", { name: "Nothing was imported yet" })).toBeVisible();
  await chooseFile(page, file("chosen.csv", leads("chosen")));
  await expect(page).toHaveURL(/\/imports\/new\?upload=upl_/);
  await expect(meaning(page, "Email")).toHaveValue("Mail");
});

test("a file goes through all steps, with rows that are refused, and is taken back", async ({ page, request }) => {
  await hand(page, file("fair.csv", leads("fair")));
  await expect(meaning(page, "Company")).toHaveValue("Organization they belong to");
  await expect(firstRows(page).getByRole("row").filter({ hasText: "Ada Ferrante fair" })).toContainText("details learned on 2026-02-01");
  await expect(page.getByText("2 of the first rows would be refused")).toBeVisible();

  await check(page);
  await expect(figure(page, "Would be added")).toHaveText("6");
  await expect(figure(page, "Would be refused")).toHaveText("2");
  await expect(page.getByRole("heading", { name: "2 rows would be refused" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Refused rows" }).first()).toContainText("soon");
  await expect(page.getByText("Nothing is written yet")).toBeVisible();
  const ada = firstRows(page).getByRole("row").filter({ hasText: "Ada Ferrante fair" });
  await expect(ada.getByRole("button", { name: "Prospect" })).toBeVisible();
  expect((await (await request.get("/api/v1/parties/count?q=fair")).json()).count).toBe(0);

  await run(page, "Import 6 rows");
  await expect(figure(page, "Added")).toHaveText("6");
  await expect(figure(page, "Refused")).toHaveText("2");
  const receipt = page.url();
  await page.getByRole("link", { name: "See the people" }).click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "7");
  await expect(page.getByRole("grid").getByRole("link", { name: "Ada Ferrante fair" })).toBeVisible();
  await expect(page.getByText("Added by the import")).toBeVisible();

  await page.goto(receipt);
  await undo(page);
  await expect(page.getByText(/Import of “fair.csv” taken back: 7 records hidden/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "What had come of it" })).toBeVisible();
  await page.goto("/people?q=fair");
  await expect(page.getByRole("heading", { name: "Nobody fits" })).toBeVisible();
  await page.goto("/imports");
  const row = page.getByRole("listitem").filter({ hasText: "fair.csv" });
  await expect(row.getByText("Taken back")).toBeVisible();
  await expect(row.getByRole("button")).toHaveCount(0);
});

test("refused rows are downloaded, corrected, and imported with the same columns", async ({ page }) => {
  await hand(page, file("trade-show.csv", leads("show")));
  await choose(page, "Lead Status", "Note");
  await check(page);
  await run(page, "Import 6 rows");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the refused rows" }).click()]);
  const text = readFileSync(await download.path(), "utf8");
  const [head = "", first = "", second = ""] = text.split(/\r?\n/);
  expect(head).toBe("Name,Email,Company,Created,Lead Status,rejected line,rejected column,rejected value,rejected because");
  expect(first).toMatch(/^Bad Date show,bad\.show@example\.org,,soon,New,8,Created,soon,/);
  expect(second).toMatch(/^,,,2026-02-09,New,9,,,/);

  await page.getByRole("link", { name: "Import the corrected rows" }).click();
  await expect(page.getByText("Its columns are read as they were in “trade-show.csv”")).toBeVisible();
  await hand(page, file("corrected.csv", [head, first.replaceAll("soon", "2026-02-07")]), "/imports/new?again");
  await expect(page.getByText("The columns are read as they were in “trade-show.csv”.")).toBeVisible();
  await expect(meaning(page, "Lead Status")).toHaveValue("Note");
  await expect(page.getByText("Why the row was refused; not imported").first()).toBeVisible();
  await check(page);
  await run(page, "Import 1 row");
  await expect(figure(page, "Refused")).toHaveText("0");
});

test("a longer import is stopped, taken up again, and watched from elsewhere", async ({ page }) => {
  test.setTimeout(180_000);
  await hand(page, file("many.csv", people("many", 20_000)));
  await check(page);
  await page.getByRole("button", { name: "Import 20,000 rows" }).click({ timeout: 60_000 });
  const progress = page.getByRole("progressbar", { name: "Progress of many.csv" });
  await expect(progress).toBeVisible();
  await expect(page.getByText(/rows a second/)).toBeVisible();
  await page.getByRole("link", { name: "All imports" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "many.csv" }).getByText("Running")).toBeVisible();
  await expect(progress).toBeVisible();
  await page.getByRole("link", { name: "many.csv" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("This import stopped before its end")).toBeVisible({ timeout: 20_000 });
  await expectNoBarriers(page);
  const added = Number((await figure(page, "Added").textContent())?.replaceAll(",", ""));
  expect(added).toBeGreaterThan(0);
  expect(added).toBeLessThan(20_000);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("heading", { name: "What came of it", exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(figure(page, "Added")).toHaveText("20,000");
  await undo(page);
  await expect(page.getByText(/20,000 records hidden/)).toBeVisible({ timeout: 60_000 });
});

test("the look at the whole file can be stopped", async ({ page }) => {
  await hand(page, file("looked-at.csv", people("looked", 60_000)));
  await page.getByRole("button", { name: "Check the whole file" }).click();
  await page.getByRole("button", { name: "Stop and go back" }).click();
  await expect(page.getByRole("heading", { name: "What the columns mean" })).toBeVisible();
  await expect(page).not.toHaveURL(/step=check/);
});

test("the same file twice is said, and changes nothing", async ({ page }) => {
  const twice = file("twice.csv", people("twice", 3));
  await hand(page, twice);
  await check(page);
  await run(page, "Import 3 rows");
  await hand(page, twice);
  await expect(page.getByText("This very file was imported before")).toBeVisible();
  await check(page);
  await expect(figure(page, "Stay as they are")).toHaveText("3");
  await page.getByRole("link", { name: "Columns" }).click();
  await page.getByRole("link", { name: "see its receipt" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "twice.csv" })).toBeVisible();
});

test("files that are no tables are refused with what to do instead", async ({ page }) => {
  await hand(page, { name: "book.xlsx", mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer: Buffer.from("PK\u0003\u0004....xl/workbook.xml") });
  await expect(page.getByRole("heading", { name: "“book.xlsx” cannot be read" })).toBeVisible();
  await expect(page.getByText(/save it as CSV and import that/)).toBeVisible();
  await page.getByRole("button", { name: "Choose another file" }).click();
  await page.locator("input[type=file]").setInputFiles({ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) });
  await expect(page.getByRole("heading", { name: "This file is empty" })).toBeVisible();
  await page.locator("input[type=file]").setInputFiles({ name: "blank.csv", mimeType: "text/csv", buffer: Buffer.from("\n\n") });
  await expect(page.getByText(/it holds no header and no rows/)).toBeVisible();
  await page.getByRole("button", { name: "Choose another file" }).click();
  await page.locator("input[type=file]").setInputFiles(file("header.csv", ["Name,Email"]));
  await expect(page.getByRole("heading", { name: "“header.csv” has no rows" })).toBeVisible();
  await page.getByRole("button", { name: "Choose another file" }).click();
  await page.goto("/imports/new");
  await expect(page.getByRole("button", { name: "Drop a file here" })).toBeVisible();
  await drop(page, ["Name\nAda", "Name\nBo"]);
  await expect(page.getByRole("heading", { name: "One file at a time" })).toBeVisible();
});

test("an address of a file that is gone says so", async ({ page }) => {
  await page.goto("/imports/new?upload=upl_0000000000000");
  await expect(page.getByRole("alert")).toContainText("This file is no longer kept");
  await chooseFile(page, file("once-more.csv", leads("more")));
  await expect(meaning(page, "Email")).toHaveValue("Mail");
});

test("a file is imported by keys alone", async ({ page }) => {
  await page.goto("/imports");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("link", { name: "Import a file" }).focus();
  await page.keyboard.press("Enter");
  const zone = page.getByRole("button", { name: "Drop a file here" });
  await expect(zone).toBeVisible();
  // Asked for before the keys: a chooser that opens before the browser was told to hand it over is never seen.
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
  await page.getByRole("button", { name: "Check the whole file" }).focus();
  await page.keyboard.press("Enter");
  const begin = page.getByRole("button", { name: "Import 1 row" });
  await expect(begin).toBeEnabled();
  await begin.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "What came of it", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
});
