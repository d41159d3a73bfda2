import { expect, expectNoBarriers, test } from "./casebook";

test.use({ data: "empty" });

test("an empty funnel says so, and what to do", async ({ page }) => {
  await page.goto("/funnel");
  await expect(page.getByRole("region", { name: "Summary" })).toHaveText("No one reached Contact.");
  await expect(page.getByRole("heading", { name: "No one has reached Contact yet" })).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("link", { name: "Add a person" }).click();
  await expect(page.getByRole("dialog", { name: "Add a person" })).toBeVisible();
});

test("a funnel without people offers the organizations", async ({ page, request }) => {
  await request.post("/api/v1/organizations", { data: { name: "Only Ltd" } });
  await page.goto("/funnel?of=people");
  await page.getByRole("button", { name: "Show organizations" }).click();
  await expect(page.getByRole("region", { name: "Summary" })).toContainText("Of 1 who reached Contact");
  await expect(page).toHaveURL(/of=organizations/);
});

test("a funnel of one is described in the singular", async ({ page, request }) => {
  await request.post("/api/v1/people", { data: { name: "Ada Only" } });
  await page.goto("/funnel");
  await expect(page.getByRole("region", { name: "Summary" })).toContainText("Of 1 who reached Contact, no one has reached Advocate yet.");
});
