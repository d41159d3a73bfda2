import { expect, expectContrast, expectNoBarriers, expectRows, test } from "./casebook";
import { dealsOf, lead, organization, qualify } from "./conversion";
import { read } from "./party";

test.use({ data: "empty" });

test("selected leads are converted, the refused ones are named, and all of it is undone", async ({ page, request }) => {
  await organization(request, { name: "Many Mills" });
  const ann = await lead(request, { name: "Ann Many", company: "Many Mills" });
  const ben = await lead(request, { name: "Ben Many", company: "New Mills" });
  const cy = await lead(request, { name: "Cy Many", company: "New Mills" });
  for (const one of [ann, ben]) await qualify(request, one);
  await page.goto("/people?q=Many");
  await expectRows(page);
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await expect(page.getByRole("region", { name: "3 selected" })).toBeVisible();
  await page.getByRole("button", { name: "Convert", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Convert 3 leads" });
  await expect(dialog.getByRole("radio", { name: "Find or add" })).toBeFocused();
  await expect(dialog.getByText("2 leads will be converted")).toBeVisible();
  await expect(dialog.getByRole("listitem").filter({ hasText: "Cy Many" }).getByText("not qualified yet; give a reason")).toBeVisible();
  await dialog.getByLabel("Title").fill("{account} for {lead}");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("2 leads converted")).toBeVisible();
  await expect(dialog.getByText("1 lead stayed as it is")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Done" })).toBeFocused();
  expect((await dealsOf(request, ann))[0]?.name).toBe("Many Mills for Ann Many");
  expect((await read(request, ben.id)).stages.zoho).toBe("contact");
  expect((await read(request, cy.id)).stages.zoho).not.toBe("contact");
  await dialog.getByRole("button", { name: "Undo all" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("Conversions undone")).toBeVisible();
  expect((await read(request, ben.id)).stages.zoho).not.toBe("contact");
  expect(await dealsOf(request, ann)).toEqual([]);
});

test("the dialog has no barriers, light and dark, and fits 390 pixels", async ({ page, request }) => {
  await lead(request, { name: "Di Slim", company: "Slim" });
  await lead(request, { name: "Ed Slim", company: "Slim" });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/people?q=Slim");
  await expectRows(page);
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await expect(page.getByRole("region", { name: "2 selected" })).toBeVisible();
  await page.getByRole("button", { name: "Convert", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Convert 2 leads" });
  await expect(dialog.getByText("2 leads will stay as they are")).toBeVisible();
  const check = async () => {
    await page.emulateMedia({ colorScheme: "light" });
    await expectNoBarriers(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectContrast(page);
    expect(await dialog.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  };
  await check();
  await dialog.getByLabel("Reason").fill("Met at the fair");
  await expect(dialog.getByText("2 leads will be converted")).toBeVisible();
  await dialog.getByRole("button", { name: "Convert", exact: true }).click();
  await expect(dialog.getByText("2 leads converted")).toBeVisible();
  await check();
});
