import { expect, expectRows, test } from "./casebook";
import { converted, dealsOf, dialog, form, lead, note, organization, preview, qualify, receipt, toast } from "./conversion";
import { open, read, somebody, stageCard, stageIn } from "./party";

test.use({ data: "empty" });

test("a lead becomes a contact of a new account with a deal, is shown before and after, and is undone", async ({ page, request }) => {
  const ada = await lead(request, { name: "Ada Marlow", company: "Marlow Looms" });
  await open(page, ada);
  await page.getByRole("button", { name: "Convert", exact: true }).click();
  const shown = form(page, ada);
  await expect(shown.getByText("Not qualified yet. Still open: fit, need, authority and budget.")).toBeVisible();
  await expect(shown.getByRole("radio", { name: "New account" })).toBeChecked();
  await expect(shown.getByLabel("Title")).toHaveValue("Marlow Looms");
  await shown.getByRole("textbox", { name: "Name", exact: true }).fill("Marlow Looms Ltd");
  await expect(shown.getByLabel("Title")).toHaveValue("Marlow Looms Ltd");
  await shown.getByRole("textbox", { name: "Amount", exact: true }).fill("1200");
  await shown.getByRole("combobox", { name: "Stage" }).fill("Prop");
  await page.keyboard.press("Enter");
  await shown.getByLabel("Reason").fill("Met at the fair");
  await expect(preview(page).getByRole("listitem")).toHaveText([
    "Organization Marlow Looms Ltd",
    "Link to Marlow Looms Ltd (works at)",
    "Deal Marlow Looms Ltd",
    "Evidence: Converted",
    "Ada Marlow: the same record, with its history",
    "Company: Marlow Looms",
  ]);
  await expect(preview(page).getByRole("definition")).toHaveText(["LeadProspect", "LeadOpportunity", "LeadContact"]);
  expect(await dealsOf(request, ada)).toEqual([]);

  await shown.getByRole("button", { name: "Convert", exact: true }).click();
  await expect(receipt(page, ada).getByRole("link", { name: "Marlow Looms Ltd" })).toHaveCount(2);
  await expect(receipt(page, ada).getByText("Reason: Met at the fair")).toBeVisible();
  await receipt(page, ada).getByRole("button", { name: "Done" }).click();
  await expect(note(page).getByRole("link", { name: "Marlow Looms Ltd" })).toHaveCount(2);
  await expect(stageIn(stageCard(page, "Lead, contact, customer"), "Contact")).toBeVisible();
  await expect(page.getByRole("button", { name: "Convert", exact: true })).toHaveCount(0);
  const [deal] = await dealsOf(request, ada);
  expect(deal?.fields).toMatchObject({ stage: "proposal", amount: { minor: 120_000, currency: "EUR" } });
  await page.getByRole("tab", { name: "Change log" }).click();
  await expect(page.getByRole("tabpanel").getByText("Converted", { exact: true })).toBeVisible();

  await toast(page, "Ada Marlow converted").getByRole("button", { name: "Undo" }).click();
  await expect(toast(page, "Undone")).toBeVisible();
  await expect(note(page)).toHaveCount(0);
  await expect(page.getByRole("tabpanel").getByText("Converted, undone since")).toBeVisible();
  await expect(stageIn(stageCard(page, "Lead, contact, customer"), "Lead")).toBeVisible();
  expect(await dealsOf(request, ada)).toEqual([]);
});

