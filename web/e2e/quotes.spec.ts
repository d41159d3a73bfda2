import { expect, expectNoBarriers, test } from "./casebook";
import { read, somebody } from "./party";

test.use({ data: "empty" });

test("a quote is written on the page of a deal, sent, and its acceptance by link makes a customer", async ({ page, request }) => {
  const ada = await somebody(request, "Ada Buyer");
  await request.put("/api/v1/settings/company", { data: { name: "Loom & Co" } });
  const added = await request.post("/api/v1/deals", { data: { name: "Two looms", people: [{ party: ada.id, role: "buyer" }] } });
  const deal = (await added.json()) as { id: string };

  await page.goto(`/records/deals/${deal.id}`);
  const section = page.getByRole("region", { name: "Quotes" });
  await section.getByRole("button", { name: "Add quote" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Two looms" })).toBeVisible();

  // A line with the keyboard alone: Enter in the last one adds another.
  await page.getByRole("button", { name: "Add line" }).press("Enter");
  await page.getByLabel("Description of line 1").fill("Loom");
  await page.getByLabel("Quantity of line 1").fill("2");
  await page.getByLabel("Price of line 1").fill("600");
  await page.getByLabel("Tax % of line 1").fill("19");
  await expect(page.getByText("€1,428.00")).toBeVisible();
  await page.getByLabel("Tax % of line 1").press("Enter");
  await expect(page.getByLabel("Description of line 2")).toBeVisible();
  await page.getByRole("button", { name: "Remove line 2" }).click();
  await expectNoBarriers(page);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The quote is saved.")).toBeVisible();

  await page.getByRole("button", { name: "Send" }).click();
  const link = await page.getByLabel(/Link for the recipient/).inputValue();
  await expect(page.getByRole("heading", { level: 1, name: /Quote Q-\d{4}-0001/ })).toBeVisible();
  await expectNoBarriers(page);

  const saved = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save as PDF" }).click()]);
  expect(saved[0].suggestedFilename()).toMatch(/^Q-\d{4}-0001\.pdf$/);

  // The recipient, on a telephone.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(new URL(link).pathname);
  await expect(page.getByRole("heading", { level: 1, name: /Quote Q-\d{4}-0001/ })).toBeVisible();
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.getByText("Loom & Co")).toBeVisible();
  await expectNoBarriers(page);
  await expect(page.getByRole("link", { name: "Save as PDF" })).toBeVisible();
  await page.getByLabel("Your name").fill("Ada Buyer");
  await page.getByLabel("Your name").press("Enter");
  await expect(page.getByRole("status")).toContainText("Accepted by Ada Buyer");
  await expect.poll(async () => (await read(request, ada.id)).stages.journey).toBe("customer");

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`/records/deals/${deal.id}`);
  await expect(section.getByText("Accepted")).toBeVisible();
});

test("a link that leads nowhere says what to do", async ({ page }) => {
  await page.goto("/quotes/00000000000000000000000000000000");
  await expect(page.getByRole("heading", { name: "This link leads to no quote" })).toBeVisible();
  await expectNoBarriers(page);
});
