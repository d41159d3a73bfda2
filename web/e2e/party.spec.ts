import { expect, expectNoBarriers, test } from "./casebook";
import { first, happened, open, piece, pieces, read, somebody, stageCard, stageIn } from "./party";

test("stages, reasons and what is missing are those that the API explains", async ({ page, request }) => {
  const party = await first(request, "stage.journey=customer");
  await open(page, party);
  const { items } = await (await request.get("/api/v1/vocabularies")).json();
  for (const name of ["journey", "zoho", "inbound"]) {
    const title = items.find((one: { name: string; state: string }) => one.name === name && one.state === "active").title;
    const vocabulary = await (await request.get(`/api/v1/vocabularies/${name}`)).json();
    const explained = await (await request.get(`/api/v1/parties/${party.id}/explain?vocabulary=${name}`)).json();
    const titleOf = (stage: string) => vocabulary.stages.find((one: { name: string }) => one.name === stage).title;
    const card = stageCard(page, title);
    await expect(stageIn(card, titleOf(explained.stage))).toBeVisible();
    await expect(card.getByRole("listitem").filter({ has: page.getByRole("link") })).toHaveCount(explained.because.length);
    for (const { stage } of explained.missing) await expect(card.getByText(`Missing for ${titleOf(stage)}`)).toBeAttached();
  }
});

for (const width of [390, 1440]) {
  test(`the page has one scroll bar and no more (${width} pixels)`, async ({ page, request }) => {
    await page.setViewportSize({ width, height: 700 });
    await open(page, await first(request, "stage.journey=customer"));
    await expect(pieces(page).first()).toBeAttached();
    const scrolling = await page.evaluate(() => {
      const all = [...document.querySelectorAll("*")];
      return all.filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight).length;
    });
    expect(scrolling).toBe(1);
  });
}

test("a reason leads to its piece in the timeline, and the address keeps it", async ({ page, request }) => {
  const party = await first(request, "stage.journey=customer");
  await open(page, party, "?family=reach");
  const reason = stageCard(page, "Customer journey").getByRole("link").first();
  const what = (await reason.textContent()) ?? "";
  await reason.click();
  await expect(page).toHaveURL(/piece=evd_/);
  await expect(page.locator("[aria-current=true]").filter({ hasText: what })).toBeInViewport();
  await page.reload();
  await expect(page.locator("[aria-current=true]").filter({ hasText: what })).toBeInViewport();
});

test("a field is edited in place, and undone", async ({ page, request }) => {
  const party = await somebody(request, "Edith Place");
  await open(page, party);
  await page.getByRole("button", { name: "Edit Phone" }).click();
  await page.keyboard.type("+49 30 1234");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Phone of Edith Place updated")).toBeVisible();
  await expect(page.getByRole("link", { name: "Open +49 30 1234" })).toHaveAttribute("href", "tel:+49301234");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Edit Phone" })).toHaveText(/Add…/);
  await page.getByRole("tab", { name: "Change log" }).click();
  await expect(page.getByRole("tabpanel").getByText("+49 30 1234").first()).toBeVisible();
  await page.getByRole("button", { name: "Edit Email" }).click();
  await page.keyboard.type("edith at example.org");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Email" })).toHaveAccessibleDescription(/example\.org/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Edit Email" })).toHaveText(/Add…/);
});

test("a conflicting edit is shown with the new value, and either can be kept", async ({ page, request }) => {
  const party = await somebody(request, "Connie Flict");
  await open(page, party);
  const change = async (data: object) => {
    const { version } = await read(request, party.id);
    const answer = await request.patch(`/api/v1/parties/${party.id}`, { data, headers: { "If-Match": `"${version}"` } });
    expect(answer.ok()).toBe(true);
  };
  await page.getByRole("button", { name: "Edit Phone" }).click();
  await change({ phone: "111" });
  await page.keyboard.type("222");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Someone else changed this to “111”.");
  expect(await read(request, party.id)).toMatchObject({ phone: "111" });
  await page.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByRole("button", { name: "Edit Phone" })).toHaveText(/222/);
  expect(await read(request, party.id)).toMatchObject({ phone: "222" });

  // A change of another field is no conflict.
  await page.getByRole("button", { name: "Edit Email" }).click();
  await change({ phone: "333" });
  await page.keyboard.type("connie@example.org");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Edit Email" })).toHaveText(/connie@example.org/);
  expect(await read(request, party.id)).toMatchObject({ phone: "333", email: "connie@example.org" });
});

test("as of a day: moved by keys, kept in the address, and back to now", async ({ page, request }) => {
  const party = await somebody(request, "Asof Daymar");
  await happened(request, party.id, { kind: "form_submitted", occurred_at: "2025-01-05" });
  await happened(request, party.id, { kind: "deal_won", occurred_at: "2025-06-05" });
  await open(page, party, "?as_of=2025-06-05");
  const card = stageCard(page, "Customer journey");
  await expect(stageIn(card, "Customer")).toBeVisible();
  const slider = page.getByRole("slider", { name: "As of" });
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/as_of=2025-06-04/);
  await expect(slider).toHaveAttribute("aria-valuetext", "4 Jun 2025");
  await expect(stageIn(card, "Lead")).toBeVisible();
  await expect(piece(page, "Deal won")).toContainText("later");
  await expect(piece(page, "Submitted a form")).not.toContainText("later");
  const explained = await (await request.get(`/api/v1/parties/${party.id}/explain?vocabulary=journey&at=2025-06-04`)).json();
  expect(explained.stage).toBe("lead");
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page).not.toHaveURL(/as_of/);
  await expect(stageIn(card, "Customer")).toBeVisible();
});

