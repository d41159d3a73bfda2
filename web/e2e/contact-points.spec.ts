import { expect, expectNoBarriers, test } from "./casebook";
import { open, somebody } from "./party";

test("several addresses get labels and a primary one, which is undone as one change", async ({ page, request }) => {
  const party = await somebody(request, "Nora Numbers");
  await open(page, party);
  await page.getByRole("button", { name: "Add email address" }).click();
  const dialog = page.getByRole("dialog", { name: "Email addresses" });
  const rows = dialog.getByRole("group", { name: "Email address" });
  await rows.first().getByRole("textbox", { name: "Email address" }).fill("nora@example.org");
  await rows.first().getByRole("combobox", { name: "Label" }).fill("work");
  await dialog.getByRole("button", { name: "Add email address" }).click();
  await rows.nth(1).getByRole("textbox", { name: "Email address" }).fill("nonsense");
  await dialog.getByRole("button", { name: "Save" }).click();
  // The server says which one is no address.
  await expect(rows.nth(1).getByText(/nonsense/)).toBeVisible();
  await rows.nth(1).getByRole("textbox", { name: "Email address" }).fill("n.numbers@example.com");
  await rows.nth(1).getByRole("radio", { name: "Primary" }).check();
  await expectNoBarriers(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const points = page.getByRole("region", { name: "Email addresses" });
  await expect(points.getByRole("listitem")).toHaveText(["n.numbers@example.comPrimary", "nora@example.orgwork"]);
  await expect(page.getByRole("button", { name: "Edit Email: n.numbers@example.com" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(points).toBeHidden();
  const { emails } = await (await request.get(`/api/v1/parties/${party.id}`)).json();
  expect(emails).toEqual([]);
});

test("numbers are shown as people of their country write them, and an address has its parts", async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const party = await somebody(request, "Petra Places");
  await open(page, party);
  await page.getByRole("button", { name: "Add phone number" }).click();
  const phones = page.getByRole("dialog", { name: "Phone numbers" });
  await phones.getByRole("textbox", { name: "Phone number" }).fill("+41 44 668 18 00");
  await phones.getByRole("combobox", { name: "Label" }).fill("office");
  await page.keyboard.press("Enter");
  await expect(phones).toBeHidden();
  const number = page.getByRole("region", { name: "Phone numbers" }).getByRole("link");
  await expect(number).toHaveText("044 668 18 00");
  await expect(number).toHaveAttribute("href", "tel:+41446681800");
  await page.getByRole("button", { name: "Add address" }).click();
  const addresses = page.getByRole("dialog", { name: "Addresses" });
  await addresses.getByRole("textbox", { name: "City" }).fill("Bern");
  await addresses.getByRole("combobox", { name: "Label" }).fill("home");
  await expectNoBarriers(page);
  await addresses.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Addresses" }).getByRole("listitem")).toHaveText("Bernhome · Primary");
  await expect(page.getByRole("button", { name: "Edit City: Bern" })).toBeVisible();
});
