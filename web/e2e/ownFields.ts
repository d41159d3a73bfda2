import type { APIRequestContext, Page } from "@playwright/test";
import type { Party } from "./party";
import { builder, send } from "./recordsList";

const FIELDS = [
  { name: "tier", title: "Tier", kind: "choice", choices: [{ name: "gold", title: "Gold tier" }, { name: "silver", title: "Silver tier" }] },
  { name: "budget", title: "Budget", kind: "money" },
  { name: "since", title: "Partner since", kind: "date" },
  { name: "vip", title: "Key person", kind: "yes_no" },
  { name: "headcount", title: "Headcount", kind: "number" },
  { name: "visit_length", title: "Visit length", kind: "duration" },
  { name: "club", title: "Club", kind: "text" },
];

/** Declares the fields of people once, with three who have values in them. */
export async function declared(request: APIRequestContext): Promise<Party[]> {
  const { items } = await (await request.get("/api/v1/people?sort=name")).json();
  if (items.length > 0) return items;
  for (const field of FIELDS) await send(request, "/api/v1/record-types/people/fields", field);
  for (const [name, more] of [
    ["Ada", { tier: "gold", budget: "1200.50 EUR", since: "2026-01-31", vip: "true", headcount: "12", visit_length: "PT1H30M", club: "North" }],
    ["Bob", { tier: "silver", budget: "90.00 EUR", since: "2025-06-01", headcount: "9", club: "South", never_declared: "as it is" }],
    ["Cleo", {}],
  ] as const) {
    await send(request, "/api/v1/people", { name, more });
  }
  return declared(request);
}

/** The custom fields of a person, as the API has them. */
export async function moreOf(request: APIRequestContext, party: Party): Promise<Record<string, string>> {
  return (await (await request.get(`/api/v1/people/${party.id}`)).json()).more;
}

/** Begins a condition on a field in the builder. */
export async function condition(page: Page, title: string) {
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await builder(page).getByRole("button", { name: "Add condition" }).click();
  await builder(page).getByRole("combobox", { name: "Field" }).fill(title);
  await page.getByRole("option", { name: title, exact: true }).click();
}
