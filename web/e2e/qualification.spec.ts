import type { APIRequestContext, Page } from "@playwright/test";
import { expect, expectContrast, expectNoBarriers, test } from "./casebook";
import { lead, toast } from "./conversion";
import { open, type Party } from "./party";

test.use({ data: "empty" });

const asking = (page: Page, { name }: Party) => page.getByRole("dialog", { name: `Qualify ${name}` });
const card = (page: Page, framework: string) => page.getByRole("article", { name: `Qualification: ${framework}` });
const handOver = (page: Page) => page.getByRole("article", { name: "Marketing and sales" });

async function qualification(request: APIRequestContext, { id }: Party) {
  return (await request.get(`/api/v1/parties/${id}/qualification`)).json();
}

test("a call is noted by keys alone, and a lead whose gate holds can be converted from there", async ({ page, request }) => {
  const ada = await lead(request, { name: "Ada Caller" });
  await open(page, ada);
  await expect(page.getByRole("button", { name: "Ask next: Fit" })).toBeVisible();
  await page.keyboard.press("q");
  const shown = asking(page, ada);
  await expect(shown.getByText("Question 1 of 5")).toBeVisible();
  await page.keyboard.press("1");
  await expect(shown.getByText("Question 2 of 5")).toBeVisible();
  await page.keyboard.press("1");
  await expect(shown.getByRole("heading", { name: /Who signs/ })).toBeVisible();
  await shown.getByRole("textbox", { name: "In their words" }).fill("Signs for up to 5,000");
  await shown.getByText("High", { exact: true }).click();
  await shown.getByLabel("Ask again after").fill("2099-12-31");
  await shown.getByRole("button", { name: /They sign themselves/ }).click();
  await expect(shown.getByText("Question 4 of 5")).toBeVisible();
  await page.keyboard.press("1");
  await expect(shown.getByText("Question 5 of 5")).toBeVisible();
  await page.keyboard.press("s");
  await expect(shown.getByRole("heading", { name: "Ada Caller is qualified." })).toBeFocused();
  await expect(shown.getByText("Journey: the gate holds.")).toBeVisible();
  const found = await qualification(request, ada);
  const authority = found.frameworks[0].criteria[2];
  expect(authority).toMatchObject({ value: "met", answer: "They sign themselves. Signs for up to 5,000", confidence: "high" });
  await shown.getByRole("button", { name: "Convert…" }).click();
  await expect(page.getByRole("dialog", { name: "Convert Ada Caller" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(card(page, "Journey").getByText("Signs for up to 5,000")).toBeVisible();
});

test("what was not met keeps the gate closed, and is said in words", async ({ page, request }) => {
  const bo = await lead(request, { name: "Bo Shut" });
  await open(page, bo);
  await page.getByRole("button", { name: "Ask next: Fit" }).click();
  const shown = asking(page, bo);
  await shown.getByRole("button", { name: /^No/ }).click();
  for (const number of [2, 3, 4, 5]) {
    await expect(shown.getByText(`Question ${number} of 5`)).toBeVisible();
    await page.keyboard.press("s");
  }
  await expect(shown.getByRole("heading", { name: "Bo Shut is not qualified yet." })).toBeVisible();
  await expect(shown.getByText(/still missing: fit has to be met/)).toBeVisible();
  await expect(shown.getByRole("button", { name: "Convert…" })).toHaveCount(0);
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(card(page, "Journey").getByText("Not met")).toBeVisible();
});

test("a lead is handed over, rejected until a day, and disqualified", async ({ page, request }) => {
  const cy = await lead(request, { name: "Cy Handed" });
  await open(page, cy);
  await handOver(page).getByRole("button", { name: "Hand over to sales" }).click();
  await expect(handOver(page).getByText(/Waits for sales, due on/)).toBeVisible();
  await handOver(page).getByRole("button", { name: "Reject…" }).click();
  const dialog = page.getByRole("dialog", { name: "Reject Cy Handed" });
  await dialog.getByRole("button", { name: "Reject" }).click();
  await expect(dialog.getByRole("combobox", { name: "Reason" }).or(dialog.getByRole("textbox", { name: "Reason" }))).toHaveAttribute("aria-invalid", "true");
  await dialog.getByRole("textbox", { name: "Reason" }).or(dialog.getByRole("combobox", { name: "Reason" })).fill("Next year");
  await dialog.getByLabel("Comes back on").fill("2099-03-31");
  await dialog.getByRole("button", { name: "Reject" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(handOver(page).getByText(/Rejected by sales: Next year/)).toBeVisible();
  await handOver(page).getByRole("button", { name: "Requalify…" }).click();
  await page.getByRole("dialog", { name: "Requalify Cy Handed" }).getByRole("button", { name: "Requalify" }).click();
  await expect(toast(page, "Requalified")).toBeVisible();
  await expect(handOver(page).getByText(/Requalified/)).toBeVisible();
  expect((await qualification(request, cy)).hand_over.state).toBe("requalified");
});

test("the card and the questions have no barriers, light and dark, and fit 390 pixels", async ({ page, request }) => {
  const di = await lead(request, { name: "Di Narrow" });
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, di);
  await expect(card(page, "Journey")).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("button", { name: "Ask next: Fit" }).click();
  await expect(asking(page, di).getByText("Question 1 of 5")).toBeVisible();
  await expectNoBarriers(page);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(isWide).toBe(false);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectContrast(page);
});

test("a framework is edited with its problems marked, previewed and put to use", async ({ page, request }) => {
  await page.goto("/frameworks");
  await expect(page.getByRole("article", { name: "BANT" })).toBeVisible();
  await expectNoBarriers(page);
  await page.getByRole("button", { name: "Use BANT" }).click();
  await page.getByRole("dialog", { name: "Use BANT?" }).getByRole("button", { name: "Use", exact: true }).click();
  await expect(toast(page, "Version 1 of bant is in use")).toBeVisible();
  const { items } = await (await request.get("/api/v1/frameworks")).json();
  expect(items.filter((one: { in_use: boolean }) => one.in_use).map((one: { name: string }) => one.name)).toEqual(["bant", "journey"]);

  await page.goto("/frameworks/journey?copy=true");
  const field = page.getByRole("textbox", { name: "Text of the framework" });
  await expect(page.getByText(/Valid: 5 criteria/)).toBeVisible();
  await field.click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("colour = 1\n");
  await expect(page.getByRole("list", { name: "Problems in the text" }).getByRole("button")).toContainText("There is no key `colour`");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Delete");
  await expect(page.getByText(/Valid: 5 criteria/)).toBeVisible();
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("complementary", { name: "Preview" }).getByRole("heading", { name: /^In / })).toBeVisible();
  await expectNoBarriers(page);
});
