import type { Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";

const dialog = (page: Page) => page.getByRole("dialog");
const toast = (page: Page, text: string) => expect(page.getByText(text)).toBeVisible();

async function addProduct(page: Page, name: string, price: string) {
  await page.getByRole("button", { name: "Add product" }).first().click();
  await dialog(page).getByLabel("Name").fill(name);
  await dialog(page).getByLabel("List price", { exact: true }).fill(price);
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await toast(page, `${name} added`);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

test("products are added, sorted, found, edited and hidden, and the last step is undone", async ({ page, request }) => {
  await page.goto("/records/products");
  await expect(page.getByText("No products yet")).toBeVisible();
  await addProduct(page, "Press", "1200");
  await page.getByRole("link", { name: "Back to Products" }).click();
  await addProduct(page, "Drill", "89.90");
  await page.goto("/records/products");
  const names = page.getByRole("grid").getByRole("link");
  await expect(names).toHaveText(["Drill", "Press"]);
  await page.getByRole("button", { name: "List price" }).click();
  await expect(names).toHaveText(["Drill", "Press"]);
  await page.getByRole("button", { name: "List price" }).click();
  await expect(names).toHaveText(["Press", "Drill"]);
  await page.keyboard.press("/");
  await page.keyboard.type("dri");
  await expect(names).toHaveText(["Drill"]);
  await names.click();
  await page.getByLabel("Family").fill("Tools");
  await page.getByRole("button", { name: "Save" }).click();
  await toast(page, "Saved");
  const { items } = await (await request.get("/api/v1/products?q=drill")).json();
  expect(items[0].fields).toMatchObject({ family: "Tools", price: { minor: 8990, currency: "EUR" }, active: true });
  await page.getByRole("button", { name: "Hide" }).click();
  await toast(page, "Drill hidden");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Hide" })).toBeVisible();
});

test("a type and its fields are declared on a screen, and there at once", async ({ page, request }) => {
  await page.goto("/record-types");
  await page.getByRole("button", { name: "Add a type" }).click();
  await dialog(page).getByLabel("Title", { exact: true }).fill("Site visit");
  await dialog(page).getByLabel("Title for several").fill("Site visits");
  await dialog(page).getByRole("button", { name: "Add a type" }).click();
  await toast(page, "Site visits added");
  await page.getByRole("button", { name: "Add a field to Site visit" }).click();
  await dialog(page).getByLabel("Title", { exact: true }).fill("Length");
  await dialog(page).getByRole("combobox", { name: "What it holds" }).click();
  await page.getByRole("option", { name: "Choice" }).click();
  await dialog(page).getByRole("combobox", { name: "Choices" }).fill("short");
  await page.keyboard.press("Enter");
  await page.keyboard.type("long");
  await page.keyboard.press("Enter");
  await dialog(page).getByRole("button", { name: "Add a field" }).click();
  await toast(page, "Length added");
  await page.getByRole("link", { name: "Site visits" }).click();
  await page.getByRole("button", { name: "Add site visit" }).first().click();
  await dialog(page).getByLabel("Name").fill("First");
  await dialog(page).getByRole("combobox", { name: "Length" }).click();
  await page.getByRole("option", { name: "Long" }).click();
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await toast(page, "First added");
  const found = await request.post("/api/v1/records/site_visits/search", { data: { filter: { field: { name: "length", is: "long" } } } });
  expect((await found.json()).items).toHaveLength(1);
});

test("what does not fit is shown at its field", async ({ page }) => {
  await page.goto("/records/products?add=true");
  await dialog(page).getByLabel("Name").fill("Saw");
  await dialog(page).getByLabel("List price", { exact: true }).fill("a lot");
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog(page).getByText(/expected an amount/)).toBeVisible();
});

test("a record added elsewhere shows up by itself", async ({ page, request }) => {
  await page.goto("/records/products");
  await expect(page.getByRole("heading", { level: 1, name: "Products" })).toBeVisible();
  await request.post("/api/v1/products", { data: { name: "From elsewhere" } });
  await expect(page.getByRole("grid").getByRole("link", { name: "From elsewhere" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the form of a record has no barriers and fits 390 pixels (${colorScheme})`, async ({ page, request }) => {
    const product = await (await request.post("/api/v1/products", { data: { name: "Barrier" } })).json();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/records/products/${product.id}`);
    await expect(page.getByRole("heading", { level: 1, name: "Barrier" })).toBeVisible();
    await expectNoBarriers(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
