import { expect, expectRows, test } from "./casebook";

test.beforeEach(async ({ page }) => {
  await page.goto("/people");
  await expectRows(page);
});

test("a malformed email address is reported before it is sent, in the form", async ({ page }) => {
  const sent: string[] = [];
  page.on("request", (one) => one.method() === "POST" && sent.push(one.url()));
  await page.keyboard.press("c");
  const mail = page.getByRole("textbox", { name: "Email" });
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Somebody New");
  await mail.fill("somebody@example");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Enter an email address such as")).toBeVisible();
  await expect(mail).toBeFocused();
  await expect(mail).toHaveValue("somebody@example");
  expect(sent).toEqual([]);
  await page.keyboard.type(".net");
  await expect(page.getByText("Enter an email address such as")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Somebody New" })).toBeVisible();
});

test("a malformed email address is reported before it is sent, and stays in its cell", async ({ page }) => {
  const sent: string[] = [];
  page.on("request", (one) => one.method() === "PATCH" && sent.push(one.url()));
  const cell = page.locator("[aria-rowindex='2'] [aria-colindex='9']");
  await cell.dblclick();
  const field = page.getByRole("grid").getByRole("textbox", { name: "Email" });
  await field.fill("nobody at example");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Mail not saved")).toBeVisible();
  // After a blur it is still as it was typed.
  await page.locator("[aria-rowindex='4'] [aria-colindex='5']").click();
  await expect(field).toHaveValue("nobody at example");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  expect(sent).toEqual([]);
  await field.fill("nobody@example.org");
  await page.keyboard.press("Enter");
  await expect(cell).toHaveText("nobody@example.org");
  await expect(page.getByText(/^Email of .* updated$/)).toBeVisible();

  await cell.dblclick();
  await field.fill("nobody");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(cell).toHaveText("nobody@example.org");
  expect(sent).toHaveLength(1);
});

test("similar names are shown while typing, and do not get in the way", async ({ page, request }) => {
  const company = "Analytical Engines";
  for (const [name, at] of [["Wilhelmina Quackenbush", "Elsewhere"], ["Wilhelmina Quackenbusch", company]]) {
    await request.post("/api/v1/people", { data: { name, company: at } });
  }
  await page.goto("/people?add=true");
  const dialog = page.getByRole("dialog");
  const name = dialog.getByRole("textbox", { name: "Name", exact: true });
  await name.fill("Wilhelmina");
  await page.waitForTimeout(400);
  await expect(dialog.getByText("Already in Casebook?")).toHaveCount(0);
  await name.fill("Wilhelmine Quackenbush");
  await expect(dialog.getByText("Already in Casebook?")).toBeVisible();
  await expect(dialog.getByRole("listitem")).toHaveText(["Wilhelmina Quackenbush · Elsewhere", `Wilhelmina Quackenbusch · ${company}`]);
  await dialog.getByRole("textbox", { name: "Company" }).fill("analytical engines");
  await expect(dialog.getByRole("listitem").first()).toHaveText(`Wilhelmina Quackenbusch · ${company}`);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Wilhelmine Quackenbush" })).toBeVisible();
});
