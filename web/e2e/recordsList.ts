import type { APIRequestContext, Page } from "@playwright/test";
import { expect } from "./casebook";

export const grid = (page: Page) => page.getByRole("grid");
export const names = (page: Page) => grid(page).locator("[aria-colindex='2']").getByRole("link");
export const cell = (page: Page, row: string, column: number) =>
  grid(page).getByRole("row").filter({ has: page.getByRole("link", { name: row, exact: true }) }).locator(`[aria-colindex='${column}']`);
export const header = (page: Page, name: string) => page.getByRole("columnheader", { name, exact: true });
export const builder = (page: Page) => page.getByRole("dialog", { name: "Filter" });
export const dialog = (page: Page) => page.getByRole("dialog");
export const toast = (page: Page, text: string | RegExp) => page.getByRole("alert").filter({ hasText: text });
export const address = (plural: string, filter: object, more = "") => `/records/${plural}?filter=${encodeURIComponent(JSON.stringify(filter))}${more}`;
export const euros = (minor: number) => ({ minor, currency: "EUR" });

export async function send(request: APIRequestContext, path: string, data: object) {
  const answer = await request.post(path, { data });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** Records of a type that this test alone has: `Alpha`, `Beta`, … with a price, a size and whether they are sold. */
export async function declared(request: APIRequestContext, name: string): Promise<string> {
  const fields = [
    { name: "price", title: "Price", kind: "money" },
    { name: "size", title: "Size", kind: "choice", choices: ["small", "large"] },
    { name: "sold", title: "Sold", kind: "yes_no" },
    { name: "on", title: "On", kind: "date" },
    { name: "code", title: "Code", kind: "text", unique: true },
  ];
  const plural = `${name}s`;
  await send(request, "/api/v1/record-types", { name, plural, title: name, plural_title: plural, fields });
  const all = [
    { name: "Alpha", fields: { price: euros(5000), size: "small", sold: true, on: "2026-01-05" } },
    { name: "Beta", fields: { price: euros(20_000), size: "large", sold: true, on: "2026-02-05" } },
    { name: "Gamma", fields: { price: euros(90_000), size: "large", sold: false } },
    { name: "Delta", fields: {} },
  ];
  for (const one of all) await send(request, `/api/v1/records/${plural}`, one);
  return plural;
}

export async function found(request: APIRequestContext, plural: string, filter: object): Promise<{ id: string; name: string; fields: Record<string, unknown>; owner: string | null }[]> {
  return (await send(request, `/api/v1/records/${plural}/search`, { filter, sort: "name" })).items;
}

export async function opened(page: Page, path: string) {
  await page.goto(path);
  await expect(names(page).first()).toBeVisible();
}
