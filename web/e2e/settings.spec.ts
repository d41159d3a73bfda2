import { expect, expectNoBarriers, test } from "./casebook";

// Far from where a day begins in UTC.
test.use({ data: "empty", timezoneId: "America/Los_Angeles" });

test("the time zone is chosen, and a day stays that day", async ({ page, request }) => {
  const ada = await (await request.post("/api/v1/people", { data: { name: "Ada Field" } })).json();
  const participants = [{ party: ada.id, role: "subject" }];
  for (const data of [
    { kind: "form_submitted", occurred_at: "2026-03-02", participants },
    { kind: "sales_accepted", occurred_at: "2026-03-02", earliest: true, participants },
  ]) {
    expect((await request.post("/api/v1/evidence", { data })).status()).toBe(201);
  }
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  const zone = page.getByRole("combobox", { name: "Time zone" });
  await expect(zone).toHaveValue("UTC");
  await expectNoBarriers(page);
  await zone.fill("Auckland");
  await page.getByRole("option", { name: "Pacific/Auckland" }).click();
  await expect(page.getByText("Days are now those of Pacific/Auckland")).toBeVisible();
  expect(await (await request.get("/api/v1/settings/time-zone")).json()).toEqual({ time_zone: "Pacific/Auckland" });
  await page.reload();
  await expect(zone).toHaveValue("Pacific/Auckland");

  await page.goto(`/parties/${ada.id}`);
  await expect(page.getByText("since 2 Mar 2026 at the earliest").first()).toBeVisible();
});
