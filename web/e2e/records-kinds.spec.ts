import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { expect, expectNoBarriers, test } from "./casebook";
import { somebody } from "./party";
import { address, dialog, names, opened, send, toast } from "./recordsList";

test.use({ data: "empty" });

/** Kinds whose fields hold one value alone. */
const SINGLE = new Set(["long_text", "yes_no"]);
const KINDS = "text long_text number money yes_no date instant duration choice email phone url address party record user".split(" ");

function fieldOf(kind: string, multiple: boolean) {
  const more = kind === "choice" ? { choices: ["small", "large"] } : kind === "record" ? { types: ["product"] } : {};
  const section = multiple ? "Several" : "Single";
  return { name: `${multiple ? "many" : "one"}_${kind}`, title: `${multiple ? "Many" : "One"} ${kind}`, kind, multiple, section, ...more };
}

async function declared(request: APIRequestContext, name: string) {
  const fields = KINDS.flatMap((kind) => [fieldOf(kind, false), ...(SINGLE.has(kind) ? [] : [fieldOf(kind, true)])]);
  const columns = ["one_number", "one_choice", "one_money"];
  await send(request, "/api/v1/record-types", { name, plural: `${name}s`, title: name, plural_title: `${name}s`, fields, columns });
}

const form = (page: Page) => dialog(page);
const input = (page: Page, title: string) => form(page).getByLabel(title, { exact: true });

async function pick(page: Page, title: string, text: string, option: string) {
  const box: Locator = form(page).getByRole("combobox", { name: title, exact: true });
  await box.click();
  if (text) await box.fill(text);
  await page.getByRole("option", { name: option }).first().click();
  // A list of several stays open until something else is entered.
  await form(page).getByLabel("Name").focus();
}

async function typeEach(page: Page, title: string, values: string[]) {
  const box = form(page).getByRole("combobox", { name: title, exact: true });
  await box.click();
  for (const value of values) {
    await page.keyboard.type(value);
    await page.keyboard.press("Enter");
  }
}

