import type { Locator } from "@playwright/test";
import { expect, test } from "./casebook";
import { check, choose, figure, file, firstRows, hand, meaning, run } from "./importing";
import { importDeals, importLeads } from "./olist";

test.use({ data: "empty" });

test("a column that was guessed wrongly is corrected, and the correction survives a reload", async ({ page, request }) => {
  await hand(page, file("origin.csv", ["Name,Email,Origin,Rating", "Mara Stein,mara@example.org,Bavaria,5", "Paul Roth,paul@example.org,Saxony,3"]));
  await expect(meaning(page, "Origin")).toHaveValue("Source");
  await choose(page, "Origin", "Region");
  await choose(page, "Rating", "Ignore");
  const row = firstRows(page).getByRole("row").filter({ hasText: "Mara Stein" });
  await expect(firstRows(page).getByRole("columnheader", { name: "Region" })).toBeVisible();
  await expect(firstRows(page).getByRole("columnheader", { name: "Source" })).toHaveCount(0);
  await expect(firstRows(page).getByRole("columnheader", { name: "Rating" })).toHaveCount(0);
  await expect(row).toContainText("Bavaria");
  await expect(page.getByRole("row").filter({ hasText: "Rating" }).getByText("ignored", { exact: true })).toBeVisible();

  await page.reload();
  await expect(meaning(page, "Origin")).toHaveValue("Region");
  await check(page);
  await run(page, "Import 2 rows");
  const { items } = await (await request.get("/api/v1/parties?q=Mara")).json();
  const mara = await (await request.get(`/api/v1/parties/${items[0].id}`)).json();
  expect(mara.region).toBe("Bavaria");
  expect(JSON.stringify(mara)).not.toMatch(/source":"Bavaria|Rating/);
});

test("leads and the deals of leads find each other by the ids that they share", async ({ page, request }) => {
  await importLeads(page);
  await importDeals(page);
  const customers = await (await request.get("/api/v1/parties/count?kind=organization&stage.journey=customer")).json();
  expect(customers.count).toBe(3);
});

test("what only the user knows is asked, and the answer can be changed", async ({ page }) => {
  await hand(page, file("dates.csv", ["Name,Email,Created,Lead Status", "Ada One,ada1@example.org,01/02/2026,New", "Bo Two,bo2@example.org,03/04/2026,New"]));
  await expect(page.getByRole("heading", { name: "One question before we go on" })).toBeVisible();
  await expect(page.getByText("2 of the first rows will be rejected")).toBeVisible();
  await page.getByRole("button", { name: "Day first" }).click();
  await expect(firstRows(page)).toContainText("2026-02-01");
  await page.getByRole("button", { name: "Month first" }).click();
  await expect(firstRows(page)).toContainText("2026-01-02");
  await expect(page).toHaveURL(/date_order=month-first/);
});

test("values of a status are given a meaning, also those that only the whole file shows", async ({ page }) => {
  const rows = Array.from({ length: 30 }, (_, place) => `P ${place},p${place}@example.org,${place === 29 ? "Hot" : "Qualified"}`);
  await hand(page, file("status.csv", ["Name,Email,Lead Status", ...rows]));
  await check(page);
  await expect(page.getByText("1 value has no meaning yet")).toBeVisible();
  await page.getByRole("button", { name: "Set meanings" }).click();
  const hot = page.getByRole("combobox", { name: "Meaning of Hot" });
  // The page focuses its heading once it has loaded, which closes what was opened before.
  await expect(firstRows(page)).toContainText("P 0");
  await expect(async () => {
    await hot.fill("Requested a demo");
    await page.getByRole("option", { name: "Requested a demo" }).click({ timeout: 2000 });
  }).toPass();
  await check(page);
  await expect(page.getByText("Records 30 pieces of evidence.")).toBeVisible();
  await expect(page.getByText("1 value has no meaning yet")).toHaveCount(0);
});

