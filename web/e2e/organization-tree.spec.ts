import type { APIRequestContext } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";

async function organization(request: APIRequestContext, name: string): Promise<{ id: string }> {
  return (await request.post("/api/v1/organizations", { data: { name } })).json();
}

for (const width of [390, 1440]) {
  test(`an organization is put below another by keys, and back (${width} pixels)`, async ({ page, request }) => {
    await page.setViewportSize({ width, height: 900 });
    await organization(request, `Northwind Holding ${width}`);
    const plant = await organization(request, `Northwind Plant ${width}`);
    await page.goto(`/parties/${plant.id}`);
    const card = page.getByRole("region", { name: "Hierarchy" });
    await expect(card.getByText("No parent organization and no subsidiaries.")).toBeVisible();
    await card.getByRole("button", { name: "Set the parent organization" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Parent organization" })).toBeFocused();
    await page.keyboard.type(`Northwind Holding ${width}`);
    await expect(page.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expectNoBarriers(page);
    await page.keyboard.press("Enter");
    await expect(page.getByText(`Northwind Plant ${width} now belongs to Northwind Holding ${width}`)).toBeVisible();
    await card.getByRole("link", { name: `Northwind Holding ${width}` }).click();
    const above = page.getByRole("region", { name: "Hierarchy" });
    await expect(above.getByRole("link", { name: `Northwind Plant ${width}` })).toBeVisible();
    await expectNoBarriers(page);
    await page.getByRole("link", { name: /List everything below/ }).click();
    await expect(page.getByRole("link", { name: `Northwind Plant ${width}` })).toBeVisible();
    await page.goBack();

    await above.getByRole("button", { name: "Set the parent organization" }).click();
    await page.getByRole("combobox", { name: "Parent organization" }).fill(`Northwind Plant ${width}`);
    await page.getByRole("option", { name: `Northwind Plant ${width}` }).click();
    await page.getByRole("button", { name: "Set parent" }).click();
    await expect(page.getByRole("dialog").getByText(/which belongs to it/)).toBeVisible();
    await page.getByRole("button", { name: "Cancel" }).click();

    await page.goto(`/parties/${plant.id}?parent=true`);
    await page.getByRole("button", { name: "No parent" }).click();
    await expect(card.getByText("No parent organization and no subsidiaries.")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(card.getByRole("link", { name: `Northwind Holding ${width}` })).toBeVisible();
  });
}
