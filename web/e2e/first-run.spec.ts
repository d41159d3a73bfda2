import { expect, expectNoBarriers, test } from "./casebook";

test.use({ data: "empty" });

test("an empty casebook says how to begin, and sample data fills it", async ({ page, request }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Start with what you have" })).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("button", { name: "Load the sample company" }).click();
  // The page fills while the company is being written.
  await expect(page.getByText("The sample company is here")).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole("heading", { name: "In each stage now" })).toBeVisible();
  const { count } = await (await request.get("/api/v1/parties/count?stage.journey=customer")).json();
  const link = page.getByRole("link", { name: /in Customer: open the list/ });
  await expect(link).toHaveText(count.toLocaleString("en-GB"));
  await link.click();
  await expect(page).toHaveURL(/\/parties\?filter=/);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(count + 1));
  await expect(page.getByRole("grid").getByRole("button", { name: "Customer" }).first()).toBeVisible();
});
