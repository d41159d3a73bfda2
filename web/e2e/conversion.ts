import type { APIRequestContext, Page } from "@playwright/test";
import { expect } from "./casebook";
import { happened, type Party } from "./party";

interface Receipt {
  change_set: string;
  account: string | null;
  deal: string | null;
}

/** A person who sent a form in, with whatever else is known. */
export async function lead(request: APIRequestContext, known: { name: string; company?: string; email?: string }): Promise<Party> {
  const answer = await request.post("/api/v1/people?duplicates=allow", { data: known });
  expect(answer.ok(), await answer.text()).toBe(true);
  const person: Party = await answer.json();
  await happened(request, person.id, { kind: "form_submitted" });
  return person;
}

/** Meets every criterion. */
export async function qualify(request: APIRequestContext, { id }: Party) {
  for (const criterion of ["fit", "need", "authority", "budget"]) {
    await happened(request, id, { kind: "criterion_assessed", detail: { criterion, value: "met" } });
  }
}

export async function organization(request: APIRequestContext, known: object): Promise<Party> {
  const answer = await request.post("/api/v1/organizations?duplicates=allow", { data: known });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

export async function converted(request: APIRequestContext, { id }: Party, draft: object): Promise<Receipt> {
  const kind = id.startsWith("org_") ? "organizations" : "people";
  const answer = await request.post(`/api/v1/${kind}/${id}/convert`, { data: { reason: "as agreed", ...draft } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

/** The deals that somebody is in. */
export async function dealsOf(request: APIRequestContext, { id }: Party): Promise<{ name: string; fields: Record<string, unknown> }[]> {
  const answer = await request.post("/api/v1/records/deals/search", { data: { filter: { party: id }, limit: 50, cursor: null } });
  return (await answer.json()).items;
}

export const dialog = (page: Page, name: string | RegExp) => page.getByRole("dialog", { name });
export const form = (page: Page, { name }: Party) => dialog(page, `Convert ${name}`);
export const receipt = (page: Page, { name }: Party) => dialog(page, `${name} is converted`);
export const preview = (page: Page) => page.getByRole("region", { name: "What it comes to" });
/** What the page says about a conversion that is in force. */
export const note = (page: Page) => page.getByRole("status").filter({ hasText: "Converted on" });
export const toast = (page: Page, text: string | RegExp) => page.getByRole("alert").filter({ hasText: text });
