import { expect, expectNoBarriers, test } from "./casebook";

test.use({ data: "empty" });

test("sums of deals are also given in the workspace's own currency", async ({ page, request }) => {
  const ada = await (await request.post("/api/v1/people", { data: { name: "Ada Field" } })).json();
  const people = [{ party: ada.id, role: "buyer" }];
  const closed = { stage: "won", opened_on: "2025-02-28", closed_on: "2025-02-28" };
  for (const deal of [
    { name: "Looms", amount: { minor: 1_000_000, currency: "EUR" } },
    { name: "Spools", amount: { minor: 500_000, currency: "USD" }, ...closed },
    { name: "Frames", amount: { minor: 9_900, currency: "CHF" } },
  ]) {
    expect((await request.post("/api/v1/deals", { data: { people, ...deal } })).status()).toBe(201);
  }

  await page.goto("/settings");
  const form = page.getByRole("form", { name: "Exchange rates" });
  await form.getByLabel("Your own currency").fill("EUR");
  await form.getByRole("button", { name: "Add rate" }).click();
  await form.getByLabel("Currency, rate 1").fill("USD");
  await form.getByLabel("From, rate 1").fill("2025-01-01");
  await form.getByLabel("Rate, rate 1").fill("none");
  await form.getByRole("button", { name: "Save rates" }).click();
  await expect(form.getByText("is no rate")).toBeVisible();
  await form.getByLabel("Rate, rate 1").fill("1,25");
  await expectNoBarriers(page);
  await form.getByRole("button", { name: "Save rates" }).click();
  await expect(page.getByText("The exchange rates are saved")).toBeVisible();
  await page.reload();
  await expect(form.getByLabel("Rate, rate 1")).toHaveValue("1.25");

  await page.goto("/deals/funnel");
  const outcomes = page.getByRole("region", { name: "What became of them" });
  const row = (name: string) => outcomes.getByRole("row", { name: new RegExp(`^${name}`) });
  await expect(outcomes.getByRole("columnheader", { name: "In EUR" })).toBeVisible();
  await expect(row("Won").getByRole("cell").last()).toHaveText("€4,000.00");
  await expect(row("Open").getByRole("cell").last()).toContainText("€10,000.00");
  await expect(page.getByText("By the rates 1 EUR = 1.25 USD from 1 Jan 2025.")).toBeVisible();
  await expect(page.getByText("1 deal is in no sum in EUR: there is no rate for its amount.")).toBeVisible();
  await expectNoBarriers(page);

  const deals = await (await request.get("/api/v1/deals?q=Spools")).json();
  await page.goto(`/records/deals/${deals.items[0].id}`);
  await expect(page.getByText("≈ €4,000.00")).toBeVisible();

  await page.goto("/records/deals?view=board");
  const lane = page.getByRole("region", { name: "Qualification" });
  await expect(lane.getByText("≈ €10,000.00 and 1 without a rate")).toBeVisible();
  await expect(page.getByRole("region", { name: "Won" }).getByText("≈ €4,000.00")).toBeVisible();
  await expectNoBarriers(page);

  await page.goto("/records/deals?view=summary&by=owner");
  const all = page.getByRole("row", { name: /^None/ });
  await expect(all.getByText("≈ €14,000.00 and 1 without a rate")).toBeVisible();
  await expect(all.getByText("≈ €4,000.00")).toBeVisible();
  await expectNoBarriers(page);
});
