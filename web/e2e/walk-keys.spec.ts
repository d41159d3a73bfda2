import { readFile } from "node:fs/promises";
import { expect, expectRows, test } from "./casebook";
import { go, press } from "./keys";
import { pieces, stageCard, stageIn } from "./party";

test.use({ data: "empty" });

// Nothing but keys: no click, and nothing that gives the focus to anything.
test("from sample data over the funnel to a customer, why, back, a changed vocabulary and an export, by keys alone", async ({ page, server }) => {
  await page.goto("/");
  await press(page, page.getByRole("button", { name: "Load sample data" }));
  await expect(page.getByText("Sample data loaded")).toBeVisible({ timeout: 60_000 });

  await go(page, "f");
  await press(page, page.getByRole("link", { name: / reached Customer/ }).first());
  await expectRows(page);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const customer = stageIn(stageCard(page, "Customer journey"), "Customer");
  await press(page, customer);
  await expect(page.getByRole("dialog").getByRole("link", { name: "Open in glossary" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(customer).toBeFocused();

  const won = pieces(page).getByRole("button", { name: "Retract: Deal won" });
  for (let left = await won.count(); left > 0; left -= 1) {
    await press(page, won.first());
    await expect(page.getByRole("dialog").getByRole("combobox", { name: "Reason" })).toBeFocused();
    await page.keyboard.type("It did not happen");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(won).toHaveCount(left - 1);
  }
  await expect(customer).toHaveCount(0);
  await press(page, page.getByRole("button", { name: "Undo" }).last());
  await expect(customer).toBeVisible();

  await go(page, "v");
  await press(page, page.getByRole("link", { name: "Edit Customer journey" }));
  await press(page, page.getByRole("button", { name: "Go to the rule of Prospect" }));
  await page.keyboard.type(" && dialogue.count > 2");
  await expect(page.getByText("Valid: 5 stages")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText(/ would move: \d+ from Prospect back to /).first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Activate");
  await expect(page.getByRole("option", { name: "Activate", exact: true })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("button", { name: "Activate" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Version 2 of “journey” is now active")).toBeVisible({ timeout: 60_000 });
  await press(page, page.getByRole("button", { name: "Restore version 1" }));
  await expect(page.getByRole("dialog").getByRole("button", { name: "Restore" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Version 3 of “journey” is now active")).toBeVisible({ timeout: 60_000 });

  await go(page, "p");
  await expectRows(page);
  await page.keyboard.press("j");
  await page.keyboard.press("Control+a");
  await expect(page.getByRole("checkbox", { name: "Select all" })).toBeChecked();
  await press(page, page.getByRole("button", { name: "Export" }));
  await expect(page.getByRole("menuitem", { name: "As JSON" })).toBeVisible();
  const downloaded = page.waitForEvent("download");
  await press(page, page.getByRole("menuitem", { name: "As JSON" }), "ArrowDown");
  const { items } = JSON.parse(await readFile(await (await downloaded).path(), "utf8"));
  expect(items.length).toBeGreaterThan(100);
  expect(items.length).toBe(await people(server.url));
});

async function people(url: string): Promise<number> {
  return (await (await fetch(`${url}/api/v1/parties/count?kind=person`)).json()).count;
}
