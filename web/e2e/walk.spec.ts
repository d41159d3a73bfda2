import { expect, test } from "./casebook";
import { chooseFile } from "./importing";
import { importDeals, importLeads } from "./olist";
import { piece, stageCard, stageIn } from "./party";

test.use({ data: "empty" });

const WORDS = ["Customer journey", "Lead, contact, customer", "Inbound marketing"];

test("from an empty casebook over two files and the funnel to a customer, why, and back", async ({ page, server }) => {
  await page.goto("/");
  await importLeads(page, chooseFile);
  await importDeals(page);

  await page.getByRole("link", { name: "Funnel" }).click();
  const told = server.shell("funnel", "--vocabulary", "journey") as { cohort: number; stages: { reached: number }[] };
  expect([told.cohort, told.stages[3]?.reached]).toEqual([12, 3]);
  await page.getByRole("link", { name: / reached Customer/ }).first().click();
  await expect(page.getByRole("grid")).toHaveAttribute("aria-rowcount", "4");
  await page.getByRole("grid").getByRole("link").first().click();

  for (const words of WORDS) await expect(stageIn(stageCard(page, words), "Customer")).toBeVisible();
  await stageIn(stageCard(page, "Customer journey"), "Customer").click();
  await expect(page.getByRole("dialog").getByRole("link", { name: "All words and their meanings" })).toBeVisible();
  await page.keyboard.press("Escape");

  await stageCard(page, "Customer journey").getByRole("link", { name: "Deal won" }).click();
  await piece(page, "Deal won").getByRole("button", { name: "Retract: Deal won" }).click();
  const dialog = page.getByRole("dialog", { name: "Retract “Deal won”?" });
  await dialog.getByRole("combobox", { name: "Why" }).fill("It did not happen");
  await dialog.getByRole("button", { name: "Retract", exact: true }).click();
  for (const words of WORDS) await expect(stageIn(stageCard(page, words), "Customer")).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  for (const words of WORDS) await expect(stageIn(stageCard(page, words), "Customer")).toBeVisible();
});
