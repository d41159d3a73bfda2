import type { Page } from "@playwright/test";
import type { Party } from "../src/api/wire";
import { expect, expectRows, test } from "./casebook";

const ROWS = 100_000;
const FRAMES_A_SECOND = 50;
/** Of the frames of a plain table: 50 of 60. */
const SHARE_OF_PLAIN = 5 / 6;
const TRIES = 12;

/** The same list, but of 100,000 rows: the first page that the server gives, again and again under other names. */
async function pretendMany(page: Page) {
  let items: Party[] = [];
  await page.route(/\/api\/v1\/parties\/count/, (route) => route.fulfill({ json: { count: ROWS } }));
  await page.route(/\/api\/v1\/parties\?/, async (route) => {
    const asked = new URL(route.request().url());
    const from = Number(asked.searchParams.get("cursor") ?? 0);
    const limit = Number(asked.searchParams.get("limit"));
    // Asked once: a server that answers while the list scrolls would take its frames.
    if (from === 0) ({ items } = await (await route.fetch()).json());
    const many = Array.from({ length: Math.min(limit, ROWS - from) }, (_, step) => {
      const row = items[step % items.length];
      return { ...row, id: `per_${String(from + step).padStart(13, "0")}`, name: `${row?.name} ${from + step}` };
    });
    const next = from + limit < ROWS ? String(from + limit) : null;
    await route.fulfill({ json: { items: many, next } });
  });
}

/** Frames a second while what matches `selector` scrolls by 180 pixels in each of them. */
const framesOfScrolling = (page: Page, selector: string) =>
  page.evaluate(async (wanted) => {
    const box = document.querySelector(wanted);
    if (!box) return 0;
    const begun = performance.now();
    let drawn = 0;
    await new Promise<void>((done) => {
      function frame() {
        drawn += 1;
        box?.scrollBy(0, 180);
        if (performance.now() - begun < 2000) requestAnimationFrame(frame);
        else done();
      }
      requestAnimationFrame(frame);
    });
    return (1000 * drawn) / (performance.now() - begun);
  }, selector);

/** A page of nothing but a long plain table, as large as the list: what this machine draws without us. */
async function plainTable(page: Page): Promise<Page> {
  const plain = await page.context().newPage();
  await plain.setContent('<div id="plain" style="height: 780px; overflow: auto"><table style="width: 1200px"></table></div>');
  await plain.evaluate(() => {
    const cells = Array.from({ length: 8 }, (_, column) => `<td>cell ${column} of a row</td>`).join("");
    const table = document.querySelector("table");
    if (table) table.innerHTML = `<tr style="height: 36px">${cells}</tr>`.repeat(2000);
  });
  return plain;
}

test.beforeEach(async ({ page }) => {
  await pretendMany(page);
  await page.goto("/people");
  await expectRows(page);
});

test("a list of 100,000 scrolls at 50 frames a second", async ({ page }) => {
  // The best of some: what else the machine does only ever takes frames away. Where not even a plain table comes
  // near 60, as on a machine that others keep busy, what counts is how near the list comes to that table.
  const plain = await plainTable(page);
  const least = (possible: number) => Math.min(FRAMES_A_SECOND, SHARE_OF_PLAIN * possible);
  let frames = 0;
  let possible = 0;
  for (let step = 0; step < TRIES && (step === 0 || frames < least(possible)); step += 1) {
    await plain.bringToFront();
    possible = Math.max(possible, await framesOfScrolling(plain, "#plain"));
    await page.bringToFront();
    frames = Math.max(frames, await framesOfScrolling(page, "[role=grid]"));
  }
  console.log(`${frames.toFixed(1)} frames a second, a plain table ${possible.toFixed(1)}`);
  expect(frames).toBeGreaterThanOrEqual(least(possible));
});

test("only what is visible is rendered", async ({ page }) => {
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", String(ROWS + 1));
  expect(await page.getByRole("row").count()).toBeLessThan(60);
});

test("the last of 100,000 is reached by one key", async ({ page }) => {
  await page.getByRole("grid").focus();
  await page.keyboard.press("End");
  const last = page.locator(`[aria-rowindex="${ROWS + 1}"]`);
  await expect(last.getByRole("link")).toHaveText(new RegExp(` ${ROWS - 1}$`), { timeout: 45_000 });
});
