import { expect, expectNoBarriers, test } from "./casebook";
import { happened, open, piece, pieces, read, somebody, stageCard, stageIn } from "./party";

test("a customer whose deal is retracted is a customer in no vocabulary, and again after undo", async ({ page, request }) => {
  const party = await somebody(request, "Retta Cusworth");
  await happened(request, party.id, { kind: "form_submitted", occurred_at: "2026-01-05" });
  await happened(request, party.id, { kind: "deal_won", occurred_at: "2026-02-05", deal: "Retta's deal", amount: { minor: 500_000, currency: "EUR" } });
  await open(page, party);
  for (const vocabulary of ["Customer journey", "Lead, contact, customer", "Inbound marketing"]) {
    await expect(stageIn(stageCard(page, vocabulary), "Customer")).toBeVisible();
  }
  await piece(page, "Deal won").hover();
  await piece(page, "Deal won").getByRole("button", { name: "Retract: Deal won" }).click();
  const dialog = page.getByRole("dialog", { name: "Retract “Deal won”?" });
  await dialog.getByRole("button", { name: "Retract", exact: true }).click();
  await expect(dialog.getByText("Required")).toBeVisible();
  await dialog.getByRole("combobox", { name: "Reason" }).fill("It did not happen");
  await dialog.getByRole("button", { name: "Retract", exact: true }).click();

  await expect(page.getByText(/Retta Cusworth is now .*Lead \(Customer journey\)/)).toBeVisible();
  await expect(piece(page, "Deal won").locator("del")).toHaveText("Deal won");
  await expect(piece(page, "Deal won")).toContainText("It did not happen");
  for (const vocabulary of ["Customer journey", "Lead, contact, customer", "Inbound marketing"]) {
    await expect(stageIn(stageCard(page, vocabulary), "Customer")).toHaveCount(0);
  }
  expect(Object.values((await read(request, party.id)).stages)).not.toContain("customer");

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone", { exact: true })).toBeVisible();
  await expect(stageIn(stageCard(page, "Customer journey"), "Customer")).toBeVisible();
  expect(Object.values((await read(request, party.id)).stages)).toEqual(["customer", "customer", "customer"]);
  await expect(piece(page, "Deal won").locator("del")).toHaveCount(0);
});

test("a wrong amount is retracted and recorded right, with all else as it was", async ({ page, request }) => {
  const party = await somebody(request, "Corin Amount");
  const wrong = { kind: "deal_won", occurred_at: "2026-02-05", deal: "Corin's deal", amount: { minor: 500_000, currency: "EUR" } };
  const { deal } = await happened(request, party.id, wrong);
  await open(page, party);
  await piece(page, "Deal won").getByRole("button", { name: "Retract: Deal won" }).click();
  await page.getByRole("combobox", { name: "Reason" }).fill("A zero too few");
  await page.getByRole("button", { name: "Correct instead" }).click();
  const form = page.getByRole("dialog", { name: "Correct “Deal won”" });
  expect((await read(request, party.id)).stages.journey).toBe("customer");
  await expect(form.getByRole("textbox", { name: "Amount" })).toHaveValue("5000.00");
  await form.getByRole("textbox", { name: "Amount" }).fill("50,000");
  await form.getByRole("button", { name: "Record" }).click();
  await expect(page.getByText("Deal won corrected", { exact: false })).toBeVisible();
  const won = async () => {
    const { items } = await (await request.get(`/api/v1/parties/${party.id}/evidence`)).json();
    return items.filter((one: { kind: string; live: boolean }) => one.kind === "deal_won" && one.live);
  };
  expect(await won()).toMatchObject([{ amount: { minor: 5_000_000, currency: "EUR" }, deal, occurred_at: "2026-02-05", precision: "day" }]);
  expect((await read(request, party.id)).stages.journey).toBe("customer");

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone", { exact: true })).toBeVisible();
  expect(await won()).toMatchObject([{ amount: { minor: 500_000 }, deal }]);
});

