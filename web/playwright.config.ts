import { defineConfig } from "@playwright/test";

const chromium = process.env.CASEBOOK_CHROMIUM ?? "/usr/bin/chromium";
const isRoot = process.getuid?.() === 0;

// The tests count days as the pages do.
process.env.TZ = "Europe/Berlin";

const TIMED = ["**/budget.spec.ts", "**/many-rows.spec.ts"];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // One server for each file, two files at a time.
  workers: 2,
  // A machine that nobody watches gives a failure one more try, and scripts/test-web names what needed it.
  retries: process.env.CI ? 1 : 0,
  // Generous, because how long something takes is the business of what is timed: here it only has to come.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: process.env.TZ,
    // A recording of each test takes as long again as the test.
    trace: process.env.CASEBOOK_TRACE ? "retain-on-failure" : "off",
    launchOptions: {
      executablePath: chromium,
      args: ["--disable-dev-shm-usage", ...(isRoot ? ["--no-sandbox"] : [])],
    },
  },
  projects: [
    { name: "tests", testMatch: "**/*.spec.ts", testIgnore: TIMED },
    // What is timed has the machine to itself: after the others, one at a time.
    { name: "timed", testMatch: TIMED, workers: 1, timeout: 240_000 },
    { name: "screenshots", testMatch: "**/screenshots.ts" },
  ],
});
