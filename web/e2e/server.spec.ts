import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "./casebook";

test("nothing is left in the folder for passing files when tests have ended", async () => {
  const folder = mkdtempSync(join(tmpdir(), "casebook-swept-"));
  const run = ["playwright", "test", "shell.spec.ts", "-g", "dark is chosen and kept", "--project=tests", "--workers=1", "--output", join(folder, "results")];
  const { stdout } = await promisify(execFile)("npx", run, { env: { ...process.env, TMPDIR: folder } });
  expect(stdout).toContain("1 passed");
  expect(readdirSync(folder).filter((name) => name.startsWith("casebook-"))).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});
