import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { somebody } from "./party";
import { dialog, send, toast } from "./recordsList";

test.use({ data: "empty" });

const card = (page: Page, title: string) => page.getByRole("region", { name: title, exact: true });
const offered = (page: Page, title: string) => card(page, title).getByRole("list", { name: /\d+ fields?/ });
const archived = (page: Page, title: string) => card(page, title).getByRole("list", { name: "Archived fields" });

async function fieldOf(request: APIRequestContext, type: string, name: string) {
  const { items } = await (await request.get("/api/v1/record-types")).json();
  return items.find((one: { name: string }) => one.name === type).fields.find((one: { name: string }) => one.name === name);
}

/** A type of two records, whose field `grade` is A or B. */
async function graded(request: APIRequestContext, name: string) {
  const fields = [{ name: "grade", title: "Grade", kind: "choice", choices: ["a", "b"] }];
  await send(request, "/api/v1/record-types", { name, plural: `${name}s`, title: name, plural_title: `${name}s`, fields });
  await send(request, `/api/v1/records/${name}s`, { name: "First", fields: { grade: "a" } });
  await send(request, `/api/v1/records/${name}s`, { name: "Second", fields: { grade: "b" } });
}

test("a field gets another title, help and choices by keys, and values keep their choice", async ({ page, request }) => {
  await graded(request, "visit");
  await page.goto("/record-types");
  await card(page, "visits").getByRole("button", { name: "Edit Grade" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Title")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Mark");
  await page.keyboard.press("Tab");
  await expect(dialog(page).getByLabel("Choice 1")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("Excellent");
  await dialog(page).getByRole("button", { name: "Add a choice" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Choice 3")).toBeFocused();
  await page.keyboard.type("c");
  const up = dialog(page).getByRole("button", { name: "Move c up" });
  await up.focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Choice 2")).toHaveValue("c");
  await expect(up).toBeFocused();
  await dialog(page).getByLabel("Help").fill("As it was on the day");
  await page.keyboard.press("Enter");
  await expect(toast(page, "Mark saved")).toBeVisible();
  await expect(card(page, "visits").getByRole("button", { name: "Edit Mark" })).toBeFocused();
  const field = await fieldOf(request, "visit", "grade");
  expect(field).toMatchObject({ title: "Mark", help: "As it was on the day" });
  expect(field.choices).toEqual([{ name: "a", title: "Excellent" }, { name: "c", title: "C" }, { name: "b", title: "B" }]);
  await page.getByRole("link", { name: "visits", exact: true }).first().click();
  await page.getByRole("link", { name: "First" }).click();
  await expect(page.getByRole("combobox", { name: "Mark" })).toHaveValue("Excellent");
});

test("a change that values do not fit names them, and they are a link away", async ({ page, request }) => {
  await graded(request, "audit");
  await page.goto("/record-types");
  await card(page, "audits").getByRole("button", { name: "Edit Grade" }).click();
  await dialog(page).getByRole("button", { name: "Remove B" }).click();
  await expect(dialog(page).getByRole("button", { name: "Add a choice" })).toBeFocused();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  const refusal = dialog(page).getByRole("alert");
  await expect(refusal).toContainText(/1 record would not fit `grade` any more: rec_\w+ \(Second\); change it first/);
  await expectNoBarriers(page);
  await refusal.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Second" })).toBeVisible();
  expect((await fieldOf(request, "audit", "grade")).choices).toHaveLength(2);
});

test("a field becomes required once every record has a value", async ({ page, request }) => {
  await graded(request, "check");
  const bare = await send(request, "/api/v1/records/checks", { name: "Bare" });
  await page.goto("/record-types");
  await card(page, "checks").getByRole("button", { name: "Edit Grade" }).click();
  await dialog(page).getByLabel("Required").check();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(dialog(page).getByRole("alert")).toContainText("Bare");
  await request.patch(`/api/v1/records/checks/${bare.id}`, { headers: { "if-match": "*" }, data: { fields: { grade: "a" } } });
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(toast(page, "Grade saved")).toBeVisible();
  expect((await fieldOf(request, "check", "grade")).required).toBe(true);
});

test("own fields of people are changed and archived, apart from the others, and restored", async ({ page, request }) => {
  const ada = await somebody(request, "Ada");
  await send(request, "/api/v1/record-types/people/fields", { name: "tier", title: "Tier", kind: "choice", choices: ["gold", "silver"] });
  await request.patch(`/api/v1/people/${ada.id}`, { headers: { "if-match": "*" }, data: { more: { tier: "silver" } } });
  await page.goto("/record-types");
  const edit = card(page, "People").getByRole("button", { name: "Edit Tier" });
  await edit.click();
  await expect(dialog(page).getByLabel("Required")).toHaveCount(0);
  await dialog(page).getByRole("button", { name: "Remove Silver" }).click();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(dialog(page).getByRole("alert")).toContainText(/1 of 1 value.*Ada.*silver/);
  await expect(dialog(page).getByRole("alert").getByRole("link", { name: "Ada" })).toBeVisible();
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  // What comes with Casebook stays as it is.
  await expect(card(page, "People").getByRole("button", { name: "Edit Email addresses" })).toHaveCount(0);

  await edit.click();
  await dialog(page).getByRole("button", { name: "Archive" }).click();
  await expect(toast(page, "Tier archived")).toBeVisible();
  await expect(archived(page, "People")).toContainText("Tier");
  await expect(offered(page, "People")).not.toContainText("Tier");
  await toast(page, "Tier archived").getByRole("button", { name: "Undo" }).click();
  await expect(edit).toBeVisible();
  await edit.click();
  await dialog(page).getByRole("button", { name: "Archive" }).click();
  await card(page, "People").getByRole("button", { name: "Restore Tier" }).click();
  await expect(toast(page, "Tier restored")).toBeVisible();
  await expect(archived(page, "People")).toHaveCount(0);
  expect((await (await request.get(`/api/v1/people/${ada.id}`)).json()).more).toEqual({ tier: "silver" });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`types and the form of a field have no barriers and fit 390 pixels (${colorScheme})`, async ({ page, request }) => {
    const name = `narrow_${colorScheme}`;
    await graded(request, name);
    await send(request, `/api/v1/record-types/${name}/fields`, { name: "gone", title: "Gone", kind: "text" });
    await request.patch(`/api/v1/record-types/${name}/fields/gone`, { headers: { "if-match": "*" }, data: { archived: true } });
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/record-types");
    await expect(archived(page, `${name}s`)).toContainText("Gone");
    await expectNoBarriers(page);
    await card(page, `${name}s`).getByRole("button", { name: "Edit Grade" }).click();
    await dialog(page).getByRole("button", { name: "Remove B" }).click();
    await dialog(page).getByRole("button", { name: "Save" }).click();
    await expect(dialog(page).getByRole("alert")).toBeVisible();
    await expectNoBarriers(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