test("the strip says every stage period of every vocabulary in words", async ({ page, request }) => {
  const party = await first(request, "stage.journey=customer");
  await open(page, party);
  const history = await (await request.get(`/api/v1/parties/${party.id}/history`)).json();
  const strip = page.getByRole("region", { name: "Timeline of stages" });
  const journey = history.vocabularies.find((one: { vocabulary: string }) => one.vocabulary === "journey");
  await expect(strip.getByRole("list", { name: "Customer journey" }).getByRole("listitem")).toHaveCount(journey.periods.length);
  await expect(strip.getByRole("list", { name: "Standing" }).getByRole("listitem")).toHaveCount(history.standings.length);
});

test("a link to an organization is added, ended, removed and restored", async ({ page, request }) => {
  const party = await somebody(request, "Linka Person");
  const other = await somebody(request, "Linkable Works", "organizations");
  await open(page, party);
  await page.getByRole("button", { name: "Link to an organization" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Link", exact: true }).click();
  await expect(dialog.getByText("Required")).toBeVisible();
  await dialog.getByRole("combobox", { name: "Organization" }).fill("Linkable");
  await page.getByRole("option", { name: /Linkable Works/ }).click();
  await dialog.getByRole("button", { name: "Link", exact: true }).click();
  const links = page.getByRole("region", { name: "Organizations" });
  await expect(links.getByRole("link", { name: "Linkable Works" })).toBeVisible();
  await links.getByRole("button", { name: "Link to Linkable Works" }).click();
  await page.getByRole("menuitem", { name: "Mark as ended" }).click();
  await expect(links.getByText(/until/)).toBeVisible();
  const ended = await (await request.get(`/api/v1/parties/${party.id}/links`)).json();
  expect(ended.items[0].to).not.toBeNull();
  await links.getByRole("button", { name: "Link to Linkable Works" }).click();
  await page.getByRole("menuitem", { name: "Remove (added by mistake)" }).click();
  await expect(links.getByText("No organization linked yet.")).toBeVisible();
  await expect(page.getByText("Link to Linkable Works removed")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await links.getByRole("link", { name: "Linkable Works" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Linkable Works" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(other.id));
  await expect(page.getByRole("region", { name: "People" }).getByRole("link", { name: "Linka Person" })).toBeVisible();
});

test("a record is hidden and restored", async ({ page, request }) => {
  const party = await somebody(request, "Hidden Hilda");
  await open(page, party);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Hide" }).click();
  await expect(page.getByText(/Hidden from lists, counts and funnels/)).toBeVisible();
  expect(await read(request, party.id)).toMatchObject({ hidden: true });
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(page.getByText(/Hidden from lists, counts and funnels/)).toHaveCount(0);
  expect(await read(request, party.id)).toMatchObject({ hidden: false });
});

test("the address of an unknown record says so and leads on", async ({ page }) => {
  for (const id of ["per_0000000000000", "nonsense", "%00"]) {
    await page.goto(`/parties/${id}`);
    await expect(page.getByRole("heading", { name: "Record not found" })).toBeVisible();
  }
  await page.goto("/parties/nonsense");
  await page.locator("main").getByRole("link", { name: "People" }).click();
  await expect(page).toHaveURL(/\/people/);
});

test("invalid parts of the address are ignored", async ({ page, request }) => {
  const party = await first(request, "stage.journey=customer");
  await page.goto(`/parties/${party.id}?as_of=2025-99-99&family=nonsense&piece=evd_x&retract=evd_x&like=evd_x&tab=nonsense&record=nonsense`);
  await expect(page.getByRole("dialog", { name: /Add evidence/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Clear filters" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the page, its form and its log have no barriers (${colorScheme})`, async ({ page, request }) => {
    const party = await somebody(request, `Barry Air ${colorScheme}`);
    await happened(request, party.id, { kind: "form_submitted", occurred_at: "2025-01-05" });
    await happened(request, party.id, { kind: "deal_won", occurred_at: "2026-02-05" });
    const call = await happened(request, party.id, { kind: "call_held", occurred_at: "2025-12-05", detail: { note: "About the offer" } });
    await request.post(`/api/v1/evidence/${call.id}/retract`, { data: { reason: "wrong person" } });
    await page.emulateMedia({ colorScheme });
    await open(page, party, "?as_of=2026-01-01");
    await expect(pieces(page).first()).toBeVisible();
    await page.locator("summary").first().click();
    await expectNoBarriers(page);
    await page.goto(`/parties/${party.id}?record=deal_won`);
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectNoBarriers(page);
    await page.goto(`/parties/${party.id}?tab=changes`);
    await expect(page.getByRole("tabpanel")).toBeVisible();
    await expectNoBarriers(page);
  });
}

test("the page fits 390 pixels, and runs from the right with all its texts in the catalogue", async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const party = await first(request, "stage.journey=customer");
  for (const search of ["", "?tab=changes", "?lang=xx-pseudo&dir=rtl"]) {
    await page.goto(`/parties/${party.id}${search}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading…" })).toHaveCount(0);
    const wider = await page.locator("main").evaluate((box) => {
      const boxes = [document.documentElement, box, ...box.querySelectorAll("div")];
      const visible = boxes.filter((one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX) || one === document.documentElement);
      return visible.filter((one) => one.scrollWidth > one.clientWidth).length;
    });
    expect(wider).toBe(0);
  }
});
