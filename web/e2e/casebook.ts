import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { type Data, Server } from "./server";

interface Options {
  /** The initial data of this file's server. */
  data: Data;
}

interface Fixtures extends Options {
  server: Server;
  /** Fails the test if the page complains: errors, refused styles, failed requests it did not expect. */
  complaints: string[];
}

let running: { file: string; server: Server } | undefined;

/** The server of a file of tests; the one of the file before is stopped. */
async function serverOf(file: string, data: Data): Promise<Server> {
  if (running?.file !== file) {
    await running?.server.stop();
    running = undefined;
    running = { file, server: await Server.start(data) };
  }
  return running.server;
}

process.on("exit", () => void running?.server.stop());

export const test = base.extend<Fixtures>({
  data: ["sample", { option: true }],
  server: async ({ data }, use, info) => {
    const server = await serverOf(`${info.file} ${data}`, data);
    await use(server);
  },
  baseURL: async ({ server }, use) => use(server.url),
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        const isNetwork = message.text().startsWith("Failed to load resource");
        if (message.type() === "error" && !isNetwork) complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

test.afterAll(async () => {
  await running?.server.stop();
  running = undefined;
});

const axe = (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ["violations"] });

/** Expects that axe finds nothing. */
export async function expectNoBarriers(page: Page) {
  await settled(page);
  await expectNone(axe(page).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]));
}

/** Expects contrasts that suffice: all that another colour scheme changes on a page without barriers. */
export async function expectContrast(page: Page) {
  await settled(page);
  await expectNone(axe(page).withRules(["color-contrast"]));
}

/** Waits until colours and places have arrived where they change to: half-way, a text has a contrast that nobody reads it in. */
async function settled(page: Page) {
  await page.evaluate(async () => {
    const frame = () => new Promise((resume) => requestAnimationFrame(resume));
    const ending = () => document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    // What has just been asked for, such as another colour scheme, begins to change some frames later.
    for (let quiet = 0; quiet < 5; quiet += ending().length > 0 ? -quiet : 1) {
      await Promise.allSettled(ending().map((one) => one.finished));
      await frame();
    }
  });
}

async function expectNone(builder: AxeBuilder) {
  const { violations } = await builder.analyze();
  const messages = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.slice(0, 3).map((node) => node.html).join("\n")}`);
  expect(messages).toEqual([]);
}

/** Waits until a list shows rows. */
export async function expectRows(page: Page) {
  await expect(page.getByRole("grid").getByRole("link").first()).toBeVisible();
}

export { expect };
