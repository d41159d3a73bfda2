import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import type { Party } from "./party";
import { builder, cell, dialog, grid, header, names, send, toast } from "./recordsList";

test.use({ data: "empty" });

const FIELDS = [
  { name: "tier", title: "Tier", kind: "choice", choices: [{ name: "gold", title: "Gold tier" }, { name: "silver", title: "Silver tier" }] },
  { name: "budget", title: "Budget", kind: "money" },
  { name: "since", title: "Partner since", kind: "date" },
  { name: "vip", title: "Key person", kind: "yes_no" },
  { name: "headcount", title: "Headcount", kind: "number" },
  { name: "visit_length", title: "Visit length", kind: "duration" },
  { name: "club", title: "Club", kind: "text" },
];

/** Declares the fields of people once, with three who have values in them. */
async function declared(request: APIRequestContext): Promise<Party[]> {
  const { items } = await (await request.get("/api/v1/people?sort=name")).json();
  if (items.length > 0) return items;
  for (const field of FIELDS) await send(request, "/api/v1/record-types/people/fields", field);
  for (const [name, more] of [
    ["Ada", { tier: "gold", budget: "1200.50 EUR", since: "2026-01-31", vip: "true", headcount: "12", visit_length: "PT1H30M", club: "North" }],
    ["Bob", { tier: "silver", budget: "90.00 EUR", since: "2025-06-01", headcount: "9", club: "South", never_declared: "as it is" }],
    ["Cleo", {}],
  ] as const) {
    await send(request, "/api/v1/people", { name, more });
  }
  return declared(request);
}

async function moreOf(request: APIRequestContext, party: Party): Promise<Record<string, string>> {
  return (await (await request.get(`/api/v1/people/${party.id}`)).json()).more;
}

/** The list of people with columns of own fields. */
async function listed(page: Page, columns: string[], search = "") {
  await page.goto("/people");
  const shown = JSON.stringify({ shown: ["name", ...columns.map((one) => `more.${one}`)], widths: {} });
  await page.evaluate((kept) => localStorage.setItem("casebook.columns.person", kept), shown);
  await page.goto(`/people${search}`);
  await expect(names(page).first()).toBeVisible();
}

const who = (page: Page) => page.getByRole("region", { name: "Details" });
const value = (page: Page, title: string) => who(page).getByRole("button", { name: new RegExp(`^Edit ${title}:`) });

test("the page of a person shows own fields as they are read, and edits each by its kind", async ({ page, request }) => {
  const [ada] = await declared(request);
  await page.goto(`/parties/${ada?.id}`);
  for (const [title, text] of [
    ["Tier", "Gold tier"],
    ["Budget", "€1,200.50"],
    ["Partner since", "31 Jan 2026"],
    ["Key person", "Yes"],
    ["Visit length", "1h30m"],
  ] as const) {
    await expect(value(page, title)).toContainText(text);
  }
  await value(page, "Tier").focus();
  await page.keyboard.press("Enter");
  const tier = who(page).getByRole("combobox", { name: "Tier" });
  await expect(tier).toBeFocused();
  await tier.selectOption({ label: "Silver tier" });
  await page.keyboard.press("Enter");
  await expect(toast(page, "Tier of Ada updated")).toBeVisible();
  await expect(value(page, "Tier")).toContainText("Silver tier");
  await toast(page, "Tier of Ada updated").getByRole("button", { name: "Undo" }).click();
  await expect(value(page, "Tier")).toContainText("Gold tier");

  await value(page, "Budget").click();
  const budget = who(page).getByRole("textbox", { name: "Budget" });
  await expect(budget).toHaveValue("1200.50 EUR");
  await budget.fill("a lot");
  await page.keyboard.press("Enter");
  await expect(who(page).getByText("such as 12.50 EUR")).toBeVisible();
  await expectNoBarriers(page);
  await budget.fill("75,5");
  await page.keyboard.press("Enter");
  await expect(value(page, "Budget")).toContainText("€75.50");
  await value(page, "Partner since").click();
  await who(page).getByLabel("Partner since").fill("2026-02-01");
  await page.keyboard.press("Enter");
  await expect(value(page, "Partner since")).toContainText("1 Feb 2026");
  await expect.poll(async () => moreOf(request, ada as Party)).toMatchObject({ tier: "gold", budget: "75.50 EUR", since: "2026-02-01" });
});

test("declared fields are there before they have a value, and what was never declared stays text", async ({ page, request }) => {
  const [, bob, cleo] = await declared(request);
  await page.goto(`/parties/${cleo?.id}`);
  await expect(value(page, "Name")).toBeVisible();
  await expect(value(page, "Headcount")).toHaveCount(0);
  await who(page).getByRole("button", { name: /more field/ }).click();
  await value(page, "Headcount").click();
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  await expect(value(page, "Headcount")).toContainText("3");
  expect(await moreOf(request, cleo as Party)).toEqual({ headcount: "3" });
  await toast(page, "Headcount of Cleo updated").getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => moreOf(request, cleo as Party)).toEqual({});
  await page.goto(`/parties/${bob?.id}`);
  await value(page, "Never declared").click();
  await who(page).getByRole("textbox", { name: "Never declared" }).fill("anything");
  await page.keyboard.press("Enter");
  await expect(value(page, "Never declared")).toContainText("anything");
});

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

/** Begins a condition on a field in the builder. */
async function condition(page: Page, title: string) {
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await builder(page).getByRole("button", { name: "Add condition" }).click();
  await builder(page).getByRole("combobox", { name: "Field" }).fill(title);
  await page.getByRole("option", { name: title, exact: true }).click();
}

test("a choice is filtered by from its list, and said with its title", async ({ page, request }) => {
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
  await builder(page).getByRole("textbox", { name: "Budget" }).fill("80");
  await expect(names(page)).toHaveText(["Bob"]);
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
  await page.keyboard.type("budget");
  await page.keyboard.press("Enter");
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

test("someone is added with own fields, and what does not fit is said at its field", async ({ page, request }) => {
  await declared(request);
  await page.goto("/people?add=true");
  await dialog(page).getByLabel("Name").fill("Dora");
  await dialog(page).getByRole("combobox", { name: "Tier" }).click();
  await page.getByRole("option", { name: "Gold tier" }).click();
  await dialog(page).getByLabel("Headcount").fill("many");
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog(page).getByText(/expected a number/).first()).toBeVisible();
  await dialog(page).getByLabel("Headcount").fill("7");
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dora" })).toBeVisible();
  await expect(value(page, "Tier")).toContainText("Gold tier");
  const { items } = await (await request.get("/api/v1/people?q=dora")).json();
  expect(items[0].more).toEqual({ tier: "gold", headcount: "7" });
  await request.post(`/api/v1/parties/${items[0].id}/hide`);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`own fields have no barriers and fit 390 pixels (${colorScheme})`, async ({ page, request }) => {
    const [ada] = await declared(request);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/parties/${ada?.id}`);
    await value(page, "Tier").click();
    await expect(who(page).getByRole("combobox", { name: "Tier" })).toBeFocused();
    await expectNoBarriers(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.goto("/people");
    await condition(page, "Budget");
    await expect(builder(page).getByRole("textbox", { name: "Budget" })).toBeVisible();
    await expectNoBarriers(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
