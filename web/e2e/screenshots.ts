import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./casebook";

const FOLDER = "../target/screenshots";
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };

/** Every page by the name of its picture; `:party` stands for the first person. */
const PAGES: Record<string, string> = {
  home: "/",
  people: "/people",
  board: "/people?view=board",
  organizations: "/organizations",
  everybody: "/parties",
  party: "/parties/:party",
  funnel: "/funnel",
  "as-of": "/parties/:party?as_of=2025-07-01",
  changes: "/parties/:party?tab=changes",
  record: "/parties/:party?record=call_held",
  compared: "/funnel?period=last_12_months&with=last_year",
  sources: "/funnel?by=source",
  imports: "/imports",
  import: "/imports/new",
  vocabularies: "/vocabularies",
  vocabulary: "/vocabularies/journey",
  editor: "/vocabularies/journey/edit",
  glossary: "/glossary",
  about: "/about",
};

mkdirSync(FOLDER, { recursive: true });

for (const [name, path] of Object.entries(PAGES)) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`${name}, ${size}, ${colorScheme}`, async ({ page, request }) => {
        const { items } = await (await request.get("/api/v1/parties?kind=person&stage.journey=customer&limit=1")).json();
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await page.goto(path.replace(":party", items[0].id));
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
        // A part of a page that is still on its way leaves it all but empty.
        await expect.poll(() => page.locator("main").innerText().then((text) => text.length)).toBeGreaterThan(60);
        await expect(page.getByRole("status", { name: "Loading…" })).toHaveCount(0);
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`) });
      });
    }
  }
}
