import { expect, expectNoBarriers, expectRows, test } from "./casebook";

test("a badge leads to its glossary entry, with the focus on it", async ({ page }) => {
  await page.goto("/people");
  await expectRows(page);
  await page.getByRole("grid").getByRole("button", { name: "Lead", exact: true }).first().click();
  await page.getByRole("link", { name: "Open in glossary" }).click();
  await expect(page).toHaveURL(/\/glossary.*#lead$/);
  const heading = page.getByRole("heading", { name: "Lead", exact: true });
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport();
});

test("a word is deep-linked: both meanings, its stages, their lists and their vocabulary", async ({ page, request }) => {
  await page.goto("/glossary#contact");
  const contact = page.getByRole("region", { name: "Contact" });
  await expect(page.getByRole("heading", { name: "Contact", exact: true })).toBeFocused();
  await expect(contact).toContainText("Anyone in your market or network whose details you have");
  await expect(contact).toContainText("communication is established");
  await expect(contact).toContainText("In the buyer’s journey, a contact comes before a lead");
  await expect(contact.getByRole("button", { name: "Contact" })).toHaveCount(2);

  const { count } = await (await request.get("/api/v1/parties/count?stage.zoho=contact")).json();
  await contact.getByRole("link", { name: `${count} people and organizations in Contact: open the list` }).last().click();
  await expectRows(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(count + 1));
  await page.goBack();
  await contact.getByRole("link", { name: "Lead, contact, customer" }).click();
  await expect(page).toHaveURL(/vocabularies\/zoho.*#stage-contact$/);
});

test("the palette and two keys lead to it, and a slash to its search", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("glossary");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Glossary" })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("evangelist");
  await expect(page).toHaveURL(/q=evangelist/);
  await expect(page.getByText("2 terms")).toBeVisible();
  await expect(page.getByRole("heading", { level: 2 }).first()).toHaveText("Advocate");
});

test("a search without matches says so, and shows all again", async ({ page }) => {
  await page.goto("/glossary?q=xylophone");
  await expect(page.getByRole("heading", { name: "No terms match “xylophone”" })).toBeVisible();
  await page.getByRole("button", { name: "Show all terms" }).last().click();
  await expect(page).toHaveURL(/\/glossary$/);
  await expect(page.getByRole("heading", { name: "Prospect", exact: true })).toBeVisible();
});

test("the index goes to a word, again where one is already", async ({ page }) => {
  await page.goto("/glossary");
  const advocate = page.getByRole("navigation", { name: "All terms" }).getByRole("link", { name: "Advocate" });
  for (let time = 0; time < 2; time += 1) {
    await advocate.click();
    await expect(page.getByRole("heading", { name: "Advocate", exact: true })).toBeFocused();
    await expect(page.getByRole("heading", { name: "Advocate", exact: true })).toBeInViewport();
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no barriers where one arrives and where nothing is found (${colorScheme})`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("/glossary#prospect");
    await expect(page.getByRole("heading", { name: "Prospect", exact: true })).toBeFocused();
    await expectNoBarriers(page);
    await page.goto("/glossary?q=xylophone");
    await expect(page.getByRole("heading", { name: /No terms match/ })).toBeVisible();
    await expectNoBarriers(page);
  });
}