test("a wrong day is corrected where the piece stands, in one form", async ({ page, request }) => {
  const party = await somebody(request, "Dana Dayoff");
  await happened(request, party.id, { kind: "meeting_held", occurred_at: "2026-02-05" });
  await open(page, party);
  await piece(page, "Meeting held").getByRole("button", { name: "Correct: Meeting held" }).click();
  const form = page.getByRole("dialog", { name: "Correct “Meeting held”" });
  await form.locator("input[type=date]").fill("2026-02-02");
  await form.getByRole("button", { name: "Record" }).click();
  await expect(page.getByText("Meeting held corrected", { exact: false })).toBeVisible();
  const { items } = await (await request.get(`/api/v1/parties/${party.id}/evidence`)).json();
  const days = items
    .filter((one: { kind: string }) => one.kind === "meeting_held")
    .map((one: { occurred_at: string; live: boolean }) => `${one.occurred_at.slice(0, 10)} ${one.live}`);
  expect(days.toSorted()).toEqual(["2026-02-02 true", "2026-02-05 false"]);
  await expect(piece(page, "Meeting held").filter({ has: page.locator("del") })).toContainText("Recorded incorrectly");
});

test("a correction that is given up changes nothing", async ({ page, request }) => {
  const party = await somebody(request, "Nora Givesup");
  const call = await happened(request, party.id, { kind: "call_held", occurred_at: "2026-02-05" });
  await open(page, party);
  await piece(page, "Call held").getByRole("button", { name: "Retract: Call held" }).click();
  await page.getByRole("combobox", { name: "Reason" }).fill("Another day");
  await page.getByRole("button", { name: "Correct instead" }).click();
  await page.getByRole("dialog", { name: "Correct “Call held”" }).getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await (await request.get(`/api/v1/evidence/${call.id}`)).json()).toMatchObject({ live: true });
});

test("a retraction is undone in the timeline", async ({ page, request }) => {
  const party = await somebody(request, "Tessa Backman");
  const call = await happened(request, party.id, { kind: "call_held" });
  await request.post(`/api/v1/evidence/${call.id}/retract`, { data: { reason: "wrong person" } });
  await open(page, party);
  await expect(piece(page, "Call held")).toContainText("wrong person");
  await piece(page, "Call held").getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText(/It counts again/)).toBeVisible();
  await expect(piece(page, "Call held").locator("del")).toHaveCount(0);
  await expect(piece(page, "Call held")).toContainText("Restored by");
});

