import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { somebody } from "./party";
import { builder, euros, names, send } from "./recordsList";

test.use({ data: "empty" });

/** Ada at Acme, which has a large open deal; Bob at Basel, which has a small one. */
async function twoAccounts(request: APIRequestContext) {
  for (const [person, organization, city, amount] of [["Ada", "Acme", "Bern", 2_000_000], ["Bob", "Basel Boats", "Basel", 500]] as const) {
    const account = await somebody(request, organization, "organizations");
    const answer = await request.patch(`/api/v1/organizations/${account.id}`, { data: { city }, headers: { "If-Match": "*" } });
    expect(answer.ok(), await answer.text()).toBe(true);
    const { id } = await somebody(request, person);
    await send(request, "/api/v1/links", { person: id, organization: account.id, role: "works at" });
    await send(request, "/api/v1/deals", { name: `Deal of ${organization}`, account: account.id, amount: euros(amount) });
  }
}

/** Adds a condition about a subject to the group in which the button stands. */
async function condition(page: Page, group: Locator, subject: string) {
  await group.getByRole("button", { name: "Add condition" }).last().click();
  await group.getByRole("combobox", { name: "Field" }).last().click();
  await page.getByRole("option", { name: subject, exact: true }).click();
}

for (const width of [1440, 390]) {
  test.describe(`${width} pixels`, () => {
    test.use({ viewport: { width, height: 844 } });

    test("people are filtered by the deals of their accounts, and deals by the cities of theirs", async ({ page, request }) => {
      if (width === 1440) await twoAccounts(request);
      await page.goto("/people");
      const list = page.getByRole("grid").locator("[aria-colindex='2']").getByRole("link");
      await expect(list).toHaveText(["Ada", "Bob"]);
      await page.getByRole("button", { name: "Filter", exact: true }).click();
      const nested = builder(page).getByRole("group");
      await condition(page, builder(page), "Linked to someone");
      await condition(page, nested.nth(1), "Deals");
      await expect(list).toHaveText(["Ada", "Bob"]);
      await condition(page, nested.nth(2), "Amount");
      await builder(page).getByRole("textbox", { name: "Amount" }).fill("10000 EUR");
      await expect(list).toHaveText(["Ada"]);
      await expect(page).toHaveURL(/linked_to_any.*in_record.*deal/);
      await expectNoBarriers(page);
      await expect(page.locator("body")).toHaveJSProperty("scrollWidth", width);
      await page.keyboard.press("Escape");
      await expect(page.getByText("Linked to someone: Deals: 1 condition")).toBeVisible();

      await page.goto("/records/deals");
      await expect(names(page)).toHaveText(["Deal of Acme", "Deal of Basel Boats"]);
      await page.getByRole("button", { name: "Filter", exact: true }).click();
      await condition(page, builder(page), "With someone");
      await condition(page, nested.nth(1), "City");
      await builder(page).getByRole("textbox", { name: "City" }).fill("Basel");
      await expect(names(page)).toHaveText(["Deal of Basel Boats"]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /^Remove condition: Person or organization: City contains Basel/ }).click();
      await expect(names(page)).toHaveCount(2);
    });

    test("organizations are filtered by who is above them", async ({ page, request }) => {
      const [group, mill] = [await somebody(request, `Group ${width}`, "organizations"), await somebody(request, `Mill ${width}`, "organizations")];
      const set = await request.put(`/api/v1/organizations/${mill.id}/parent`, { data: { parent: group.id } });
      expect(set.ok(), await set.text()).toBe(true);
      await page.goto("/organizations");
      await page.getByRole("button", { name: "Filter", exact: true }).click();
      await condition(page, builder(page), "Below in the hierarchy");
      await builder(page).getByRole("combobox", { name: "Below in the hierarchy" }).fill(`Group ${width}`);
      await page.getByRole("option", { name: `Group ${width}` }).click();
      await expect(page.getByRole("grid").locator("[aria-colindex='2']").getByRole("link")).toHaveText([`Mill ${width}`]);
    });
  });
}
