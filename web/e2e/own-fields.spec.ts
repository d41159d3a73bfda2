import type { Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { condition, declared, moreOf } from "./ownFields";
import type { Party } from "./party";
import { builder, cell, dialog, names, send, toast } from "./recordsList";

test.use({ data: "empty" });

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

test("someone is added with own fields, and what does not fit is shown at its field", async ({ page, request }) => {
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

test("organizations have fields of their own, and a list of both has those of both", async ({ page, request }) => {
  await declared(request);
  await send(request, "/api/v1/record-types/organizations/fields", { name: "tier", title: "Tier", kind: "choice", choices: ["bronze"] });
  const acme = await send(request, "/api/v1/organizations", { name: "Acme", more: { tier: "bronze" } });
  await page.goto(`/parties/${acme.id}`);
  await expect(value(page, "Tier")).toContainText("Bronze");
  await value(page, "Tier").click();
  await expect(who(page).getByRole("combobox", { name: "Tier" }).getByRole("option")).toHaveText(["None", "Bronze"]);
  await page.evaluate(() => localStorage.setItem("casebook.columns.everybody", JSON.stringify({ shown: ["name", "more.tier"], widths: {} })));
  await page.goto("/parties");
  await expect(cell(page, "Acme", 3)).toHaveText("Bronze");
  await expect(cell(page, "Ada", 3)).toHaveText("Gold tier");
  await condition(page, "Tier");
  await builder(page).getByRole("combobox", { name: "Tier" }).click();
  await page.getByRole("option", { name: "Bronze" }).click();
  await expect(names(page)).toHaveText(["Acme"]);
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
