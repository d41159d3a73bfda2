import { expect, expectNoBarriers, test } from "./casebook";
import { chooseFile, drop, file, leads, meaning } from "./importing";

test.use({ data: "empty" });

test("the home page opens the file dialog at once, and the file is uploaded", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Get started" })).toBeVisible();
  await chooseFile(page, file("first.csv", leads("first")));
  await expect(page).toHaveURL(/\/imports\/new\?upload=upl_/);
  await expect(meaning(page, "Email")).toHaveValue("Email");
});

test("a file dropped anywhere on the home page is uploaded, and two at a time are refused with a message", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Get started" })).toBeVisible();
  await drop(page, ["Name\nAda", "Name\nBo"]);
  await expect(page).toHaveURL(/\/imports\/new$/);
  await expect(page.getByRole("heading", { name: "One file at a time" })).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Get started" })).toBeVisible();
  await drop(page, [leads("dropped").join("\n")]);
  await expect(meaning(page, "Email")).toHaveValue("Email");
});

test("an empty casebook shows how to get started, and sample data fills it", async ({ page, request }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Get started" })).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("button", { name: "Load sample data" }).click();
  // The page fills while the company is being written.
  await expect(page.getByText("Sample data loaded")).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole("heading", { name: "People and organizations by stage" })).toBeVisible();
  const still = encodeURIComponent(JSON.stringify({ standing: ["active", "nurturing"] }));
  const { count } = await (await request.get(`/api/v1/parties/count?stage.journey=customer&filter=${still}`)).json();
  const now = page.getByRole("region", { name: "People and organizations by stage" });
  await expect(now.getByRole("link", { name: /^Excludes / })).toBeVisible();
  const link = now.getByRole("link", { name: /in Customer: open the list/ });
  await expect(link).toHaveText(count.toLocaleString("en-GB"));
  await link.click();
  await expect(page).toHaveURL(/\/parties\?filter=/);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(count + 1));
  await expect(page.getByRole("grid").getByRole("button", { name: "Customer" }).first()).toBeVisible();

  await page.goto("/");
  const quiet = page.getByRole("region", { name: "No activity for 30 days or more" });
  const filter = { and: [{ standing: ["active"] }, { not: { time: { of: "last_evidence", last_days: 30 } } }] };
  const answer = await (await request.get(`/api/v1/parties/count?stage.journey=lead&filter=${encodeURIComponent(JSON.stringify(filter))}`)).json();
  expect(answer.count).toBeGreaterThan(0);
  const quietLeads = quiet.getByRole("link", { name: /in Lead: open the list/ });
  await expect(quietLeads).toHaveText(answer.count.toLocaleString("en-GB"));
  await quietLeads.click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(answer.count + 1));
});