test("a form has an input for every kind, and what is filled in is stored", async ({ page, request }) => {
  await declared(request, "gauge");
  const ada = await somebody(request, "Ada Gauge");
  const loom = await send(request, "/api/v1/products", { name: "Loom gauge" });
  await page.goto("/records/gauges?add=true");
  await expect(form(page).getByRole("heading", { level: 2, name: /^S/ })).toHaveText(["Single", "Several"]);
  await form(page).getByLabel("Name").fill("First");
  const plain = { text: "Alpha", long_text: "two\nlines", number: "12.5", money: "9.50", date: "2026-03-04", instant: "2026-03-04T10:30" };
  const more = { duration: "90", email: "ada@example.org", phone: "+41 44 668 18 00", url: "https://example.org", user: "eve" };
  for (const [kind, value] of Object.entries({ ...plain, ...more })) {
    await input(page, kind === "duration" ? "One duration (Minutes)" : `One ${kind}`).fill(value);
  }
  await form(page).getByLabel("One yes_no").check();
  await form(page).getByRole("group", { name: "One address" }).getByLabel("City").fill("Bern");
  await pick(page, "One choice", "", "Large");
  await pick(page, "Many choice", "", "Small");
  await pick(page, "One record", "loom", "Loom gauge");
  await typeEach(page, "Many number", ["1", "2.5"]);
  await typeEach(page, "Many email", ["a@example.org", "b@example.org"]);
  for (const [kind, value] of Object.entries({ money: "5", date: "2026-01-02", instant: "2026-01-02T08:00", duration: "30" })) {
    await form(page).getByRole("button", { name: `Add another: Many ${kind}` }).click();
    await input(page, kind === "duration" ? "Many duration 1 (Minutes)" : `Many ${kind} 1`).fill(value);
  }
  for (const city of ["Basel", "Zug"]) {
    await form(page).getByRole("button", { name: "Add another: Many address" }).click();
    await form(page).getByRole("group", { name: /^Many address/ }).last().getByLabel("City").fill(city);
  }
  await form(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(toast(page, "First added")).toBeVisible();
  const { items } = await (await request.get("/api/v1/records/gauges")).json();
  expect(items[0].fields).toMatchObject({
    one_text: "Alpha",
    one_long_text: "two\nlines",
    one_number: 12.5,
    one_money: { minor: 950, currency: "EUR" },
    one_yes_no: true,
    one_date: "2026-03-04",
    one_duration: "PT1H30M",
    one_choice: "large",
    one_email: "ada@example.org",
    one_phone: "+41 44 668 18 00",
    one_url: "https://example.org",
    one_address: { city: "Bern" },
    one_record: loom.id,
    one_user: "eve",
    many_choice: ["small"],
    many_money: [{ minor: 500, currency: "EUR" }],
    many_date: ["2026-01-02"],
    many_duration: ["PT30M"],
    many_address: [{ value: { city: "Basel" }, primary: true }, { value: { city: "Zug" }, primary: false }],
    many_number: [1, 2.5],
    many_email: [{ value: "a@example.org", primary: true }, { value: "b@example.org", primary: false }],
  });
  expect(items[0].fields.one_instant).toMatch(/^2026-03-04T/);
  expect(ada.id).toMatch(/^per_/);
});

test("records with every kind are listed, filtered, shown and moved on a board", async ({ page, request }) => {
  await declared(request, "meter");
  const money = { minor: 950, currency: "EUR" };
  for (const [name, fields] of Object.entries({
    Low: { one_number: 1, one_choice: "small", one_money: money, many_text: ["a", "b"], one_address: { city: "Bern" } },
    High: { one_number: 20, one_choice: "large", one_date: "2026-03-04", one_duration: "PT90M", many_money: [money] },
  })) {
    await send(request, "/api/v1/records/meters", { name, fields });
  }
  await opened(page, address("meters", { field: { name: "one_number", at_least: 5 } }));
  await expect(names(page)).toHaveText(["High"]);
  await expect(page.getByRole("button", { name: /Remove condition: One number/ })).toBeVisible();
  await opened(page, "/records/meters?sort=-one_number");
  await expect(names(page)).toHaveText(["High", "Low"]);
  await expectNoBarriers(page);
  await names(page).last().click();
  await expect(page.getByRole("heading", { level: 1, name: "Low" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "Several" })).toBeVisible();
  await expect(page.getByLabel("One number", { exact: true })).toHaveValue("1");
  await expectNoBarriers(page);
  await page.goto("/records/meters");
  await page.getByRole("button", { name: "Board", exact: true }).click();
  const board = page.getByRole("region", { name: "Board", exact: true });
  const lane = (title: string) => board.getByRole("region", { name: title, exact: true });
  await expect(lane("Small").getByRole("link", { name: "Low" })).toBeVisible();
  await page.getByRole("button", { name: "Low: Move to…" }).click();
  await page.getByRole("menuitem", { name: "Large", exact: true }).click();
  await expect(lane("Large").getByRole("listitem")).toHaveCount(2);
});

test("a form of 500 fields stands in its sections", async ({ page, request }) => {
  const fields = Array.from({ length: 500 }, (_, place) => {
    const title = `Field ${String(place).padStart(3, "0")}`;
    return { name: title.toLowerCase().replace(" ", "_"), title, kind: "text", section: `Section ${Math.floor(place / 50)}` };
  });
  await send(request, "/api/v1/record-types", { name: "form", plural: "forms", title: "Form", plural_title: "Forms", fields });
  await page.goto("/records/forms?add=true");
  await expect(dialog(page).getByRole("heading", { level: 2, name: /^Section/ })).toHaveCount(10);
  await dialog(page).getByLabel("Name").fill("Long");
  await input(page, "Field 000").fill("first");
  await input(page, "Field 499").fill("last");
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(toast(page, "Long added")).toBeVisible();
  const { items } = await (await request.get("/api/v1/records/forms")).json();
  expect(items[0].fields).toEqual({ field_000: "first", field_499: "last" });
});
