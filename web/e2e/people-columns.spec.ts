import type { Page } from "@playwright/test";
import { expect, expectNoBarriers, expectRows, test } from "./casebook";

const grid = (page: Page) => page.getByRole("grid");
const header = (page: Page, name: string) => page.getByRole("columnheader", { name, exact: true });

/** Scrolls the list sideways, towards the end of its rows. */
const slide = (page: Page, to: number) =>
  grid(page).evaluate((box, pixels) => box.scrollTo(getComputedStyle(box).direction === "rtl" ? -pixels : pixels, 0), to);

/** Waits until nothing moves sideways any more. */
const rest = (page: Page) => expect(grid(page)).toHaveClass(/_slid_/);

/** How far things begin from where the rows begin, and whether the first of them is what is seen there. */
const places = (page: Page) =>
  grid(page).evaluate((box) => {
    const isRtl = getComputedStyle(box).direction === "rtl";
    const edge = box.getBoundingClientRect();
    const begins = (thing: Element | null | undefined) => {
      const { left = Number.NaN, right = Number.NaN } = thing?.getBoundingClientRect() ?? {};
      return Math.round(isRtl ? edge.right - right : left - edge.left);
    };
    const [head, first] = box.querySelectorAll("[role=row]");
    const cell = first?.querySelector("[aria-colindex='2']");
    const { left, right, top } = cell?.getBoundingClientRect() ?? new DOMRect();
    const seen = document.elementFromPoint(isRtl ? right - 20 : left + 20, top + 18);
    return {
      box: begins(first?.querySelector("[aria-colindex='1']")),
      name: begins(cell),
      head: begins(head?.querySelector("[aria-colindex='2']")),
      isSeen: cell?.contains(seen) ?? false,
    };
  });

for (const dir of ["ltr", "rtl"]) {
  test(`box and name stay in sight while the list is scrolled sideways (${dir})`, async ({ page }) => {
    await page.setViewportSize({ width: 1000, height: 700 });
    await page.goto(`/people?dir=${dir}`);
    await expectRows(page);
    const stage = header(page, "Stage");
    const before = await stage.boundingBox();
    await slide(page, 300);
    const expected = { box: 0, name: 40, head: 40, isSeen: true };
    await expect.poll(() => places(page)).toEqual(expected);
    await rest(page);
    expect(await places(page)).toEqual(expected);
    await page.getByRole("row").nth(3).getByRole("checkbox").check();
    await page.getByRole("row").nth(3).getByRole("gridcell").nth(1).dblclick();
    await expect(grid(page).getByRole("textbox", { name: "Name" })).toBeFocused();
    expect(await places(page)).toEqual(expected);
    expect(Math.abs(((await stage.boundingBox())?.x ?? 0) - (before?.x ?? 0))).toBe(300);
  });
}

test("on a narrow screen the name alone stays, and none that takes most of it", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/people");
  await expectRows(page);
  await slide(page, 300);
  const expected = { box: -300, name: 0, head: 0, isSeen: true };
  await expect.poll(() => places(page)).toEqual(expected);
  await rest(page);
  expect(await places(page)).toEqual(expected);
  await page.evaluate(() => localStorage.setItem("casebook.columns.person", JSON.stringify({ shown: ["name", "stage", "email"], widths: { name: 300 } })));
  await page.reload();
  await expectRows(page);
  await slide(page, 200);
  await rest(page);
  expect(await places(page)).toMatchObject({ name: -160, head: -160 });
});

test("the cell that the keys come to is scrolled into sight, beside the name", async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.goto("/people");
  await expectRows(page);
  await grid(page).focus();
  for (let step = 0; step < 8; step += 1) await page.keyboard.press("ArrowRight");
  await expect(header(page, "Source")).toBeInViewport({ ratio: 1 });
  for (let step = 0; step < 7; step += 1) await page.keyboard.press("ArrowLeft");
  const [name, stage] = [await header(page, "Name").boundingBox(), await header(page, "Stage").boundingBox()];
  expect(stage?.x).toBeGreaterThanOrEqual((name?.x ?? 0) + (name?.width ?? 0) - 1);
});

test("the column headers are one tab stop, whose keys move among them, and down leads to the rows", async ({ page }) => {
  await page.goto("/people");
  await expectRows(page);
  const name = (column: string) => header(page, column).getByRole("button", { name: column, exact: true });
  await grid(page).focus();
  await page.keyboard.press("Tab");
  await expect(name("Name")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(name("Stage")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(header(page, "Since")).toBeFocused();
  await page.keyboard.press("End");
  await expect(name("Source")).toBeFocused();
  await expect(header(page, "Source")).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Tab");
  expect(await grid(page).evaluate((box) => box.contains(document.activeElement))).toBe(false);
  await page.keyboard.press("Shift+Tab");
  await expect(name("Source")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(name("Name")).toBeFocused();
  await expectNoBarriers(page);
  await page.keyboard.press("ArrowDown");
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(name("Name")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(grid(page)).toBeFocused();
});

test("a header reached by keys is scrolled beside the sticky one, and the rows stay where they are", async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.goto("/people");
  await expectRows(page);
  await grid(page).evaluate((box) => box.scrollTo(0, 400));
  await page.getByRole("button", { name: "Name", exact: true }).focus();
  await page.keyboard.press("End");
  await expect(header(page, "Source")).toBeInViewport({ ratio: 1 });
  for (let step = 0; step < 7; step += 1) await page.keyboard.press("ArrowLeft");
  await expect(header(page, "Stage").getByRole("button", { name: "Stage" })).toBeFocused();
  const [name, stage] = [await header(page, "Name").boundingBox(), await header(page, "Stage").boundingBox()];
  expect(stage?.x).toBeGreaterThanOrEqual((name?.x ?? 0) + (name?.width ?? 0) - 1);
  expect(await grid(page).evaluate((box) => box.scrollTop)).toBe(400);
});

for (const [dir, wider, narrower] of [["ltr", "ArrowRight", "ArrowLeft"], ["rtl", "ArrowLeft", "ArrowRight"]] as const) {
  test(`a column is made wider and narrower by keys at its name (${dir})`, async ({ page }) => {
    await page.goto(`/people?dir=${dir}`);
    await expectRows(page);
    const button = header(page, "Stage").getByRole("button", { name: "Stage", exact: true });
    await page.getByRole("button", { name: "Name", exact: true }).focus();
    await page.keyboard.press(wider);
    await expect(button).toBeFocused();
    const edge = page.getByRole("separator", { name: "Width of Stage" });
    const before = Number(await edge.getAttribute("aria-valuenow"));
    for (const key of [wider, wider, wider, narrower]) await page.keyboard.press(`Shift+${key}`);
    await expect(edge).toHaveAttribute("aria-valuenow", String(before + 32));
    expect((await header(page, "Stage").boundingBox())?.width).toBe(before + 32);
    await page.keyboard.press("Shift+Home");
    await expect(edge).toHaveAttribute("aria-valuenow", await edge.getAttribute("aria-valuemin") ?? "");
    await expect(button).toBeFocused();
  });
}

test("Enter on a column's name sorts by it and opens nothing", async ({ page }) => {
  await page.goto("/people");
  await expectRows(page);
  await page.getByRole("button", { name: "Name", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/people\?.*sort=-name/);
  await page.keyboard.press(" ");
  await expect(page).toHaveURL(/people\?.*sort=name/);
});
