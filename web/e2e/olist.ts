import type { Page } from "@playwright/test";
import { expect } from "./casebook";
import { check, choose, figure, file, firstRows, hand, meaning, run } from "./importing";

/** Two files with the columns of the marketing funnel of Olist, a marketplace: leads, and the deals of some of them. */

const id = (place: number) => `lead${String(place).padStart(28, "0")}`;

/** Imports twelve leads, all of them organizations; `give` hands the file over. */
export async function importLeads(page: Page, give: (page: Page, given: ReturnType<typeof file>) => Promise<void> = hand) {
  const lead = (place: number) => `${id(place)},2018-0${1 + (place % 6)}-12,page-${place % 3},${["social", "paid_search", ""][place % 3]}`;
  await give(page, file("seller_leads_dataset.csv", ["mql_id,first_contact_date,landing_page_id,origin", ...Array.from({ length: 12 }, (_, place) => lead(place))]));
  await expect(meaning(page, "mql_id")).toHaveValue("External ID");
  await page.getByText("An organization", { exact: true }).click();
  await page.getByRole("textbox", { name: "External system" }).fill("olist-like");
  await choose(page, "first_contact_date", "Date of: Submitted a form");
  await choose(page, "landing_page_id", "Detail of the event");
  await expect(firstRows(page)).toContainText("form submitted on 2018-01-12 (landing_page_id: page-0)");
  await check(page);
  await run(page, "Import 12 rows");
  await page.getByRole("link", { name: "View added organizations" }).click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "13");
}

/** Imports the deals of three of the leads, and one of no one. */
export async function importDeals(page: Page) {
  const deal = (place: number) => `${id(place)},seller${place},sdr,sr,2018-07-0${1 + (place % 8)} 19:58:54,pet,online_medium,cat,,,,reseller,,0.0`;
  const head = "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,lead_type,lead_behaviour_profile,has_company,has_gtin,average_stock,business_type,declared_product_catalog_size,declared_monthly_revenue";
  await hand(page, file("seller_deals_dataset.csv", [head, ...[1, 4, 7, 99].map(deal)]), "/imports/new");
  await expect(meaning(page, "won_date")).toHaveValue("Date of: Deal won");
  await page.getByText("An organization", { exact: true }).click();
  await page.getByRole("textbox", { name: "External system" }).fill("olist-like");
  await page.getByRole("checkbox", { name: "Existing records only" }).check();
  await choose(page, "seller_id", "Deal: ID");
  await check(page);
  await expect(figure(page, "To update")).toHaveText("3");
  await expect(figure(page, "Rejected")).toHaveText("1");
  await run(page, "Import 3 rows");
}
