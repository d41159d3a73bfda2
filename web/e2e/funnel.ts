import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { expect, expectRows } from "./casebook";

interface Stage {
  stage: string;
  reached: number;
  entered: number;
  skipped: number;
  furthest: number;
  here: number;
  back: number;
  dropped: Record<string, number>;
  returned: number;
  conversion: number | null;
  median_days: number | null;
  timed: number;
  lists: Record<string, string>;
  dropped_lists: Record<string, string>;
}

/** A funnel, as the API and the command line return it. */
export interface Funnel {
  cohort: number;
  undated: number;
  stages: Stage[];
}

/** A number as formatted on the page. */
export const say = (count: number) => count.toLocaleString("en-GB");
export const share = (value: number) => value.toLocaleString("en-GB", { style: "percent", maximumFractionDigits: 1 });
export const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);
/** What the sample is known to have. */
/** A reason as shown on the screens. */
export const sayReason = (reason: string) => reason.charAt(0).toUpperCase() + reason.slice(1).replaceAll("_", " ");

export const only = <Item>(item: Item | undefined): Item => {
  if (item === undefined) throw new Error("the sample has none");
  return item;
};

/** The response of the API for what the screen begins with: people. */
export async function asked(request: APIRequestContext, query: Record<string, string> = {}): Promise<Funnel> {
  return (await request.get(`/api/v1/funnel?${new URLSearchParams({ of: "people", ...query })}`)).json();
}

export const chart = (page: Page) => page.getByRole("list", { name: /^Funnel of/ });
export const table = (page: Page) => page.getByRole("region", { name: /^All numbers: / });
export const words = (page: Page) => page.getByRole("region", { name: "Summary" });

/** Opens the funnel and waits for its numbers. */
export async function open(page: Page, search = "") {
  await page.goto(`/funnel${search}`);
  await expect(chart(page).first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

/** The cells of a row of the table, without the stage. */
export const cells = (box: Locator, place: number) => box.locator("tbody tr").nth(place).locator("td").allTextContents();

/** Follows a number, and expects the list to have so many rows. */
export async function expectList(page: Page, link: Locator, count: number) {
  await expect(link).toHaveText(say(count));
  await link.click();
  await expect(page).toHaveURL(/\/(people|organizations|parties)\?.*filter=/);
  await expectRows(page);
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(count + 1));
  await expect(page.locator("header").getByText(say(count), { exact: true })).toBeVisible();
  await page.goBack();
  await expect(chart(page).first()).toBeVisible();
}