test("without a reason, and with an amount that is none, it is refused at the field", async ({ page, request }) => {
  const sent: string[] = [];
  page.on("request", (one) => one.url().endsWith("/convert") && sent.push(one.url()));
  const bea = await lead(request, { name: "Bea Unready" });
  await open(page, bea, "?convert=true");
  const shown = form(page, bea);
  await expect(shown.getByRole("radio", { name: "No account" })).toBeChecked();
  await shown.getByRole("textbox", { name: "Amount", exact: true }).fill("much");
  await shown.getByRole("button", { name: "Convert", exact: true }).click();
  await expect(shown.getByLabel("Reason")).toBeFocused();
  await expect(shown.getByLabel("Reason")).toHaveAccessibleDescription(/Required/);
  expect(sent).toEqual([]);
  await page.keyboard.type("Asked for it");
  await page.keyboard.press("Enter");
  await expect(shown.getByRole("textbox", { name: "Amount", exact: true })).toBeFocused();
  await expect(shown.getByRole("textbox", { name: "Amount", exact: true })).toHaveAttribute("aria-invalid", "true");
  await shown.getByRole("textbox", { name: "Amount", exact: true }).fill("");
  await shown.getByRole("radio", { name: "New account" }).check();
  await page.keyboard.press("Control+Enter");
  await expect(shown.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
  await shown.getByRole("radio", { name: "Another organization" }).check();
  await page.keyboard.press("Control+Enter");
  await expect(shown.getByRole("combobox", { name: "Organization" })).toBeFocused();
  expect((await read(request, bea.id)).stages.zoho).toBe("lead");
});

test("the likeliest account is chosen, and a deal of it is joined", async ({ page, request }) => {
  const mill = await organization(request, { name: "Pine Mill", website: "https://pinemill.example" });
  await request.post("/api/v1/deals", { data: { name: "Saws", account: mill.id } });
  const cleo = await lead(request, { name: "Cleo Pine", company: "pine mill", email: "cleo@pinemill.example" });
  await qualify(request, cleo);
  await open(page, cleo, "?convert=true");
  const shown = form(page, cleo);
  await expect(shown.getByRole("radio", { name: "Pine Mill" })).toBeChecked();
  await expect(shown.getByText("Same company · Same domain: pinemill.example")).toBeVisible();
  await expect(shown.getByLabel("Reason")).toHaveCount(0);
  await shown.getByRole("radio", { name: "Saws" }).check();
  await expect(preview(page).getByText("Cleo Pine takes part in the deal")).toBeVisible();
  await shown.getByRole("button", { name: "Convert", exact: true }).click();
  await expect(receipt(page, cleo).getByRole("link", { name: "Saws" })).toBeVisible();
  expect((await dealsOf(request, cleo)).map((one) => one.name)).toEqual(["Saws"]);
});

test("an organization that is there already is offered instead of a second one", async ({ page, request }) => {
  await organization(request, { name: "Harbour Crane", email: "office@harbourcrane.example" });
  const dora = await lead(request, { name: "Dora Dock", company: "Dock Works" });
  await open(page, dora, "?convert=true");
  const shown = form(page, dora);
  await shown.getByLabel("Reason").fill("Ready");
  await shown.getByRole("textbox", { name: "Email" }).fill("office@harbourcrane.example");
  await shown.getByRole("button", { name: "Convert", exact: true }).click();
  await expect(shown.getByRole("textbox", { name: "Email" })).toBeFocused();
  await expect(shown.getByRole("textbox", { name: "Email" })).toHaveAccessibleDescription(/Possible duplicate/);
  await expect(shown.getByText("Already in Casebook?")).toBeVisible();
  await shown.getByRole("button", { name: "Use Harbour Crane" }).click();
  await expect(shown.getByRole("radio", { name: "Harbour Crane" })).toBeFocused();
  await expect(shown.getByLabel("Title")).toHaveValue("Harbour Crane");

  // A similar name is found while it is typed.
  await shown.getByRole("radio", { name: "New account" }).check();
  await shown.getByRole("textbox", { name: "Email" }).fill("");
  await organization(request, { name: "Granite Bridge Builders" });
  await shown.getByRole("textbox", { name: "Name", exact: true }).fill("Granite Bridge Builder");
  await shown.getByRole("button", { name: "Use Granite Bridge Builders" }).click();
  await expect(preview(page).getByText("Granite Bridge Builders, as it is")).toBeVisible();
  await shown.getByRole("button", { name: "Convert", exact: true }).click();
  await expect(receipt(page, dora).getByText("Link to Granite Bridge Builders (works at)")).toBeVisible();
});

test("an undo names what stays because it was changed since", async ({ page, request }) => {
  const emil = await lead(request, { name: "Emil Kept" });
  const { deal } = await converted(request, emil, { account: { create: { name: "Kept Works" } }, deal: { create: { name: "Kept deal" } } });
  const fields = { amount: { minor: 5000, currency: "EUR" } };
  expect((await request.patch(`/api/v1/records/deals/${deal}`, { data: { fields }, headers: { "If-Match": "*" } })).ok()).toBe(true);
  await open(page, emil);
  await note(page).getByRole("button", { name: "Receipt" }).click();
  await receipt(page, emil).getByRole("button", { name: "Undo conversion" }).click();
  await dialog(page, "Undo the conversion of Emil Kept?").getByRole("button", { name: "Undo conversion" }).click();
  await expect(toast(page, "Conversion undone, except what was changed since")).toContainText(/Kept as they are now: .*Kept deal/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(note(page)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Convert", exact: true })).toBeVisible();
});

test("an organization becomes the account itself, and its people are converted with it", async ({ page, request }) => {
  const firm = await somebody(request, "Lantern Press", "organizations");
  const fay = await lead(request, { name: "Fay Lantern" });
  await request.post("/api/v1/links", { data: { person: fay.id, organization: firm.id, role: "employee" } });
  await open(page, firm);
  await page.keyboard.press("t");
  const shown = form(page, firm);
  await expect(shown.getByText("Lantern Press becomes the account itself. Converted with it: Fay Lantern.")).toBeVisible();
  await expect(shown.getByRole("radiogroup", { name: "Account" })).toHaveCount(0);
  await expect(shown.getByLabel("Reason")).toBeFocused();
  await page.keyboard.type("They asked");
  await page.keyboard.press("Control+Enter");
  await expect(receipt(page, firm).getByRole("button", { name: "Done" })).toBeFocused();
  await page.keyboard.press("Enter");
  await open(page, fay);
  await expect(note(page)).toContainText("with Lantern Press");
  await expect(stageIn(stageCard(page, "Lead, contact, customer"), "Contact")).toBeVisible();
  await note(page).getByRole("button", { name: "Undo conversion" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo conversion" }).click();
  await expect(toast(page, "Conversion of Fay Lantern undone")).toBeVisible();
  await expect(note(page)).toHaveCount(0);
  expect((await read(request, firm.id)).stages.zoho).toBe("lead");
});

test("who is converted in another window is not converted twice, whether or not that is heard of", async ({ page, request }) => {
  const gus = await lead(request, { name: "Gus Twice" });
  await open(page, gus, "?convert=true");
  await expect(form(page, gus)).toBeVisible();
  await converted(request, gus, { deal: { create: { name: "First" } } });
  await expect(receipt(page, gus).getByText("Converted meanwhile")).toBeVisible();
  await expect(receipt(page, gus).getByRole("link", { name: "First" })).toBeVisible();

  const hal = await lead(request, { name: "Hal Twice" });
  await page.route("**/api/v1/events*", (route) => route.abort());
  await open(page, hal, "?convert=true");
  await form(page, hal).getByLabel("Reason").fill("Now");
  await converted(request, hal, { deal: { create: { name: "Only" } } });
  await form(page, hal).getByRole("button", { name: "Convert", exact: true }).click();
  await expect(receipt(page, hal).getByText("Converted meanwhile")).toBeVisible();
  await expect(receipt(page, hal).getByRole("link", { name: "Only" })).toBeVisible();
  expect((await dealsOf(request, hal)).map((one) => one.name)).toEqual(["Only"]);
});

test("it is offered in the list for one that is selected, on the board and in the palette", async ({ page, request }) => {
  const ida = await lead(request, { name: "Ida Offered" });
  await page.goto("/people?q=Ida+Offered");
  await expectRows(page);
  await page.getByRole("checkbox", { name: "Select Ida Offered" }).check();
  await page.getByRole("region", { name: "1 selected" }).getByRole("button", { name: "Convert" }).click();
  await expect(form(page, ida)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(form(page, ida)).toHaveCount(0);

  await page.goto("/people?view=board&q=Ida+Offered");
  await page.getByRole("button", { name: "Ida Offered: Move to…" }).click();
  await page.getByRole("menuitem", { name: "Convert…" }).click();
  await expect(form(page, ida)).toBeVisible();
  await page.keyboard.press("Escape");

  // What is missing for a contact is the conversion itself, not a note that says so.
  await page.goto("/people?view=board&q=Ida+Offered&vocabulary=zoho");
  await page.getByRole("button", { name: "Ida Offered: Move to…" }).click();
  await page.getByRole("menuitem", { name: "Contact" }).click();
  await page.getByRole("button", { name: "Record: Converted" }).click();
  await expect(form(page, ida)).toBeVisible();

  await open(page, ida);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("convert ida");
  await page.getByRole("option", { name: "Convert Ida Offered" }).click();
  await expect(form(page, ida)).toBeVisible();
  await form(page, ida).getByRole("button", { name: "Cancel" }).click();
  await stageCard(page, "Lead, contact, customer").getByRole("button", { name: "Record: Converted" }).click();
  await expect(form(page, ida)).toBeVisible();
});
