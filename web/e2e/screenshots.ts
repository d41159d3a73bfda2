import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";
import { expect, test } from "./casebook";
import { check, file, hand, leads, meaning, run } from "./importing";

const FOLDER = "../target/screenshots";
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

/** Brings the page into the state of the screenshot. */
type Action = (page: Page, of: string) => Promise<unknown>;

interface Screenshot {
  path: string;
  action?: Action;
}

const press = (keys: string, text?: string): Action => async (page) => {
  await page.keyboard.press(keys);
  if (text) await page.keyboard.type(text);
  await expect(page.getByRole("dialog")).toBeVisible();
};
const into = (section: string): Action => (page) =>
  page.getByRole("heading", { name: section, exact: true }).first().evaluate((heading) => heading.scrollIntoView({ block: "start" }));
const open = (button: RegExp): Action => async (page) => {
  await page.locator("main").getByRole("button", { name: button }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
};
const chooseAll: Action = async (page) => {
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await expect(page.getByRole("region", { name: /selected$/ })).toBeVisible();
};

const columns: Action = async (page, of) => {
  await hand(page, file(`fair-${of}.csv`, leads(of)));
  await expect(meaning(page, "Email")).toHaveValue("Email");
};
const checked: Action = async (page, of) => {
  await columns(page, of);
  await check(page);
  await expect(page.getByRole("button", { name: "Import 6 rows" })).toBeEnabled();
};
const imported: Action = async (page, of) => {
  await checked(page, of);
  await run(page, "Import 6 rows");
};
const tried: Action = async (page) => {
  await page.getByRole("button", { name: "Go to the rule of Prospect" }).click();
  await page.getByRole("button", { name: "&& dialogue.count > 0" }).click();
  await page.getByRole("button", { name: "Preview", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Preview result" })).toBeVisible();
};

const FILTER = encodeURIComponent(JSON.stringify({ and: [{ standing: ["active"] }, { field: { name: "country", is: "DE" } }] }));

const MONEY = { minor: 100_000, currency: "EUR" };
const DEALS = encodeURIComponent(JSON.stringify({ and: [{ field: { name: "amount", at_least: MONEY } }, { not: { field: { name: "stage", one_of: ["lost"] } } }] }));

const editAll: Action = async (page) => {
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Field" }).click();
  await page.getByRole("option", { name: "Amount", exact: true }).click();
};

const firstRow: Action = async (page) => {
  await page.getByRole("grid").getByRole("link").first().click();
  await expect(page.getByRole("button", { name: "Save" })).toBeVisible();
};

/** Every page, and what opens on it, by the name of its screenshot; `:party` stands for the first customer. */
const SCREENSHOTS: Record<string, Screenshot> = {
  home: { path: "/" },
  people: { path: "/people" },
  chosen: { path: "/people", action: chooseAll },
  filter: { path: `/people?filter=${FILTER}`, action: open(/^Filter/) },
  nobody: { path: "/people?q=qqqq" },
  add: { path: "/people?add=true" },
  board: { path: "/people?view=board" },
  organizations: { path: "/organizations" },
  everybody: { path: "/parties" },
  party: { path: "/parties/:party" },
  timeline: { path: "/parties/:party", action: (page) => page.getByRole("tab", { name: /^Timeline/ }).evaluate((tab) => tab.scrollIntoView({ block: "start" })) },
  why: { path: "/parties/:party", action: open(/^Customer$/) },
  "as-of": { path: "/parties/:party?as_of=2025-07-01" },
  changes: { path: "/parties/:party?tab=changes" },
  record: { path: "/parties/:party?record=deal_won" },
  convert: { path: "/parties/:party?convert=true" },
  missing: { path: "/parties/per_0000000000000" },
  funnel: { path: "/funnel" },
  dropped: { path: "/funnel?dropped=last_month", action: into("Drop-outs and reasons") },
  table: { path: "/funnel", action: into("All numbers") },
  compared: { path: "/funnel?period=last_12_months&with=last_year" },
  sources: { path: "/funnel?by=source", action: into("By source") },
  import: { path: "/imports/new" },
  columns: { path: "/imports/new", action: columns },
  check: { path: "/imports/new", action: checked },
  receipt: { path: "/imports/new", action: imported },
  imports: { path: "/imports" },
  vocabularies: { path: "/vocabularies" },
  vocabulary: { path: "/vocabularies/journey" },
  types: { path: "/record-types" },
  products: { path: "/records/products" },
  product: { path: "/records/products?add=true" },
  deals: { path: "/records/deals?view=board" },
  "deals-table": { path: "/records/deals" },
  "deals-chosen": { path: "/records/deals?sort=-amount,name", action: chooseAll },
  "deals-filter": { path: `/records/deals?filter=${DEALS}`, action: open(/^Filter/) },
  "deals-bulk": { path: "/records/deals", action: editAll },
  "deals-one": { path: "/records/deals", action: firstRow },
  "deals-none": { path: "/records/deals?filter=%7B%22text%22%3A%22qqqq%22%7D" },
  deal: { path: "/records/deals?add=true" },
  history: { path: "/vocabularies/journey", action: into("History") },
  editor: { path: "/vocabularies/journey/edit" },
  tried: { path: "/vocabularies/journey/edit", action: tried },
  glossary: { path: "/glossary" },
  about: { path: "/about" },
  palette: { path: "/people", action: press("Control+k", "cust") },
  shortcuts: { path: "/people", action: press("?") },
  columnsMenu: { path: "/people", action: open(/^Columns$/) },
  nowhere: { path: "/nowhere" },
  reference: { path: "/api/docs" },
};

mkdirSync(FOLDER, { recursive: true });

async function settle(page: Page) {
  // A part of a page that is still loading leaves it almost empty.
  await expect.poll(() => page.locator("main").innerText().then((text) => text.length)).toBeGreaterThan(60);
  await expect(page.getByRole("status", { name: "Loading…" })).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
}

async function firstCustomer(request: APIRequestContext): Promise<string> {
  const { items } = await (await request.get("/api/v1/parties?kind=person&stage.journey=customer&limit=1")).json();
  return items[0].id;
}

function take(name: string, { path, action }: Screenshot) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`${name}, ${size}, ${colorScheme}`, async ({ page, request }) => {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await page.goto(path.includes(":party") ? path.replace(":party", await firstCustomer(request)) : path);
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
        await settle(page);
        await action?.(page, `${size}-${colorScheme}`);
        await settle(page);
        await page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`) });
      });
    }
  }
}

for (const [name, screenshot] of Object.entries(SCREENSHOTS)) take(name, screenshot);

test.describe("of an empty casebook", () => {
  test.use({ data: "empty" });
  take("first-run", { path: "/" });
  take("no-funnel", { path: "/funnel" });
  take("no-imports", { path: "/imports" });
});