test("what is missing is recorded by its button, and the stage follows", async ({ page, request }) => {
  const party = await somebody(request, "Missy Needham");
  await open(page, party);
  const card = stageCard(page, "Customer journey");
  await expect(stageIn(card, "Contact")).toBeVisible();
  await card.getByRole("button", { name: "Record: Interest…" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Add evidence to Missy Needham" });
  await expect(dialog.getByRole("combobox", { name: "What happened" })).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(dialog.getByText("Required")).toBeVisible();
  await page.getByRole("option", { name: "Requested a demo" }).click();
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(page.getByText(/Missy Needham is now .*Lead \(Customer journey\)/)).toBeVisible();
  await expect(stageIn(card, "Lead")).toBeVisible();
  expect((await read(request, party.id)).stages).toMatchObject({ journey: "lead", inbound: "mql" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(stageIn(card, "Contact")).toBeVisible();
});

test("four criteria met by their buttons make a prospect", async ({ page, request }) => {
  const party = await somebody(request, "Crita Fourman");
  await happened(request, party.id, { kind: "form_submitted" });
  await open(page, party);
  const card = stageCard(page, "Customer journey");
  for (const criterion of ["Fit", "Need", "Authority", "Budget"]) {
    await card.getByRole("button", { name: `Record: ${criterion} met` }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("combobox", { name: "Criterion" })).toHaveValue(criterion);
    await dialog.getByRole("button", { name: "Record", exact: true }).click();
    await expect(dialog).toHaveCount(0);
  }
  await expect(stageIn(card, "Prospect")).toBeVisible();
  expect((await read(request, party.id)).stages.journey).toBe("prospect");
});

test("a deal is recorded with its amount, back-dated and with another participant; an invalid amount is reported", async ({ page, request }) => {
  const party = await somebody(request, "Dealia Amount");
  const other = await somebody(request, "Partaking Ltd", "organizations");
  await open(page, party, "?record=deal_won");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Amount" }).fill("a lot");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(dialog.getByText(/Not a valid amount/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Amount" }).fill("1,234.50");
  await dialog.getByText("On a date").click();
  await dialog.getByRole("textbox", { name: "Date", exact: true }).fill("2026-03-03");
  await dialog.getByRole("button", { name: "Add a participant" }).click();
  await dialog.getByRole("combobox", { name: "Other participants" }).fill("Partaking");
  await page.getByRole("option", { name: /Partaking Ltd/ }).click();
  await dialog.getByRole("textbox", { name: "Note" }).fill("Signed on paper");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(page.getByText(/Dealia Amount is now .*Customer \(Customer journey\)/)).toBeVisible();
  const row = piece(page, "Deal won");
  await expect(row).toContainText("1,234.50");
  await expect(row).toContainText("3 Mar 2026");
  await expect(row).toContainText("Signed on paper");
  await expect(row.getByRole("link", { name: "Partaking Ltd" })).toHaveAttribute("href", new RegExp(other.id));
});

test("a negative amount and a consent without a purpose are reported at their field", async ({ page, request }) => {
  const party = await somebody(request, "Consentia Minus");
  await open(page, party, "?record=purchased");
  const dialog = page.getByRole("dialog");
  const amount = dialog.getByRole("textbox", { name: "Amount" });
  await amount.fill("-20");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(amount).toHaveAccessibleDescription(/Enter a positive amount/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoBarriers(page);
  }
  await amount.fill("20");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(piece(page, "Purchased")).toContainText("20.00");

  await open(page, party, "?record=consent_given");
  const purpose = dialog.getByRole("textbox", { name: "Purpose" });
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(purpose).toHaveAccessibleDescription(/Enter what they agreed to/);
  await purpose.fill("newsletter");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(piece(page, "Consent given")).toContainText("Newsletter");

  await open(page, party, "?record=parked");
  await expect(dialog.getByLabel("Until")).toHaveAccessibleDescription(/until something new happens/);
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(piece(page, "Parked")).toBeVisible();
});

test("an error of the server is shown in the form, which stays open", async ({ page, request }) => {
  const party = await somebody(request, "Judith Refused");
  await open(page, party, "?record=call_held");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("On a date").click();
  await dialog.getByRole("textbox", { name: "Date", exact: true }).fill("2099-01-01");
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(dialog.getByText(/more than a day ahead/).first()).toBeVisible();
  await dialog.getByText("Unknown").click();
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await expect(piece(page, "Call held")).toContainText("Time unknown");
});

test("the timeline is narrowed by family and words, and the address keeps it", async ({ page, request }) => {
  const party = await somebody(request, "Narrowina Filter");
  for (const kind of ["call_held", "mail_sent", "deal_opened", "proposal_sent"]) await happened(request, party.id, { kind });
  await open(page, party);
  await expect(piece(page, "Deal opened")).toBeVisible();
  const all = await pieces(page).count();
  await page.getByRole("group", { name: "Families" }).getByRole("button", { name: /Deal/ }).click();
  await expect(page).toHaveURL(/family=deal/);
  await expect(pieces(page)).toHaveCount(2);
  for (const text of await pieces(page).allTextContents()) expect(text).toMatch(/Deal|Proposal/);
  await page.keyboard.press("/");
  await page.keyboard.type("qqqq");
  await expect(page.getByRole("heading", { name: "No matching evidence" })).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(pieces(page)).toHaveCount(all);
});

test("two browsers see each other's evidence", async ({ page, request }) => {
  const party = await somebody(request, "Lively Livia");
  await open(page, party);
  await expect(stageIn(stageCard(page, "Customer journey"), "Contact")).toBeVisible();
  await happened(request, party.id, { kind: "demo_requested" });
  await expect(stageIn(stageCard(page, "Customer journey"), "Lead")).toBeVisible();
  await expect(piece(page, "Requested a demo")).toBeVisible();
});

test("a call is recorded by keys alone, and the focus comes back", async ({ page, request }) => {
  const party = await somebody(request, "Keya Board");
  await open(page, party);
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("combobox", { name: "What happened" })).toBeFocused();
  await page.keyboard.type("call held");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Enter");
  await expect(dialog).toHaveCount(0);
  await expect(piece(page, "Call held")).toBeVisible();
  const retract = piece(page, "Call held").getByRole("button", { name: "Retract: Call held" });
  await retract.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(retract).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("Recorded twice");
  await page.keyboard.press("Enter");
  await expect(piece(page, "Call held").locator("del")).toBeVisible();
});

