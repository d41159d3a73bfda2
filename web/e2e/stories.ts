import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { expect } from "./casebook";
import { press } from "./keys";
import { read, stageCard, stageIn } from "./party";

/** How somebody works: with a mouse, with keys alone, or with a finger on a phone. */
export type Hand = "mouse" | "keys" | "phone";

/** Presses something, and types into something, as that hand does. */
export class Person {
  constructor(
    readonly page: Page,
    readonly hand: Hand,
  ) {}

  async press(wanted: Locator) {
    if (this.hand === "keys") return press(this.page, wanted);
    return this.hand === "phone" ? wanted.tap() : wanted.click();
  }

  async type(field: Locator, text: string) {
    if (this.hand !== "keys") return field.fill(text);
    await reach(this.page, field);
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.type(text);
  }

  /** Records that something happened to the party of the page. */
  async notes(what: string, name: string) {
    const page = this.page;
    const dialog = page.getByRole("dialog", { name: `Add evidence to ${name}` });
    if (this.hand === "keys") await page.keyboard.press("e");
    else await this.press(page.getByRole("button", { name: "Something else…" }));
    const kind = dialog.getByRole("combobox", { name: "What happened" });
    await this.type(kind, what);
    await page.keyboard.press("Enter");
    await expect(kind).toHaveValue(what);
    await this.press(dialog.getByRole("button", { name: "Record", exact: true }));
    await expect(dialog).toHaveCount(0);
  }
}

/** Goes on with Tab until a field has the focus. */
async function reach(page: Page, field: Locator) {
  await expect(field).toBeVisible();
  for (let step = 0; step < 60; step += 1) {
    if (await field.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`not reached by Tab: ${field}`);
}

/** What both documents call the stage: in the journey, and in leads, contacts and customers. */
export type Stages = Record<"journey" | "zoho", string>;

const TITLES: Record<string, string> = { journey: "Customer journey", zoho: "Lead, contact, customer" };

/** Expects the stages of somebody: on the page, in the API, and in an explanation that names evidence. */
export async function expectStages({ page }: Person, request: APIRequestContext, id: string, stages: Stages) {
  await expect.poll(async () => (await read(request, id)).stages).toMatchObject(stages);
  for (const [vocabulary, stage] of Object.entries(stages)) {
    const title = stage.charAt(0).toUpperCase() + stage.slice(1);
    await expect(stageIn(stageCard(page, TITLES[vocabulary] as string), title)).toBeVisible();
    const explained = await (await request.get(`/api/v1/parties/${id}/explain?vocabulary=${vocabulary}`)).json();
    expect(explained.stage).toBe(stage);
    expect(explained.because.length).toBeGreaterThan(0);
  }
}

/** How many people have reached each stage of the journey, by the funnel. */
export async function reached(request: APIRequestContext): Promise<Record<string, number>> {
  const { stages } = await (await request.get("/api/v1/funnel?vocabulary=journey&of=people")).json();
  return Object.fromEntries(stages.map((one: { stage: string; reached: number }) => [one.stage, one.reached]));
}
