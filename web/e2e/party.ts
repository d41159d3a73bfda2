import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { expect } from "./casebook";

export interface Party {
  id: string;
  name: string;
  version: number;
  stages: Record<string, string | null>;
}

export async function first(request: APIRequestContext, query: string): Promise<Party> {
  const { items } = await (await request.get(`/api/v1/parties?kind=person&limit=1&sort=created_at&${query}`)).json();
  return items[0];
}

export async function read(request: APIRequestContext, id: string): Promise<Party> {
  return (await request.get(`/api/v1/parties/${id}`)).json();
}

/** A person with only a name. */
export async function somebody(request: APIRequestContext, name: string, kind: "people" | "organizations" = "people"): Promise<Party> {
  const answer = await request.post(`/api/v1/${kind}?duplicates=allow`, { data: { name } });
  expect(answer.ok()).toBe(true);
  return answer.json();
}

export async function happened(request: APIRequestContext, party: string, piece: object): Promise<{ id: string; deal: string | null }> {
  const answer = await request.post("/api/v1/evidence", { data: { participants: [{ party, role: "subject" }], ...piece } });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}

export async function open(page: Page, party: Party, search = "") {
  await page.goto(`/parties/${party.id}${search}`);
  await expect(page.getByRole("heading", { level: 1, name: party.name })).toBeVisible();
}

export const stageCard = (page: Page, vocabulary: string) => page.getByRole("article", { name: vocabulary });
export const pieces = (page: Page) => page.locator("main li[id^=piece-]");
export const piece = (page: Page, what: string) => pieces(page).filter({ hasText: what });
export const stageIn = (card: Locator, stage: string) => card.getByRole("button", { name: stage, exact: true });

