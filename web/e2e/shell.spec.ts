import { expect, expectNoBarriers, expectRows, test } from "./casebook";

test("the palette goes anywhere and finds anyone", async ({ page }) => {
  await page.goto("/people");
  await expectRows(page);
  const name = (await page.getByRole("grid").getByRole("link").first().textContent()) ?? "";
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill(name);
  await expect(page.getByRole("option").first()).toContainText(name);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/parties\/per_/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("funnel");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/funnel/);
});

test("two keys go to a place, and a question mark lists them", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/organizations/);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the vocabulary is in the address, stays while going around, and is remembered", async ({ page }) => {
  await page.goto("/people");
  await expectRows(page);
  await page.getByRole("button", { name: /^Vocabulary/ }).click();
  await page.getByRole("menuitem", { name: /Inbound/ }).click();
  await expect(page).toHaveURL(/vocabulary=inbound/);
  await page.getByRole("link", { name: "Organizations" }).click();
  await expect(page).toHaveURL(/organizations\?.*vocabulary=inbound/);
  await page.goto("/people");
  await expect(page.getByRole("button", { name: "Vocabulary: Inbound marketing" })).toBeVisible();
});

test("an unknown vocabulary in the address is reported, and existing ones are offered", async ({ page, request }) => {
  const { items } = await (await request.get("/api/v1/people?limit=1")).json();
  for (const path of ["/?", "/people?q=a&", "/people?view=board&", "/organizations?", "/parties?", `/parties/${items[0].id}?`]) {
    await page.goto(`${path}vocabulary=nosuch`);
    await expect(page.getByRole("heading", { name: "No vocabulary named “nosuch”" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: "Lead, contact, customer" })).toBeVisible();
    await expect(page.getByRole("grid")).toHaveCount(0);
  }
  await page.goto("/people?q=a&vocabulary=nosuch");
  await expect(page.getByRole("heading", { name: "No vocabulary named “nosuch”" })).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("main").getByRole("link", { name: "Lead, contact, customer" }).click();
  await expect(page).toHaveURL(/\/people\?(?=.*vocabulary=zoho)(?=.*q=a)/);
  await expectRows(page);
  await page.goto("/about?vocabulary=nosuch");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No vocabulary named “nosuch”" })).toHaveCount(0);
});

test("dark is chosen and kept", async ({ page }) => {
  await page.goto("/about");
  await page.getByRole("button", { name: "Appearance" }).click();
  await page.getByRole("menuitem", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
});

test("an unknown address shows where to go", async ({ page, baseURL }) => {
  const response = await page.goto("/nowhere");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoBarriers(page);
  }
  await page.getByRole("link", { name: "Go to Home" }).click();
  await expect(page).toHaveURL(`${baseURL}/`);
});

test("a lost server is reported, and the page reconnects by itself", async ({ page, server }) => {
  await page.goto("/people");
  await expectRows(page);
  await server.pause();
  await expect(page.getByText("Connection lost")).toBeVisible();
  await server.resume();
  await expect(page.getByText("Connection lost")).toHaveCount(0, { timeout: 20_000 });
});

test("a part of the page that failed to load is reported, and loads with a reload", async ({ page, complaints }) => {
  await page.goto("/about");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.route(/FunnelPage-.*\.js/, (route) => route.abort());
  await page.getByRole("link", { name: "Funnel", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Part of this page could not be loaded" })).toBeVisible();
  // The browser reports what is blocked here, and nothing else.
  for (const one of complaints.splice(0)) expect(one).toContain("FunnelPage");
  await page.unroute(/FunnelPage-.*\.js/);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Funnel" })).toBeVisible();
});
