import type { Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { take } from "./keys";
import { condition, declared, moreOf } from "./ownFields";
import type { Party } from "./party";
import { builder, cell, dialog, grid, header, names, toast } from "./recordsList";

test.use({ data: "empty" });

/** The list of people with columns of own fields. */
async function listed(page: Page, columns: string[], search = "") {
  await page.goto("/people");
  const shown = JSON.stringify({ shown: ["name", ...columns.map((one) => `more.${one}`)], widths: {} });
  await page.evaluate((kept) => localStorage.setItem("casebook.columns.person", kept), shown);
  await page.goto(`/people${search}`);
  await expect(names(page).first()).toBeVisible();
}

test("own fields are columns: shown, sorted, and edited by keys in their kind", async ({ page, request }) => {
  const [ada] = await declared(request);
  await listed(page, ["tier", "headcount", "since", "vip"]);
  await expect(cell(page, "Ada", 3)).toHaveText("Gold tier");
  await expect(cell(page, "Ada", 6)).toHaveText("Yes");
  await header(page, "Headcount").getByRole("button", { name: "Headcount", exact: true }).click();
  await expect(names(page)).toHaveText(["Bob", "Ada", "Cleo"]);
  await header(page, "Headcount").getByRole("button", { name: "Headcount", exact: true }).click();
  await expect(page).toHaveURL(/sort=-more\.headcount/);
  await expect(names(page)).toHaveText(["Ada", "Bob", "Cleo"]);
  await grid(page).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("e");
  await grid(page).getByRole("combobox", { name: "Tier" }).selectOption({ label: "Silver tier" });
  await page.keyboard.press("Enter");
  await expect(toast(page, "Tier of Ada updated")).toBeVisible();
  await expect(cell(page, "Ada", 3)).toHaveText("Silver tier");
  await toast(page, "Tier of Ada updated").getByRole("button", { name: "Undo" }).click();
  await expect(cell(page, "Ada", 3)).toHaveText("Gold tier");
  await cell(page, "Ada", 4).dblclick();
  await grid(page).getByRole("textbox", { name: "Headcount" }).fill("many");
  await page.keyboard.press("Enter");
  await expect(toast(page, "Headcount not saved")).toBeVisible();
  await page.keyboard.press("Escape");
  await cell(page, "Ada", 5).dblclick();
  await grid(page).getByRole("textbox", { name: "Partner since" }).fill("2026-04-01");
  await page.keyboard.press("Enter");
  await expect(cell(page, "Ada", 5)).toHaveText("1 Apr 2026");
  await expect.poll(async () => moreOf(request, ada as Party)).toMatchObject({ tier: "gold", headcount: "12", since: "2026-04-01" });
  await expectNoBarriers(page);
});

test("a choice is filtered by from its list, and shown with its title", async ({ page, request }) => {
  await declared(request);
  await listed(page, ["tier"]);
  await condition(page, "Tier");
  await builder(page).getByRole("combobox", { name: "Tier" }).click();
  await page.getByRole("option", { name: "Silver tier" }).click();
  await expect(names(page)).toHaveText(["Bob"]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByText("Tier is Silver tier")).toBeVisible();
  await page.reload();
  await expect(names(page)).toHaveText(["Bob"]);
  await expect(page.getByText("Tier is Silver tier")).toBeVisible();
});

test("amounts, days and yes or no are filtered by what they mean", async ({ page, request }) => {
  await declared(request);
  await listed(page, ["budget"]);
  await condition(page, "Budget");
  await expect(builder(page).getByRole("combobox", { name: "Condition" })).toHaveValue("at_least");
  await builder(page).getByRole("textbox", { name: "Budget" }).fill("70 eur");
  await expect(names(page)).toHaveText(["Ada", "Bob"]);
  await builder(page).getByRole("textbox", { name: "Budget" }).fill("1000");
  await expect(names(page)).toHaveText(["Ada"]);
  await page.goto("/people");
  await condition(page, "Partner since");
  await builder(page).getByRole("combobox", { name: "Condition" }).selectOption({ label: "is before" });
  await builder(page).getByRole("textbox", { name: "Partner since" }).fill("2026-01-01");
  await expect(names(page)).toHaveText(["Bob"]);
  await expectNoBarriers(page);
  await page.goto("/people");
  await condition(page, "Key person");
  await expect(names(page)).toHaveText(["Ada"]);
});

test("a text with few values is chosen from them, or typed", async ({ page, request }) => {
  await declared(request);
  await listed(page, ["club"]);
  await condition(page, "Club");
  await builder(page).getByRole("combobox", { name: "Club" }).click();
  await expect(page.getByRole("option", { name: /North|South/ })).toHaveText(["North", "South"]);
  await page.getByRole("option", { name: "North" }).click();
  await expect(names(page)).toHaveText(["Ada"]);
  await page.keyboard.press("Escape");
  await builder(page).getByRole("combobox", { name: "Condition" }).selectOption({ label: "contains" });
  await builder(page).getByRole("textbox", { name: "Club" }).fill("sou");
  await expect(names(page)).toHaveText(["Bob"]);
});

test("many are given one value of an own field, and one undo takes it back", async ({ page, request }) => {
  const [ada, bob] = await declared(request);
  await listed(page, ["tier"]);
  const before = await moreOf(request, ada as Party);
  for (const name of ["Ada", "Bob"]) await page.getByRole("row").filter({ hasText: name }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(dialog(page).getByRole("combobox", { name: "Field" })).toBeFocused();
  await take(page, "budget");
  await dialog(page).getByLabel("Budget", { exact: true }).fill("a lot");
  const save = dialog(page).getByRole("button", { name: "Edit 2 people" });
  await save.click();
  await expect(dialog(page).getByText(/expected an amount/)).toBeVisible();
  await dialog(page).getByLabel("Budget", { exact: true }).fill("5");
  await expectNoBarriers(page);
  await save.click();
  await expect(toast(page, "2 people changed")).toBeVisible();
  await expect(page.getByText("2 selected")).toHaveCount(0);
  for (const one of [ada, bob]) expect((await moreOf(request, one as Party)).budget).toBe("5.00 EUR");
  await toast(page, "2 people changed").getByRole("button", { name: "Undo" }).click();
  await expect(toast(page, "Undone")).toBeVisible();
  expect(await moreOf(request, ada as Party)).toEqual(before);
});