test("the mapping is edited as text, with its problems at their place", async ({ page }) => {
  await hand(page, file("text.csv", ["Name,Email", "Ada Text,ada.text@example.org"]));
  await page.getByText("Text", { exact: true }).click();
  await expect(page).toHaveURL(/as=text/);
  const text = page.getByRole("textbox", { name: "Mapping as text" });
  const before = await text.inputValue();
  await text.fill(before.replace('"Email"', '"Emial"'));
  await expect(page.getByText("The file has no column “Emial”; expected Email")).toBeVisible();
  await page.getByRole("button", { name: /^Line \d+, column \d+$/ }).click();
  await expect(text).toBeFocused();
  await expect(page.getByRole("button", { name: "Preview import" })).toBeDisabled();
  await text.fill(`${before}\nbroken`);
  await page.getByText("Table", { exact: true }).click();
  await expect(page.getByText("The mapping text has an error")).toBeVisible();
  await page.getByRole("button", { name: "Reset to suggestion" }).click();
  await expect(meaning(page, "Email")).toHaveValue("Email");
});

test("what is typed into a choice replaces what was chosen", async ({ page }) => {
  await hand(page, file("typed.csv", ["Name,Total", "Zofia Nowak,17"]));
  await meaning(page, "Total").click();
  await page.keyboard.type("Deal: am");
  await expect(page.getByRole("option")).toHaveText(["Deal: amount"]);
});

test("an amount belongs to a deal, and the table names what is missing by its labels", async ({ page }) => {
  await hand(page, file("orders.csv", ["Name,Total", "Zofia Nowak,17", "Jan Lis,18"]));
  await choose(page, "Total", "Deal: amount");
  const mistake = page.getByRole("alert").filter({ hasText: "Fix these problems to continue" });
  await expect(mistake).toContainText("The deal is not identified: give the column of its id");
  await expect(mistake).not.toContainText(/line \d/i);
});

for (const width of [390, 1440]) {
  test(`what was used last stays where it is and keeps the keys, whatever comes above it (${width} pixels)`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await hand(page, file(`still-${width}.csv`, ["Name,Total,Created", "Zofia Nowak,17,01/02/2026", "Jan Lis,18,03/04/2026"]));
    const yOf = async (thing: Locator) => Math.round((await thing.boundingBox())?.y ?? Number.NaN);
    const answer = page.getByRole("button", { name: "Day first" });
    await expect(page.getByText("2 of the first rows will be rejected")).toBeVisible();
    const asked = await yOf(answer);
    await answer.click();
    await expect(firstRows(page)).toContainText("2026-02-01");
    expect(await yOf(answer)).toBe(asked);
    await expect(answer).toBeFocused();

    const total = meaning(page, "Total");
    await total.scrollIntoViewIfNeeded();
    const before = await yOf(total);
    await choose(page, "Total", "Deal: amount");
    const mistake = page.getByRole("alert").filter({ hasText: "Fix these problems to continue" });
    await expect(mistake).toBeVisible();
    expect(await yOf(total)).toBe(before);
    await expect(total).toBeFocused();
    await choose(page, "Total", "Ignore");
    await expect(mistake).toHaveCount(0);
    expect(await yOf(total)).toBe(before);
  });
}

test("another meaning is added and removed by keys, and the focus is never lost", async ({ page }) => {
  await hand(page, file("also.csv", ["Name,Origin", "Zofia Nowak,Kent"]));
  await page.getByRole("button", { name: "Another meaning of Origin…" }).focus();
  await page.keyboard.press("Enter");
  const also = page.getByRole("combobox", { name: "Another meaning of Origin…" });
  await expect(also).toBeFocused();
  await page.keyboard.type("Region");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(meaning(page, "Origin")).toHaveCount(2);
  await expect(meaning(page, "Origin").last()).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(meaning(page, "Origin")).toHaveCount(1);
  await expect(meaning(page, "Origin")).toBeFocused();
});

test("a file of whose columns none is understood is mapped by hand", async ({ page }) => {
  await hand(page, file("lista.csv", ["Osobnik,Kod", "Zofia Nowak,17", "Jan Lis,18"]));
  await expect(meaning(page, "Osobnik")).toHaveValue("Keep as custom field");
  await expect(page.getByRole("row").filter({ hasText: "Osobnik" }).first()).toContainText("Zofia Nowak");
  await choose(page, "Osobnik", "Name");
  await expect(firstRows(page)).toContainText("Jan Lis");
  await check(page);
  await expect(figure(page, "To add")).toHaveText("2");
});
