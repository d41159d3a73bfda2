import { expect, expectNoBarriers, test } from "./casebook";
import { somebody } from "./party";
import { address, cell, declared, dialog, euros, found, grid, names, opened, send, toast } from "./recordsList";

test.use({ data: "empty" });

test("cells are edited in place by keys, as the kind of their field, and undone", async ({ page, request }) => {
  const plural = await declared(request, "edited");
  await opened(page, `/records/${plural}`);
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("e");
  const price = grid(page).getByRole("textbox", { name: "Price" });
  await expect(price).toHaveValue("50.00 EUR");
  await page.keyboard.type("a lot");
  await page.keyboard.press("Enter");
  // Refused before it is sent: the text stays, and says what is wrong.
  await expect(toast(page, "Price not saved")).toContainText("such as 12.50 EUR");
  await expect(price).toHaveValue("a lot");
  await price.fill("75,50");
  await page.keyboard.press("Enter");
  await expect(toast(page, "Price of Alpha updated")).toBeVisible();
  await expect(cell(page, "Alpha", 3)).toHaveText("€75.50");
  expect((await found(request, plural, { text: "alpha" }))[0]?.fields.price).toEqual(euros(7550));
  await toast(page, "Price of Alpha updated").getByRole("button", { name: "Undo" }).click();
  await expect(cell(page, "Alpha", 3)).toHaveText("€50.00");

  await grid(page).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("e");
  await grid(page).getByRole("combobox", { name: "Size" }).selectOption({ label: "Large" });
  await page.keyboard.press("Enter");
  await expect(cell(page, "Alpha", 4)).toHaveText("Large");
  await cell(page, "Delta", 5).dblclick();
  await grid(page).getByRole("combobox", { name: "Sold" }).selectOption({ label: "Yes" });
  await page.keyboard.press("Enter");
  await cell(page, "Delta", 6).dblclick();
  await grid(page).getByRole("textbox", { name: "On" }).fill("2026-05-04");
  await page.keyboard.press("Enter");
  await expect(cell(page, "Delta", 6)).toHaveText("4 May 2026");
  await expect.poll(async () => (await found(request, plural, { text: "delta" }))[0]?.fields).toEqual({ sold: true, on: "2026-05-04" });
  await expectNoBarriers(page);
});

test("a cell that somebody else changed meanwhile is not written over, and a name is not emptied", async ({ page, request }) => {
  const plural = await declared(request, "raced");
  // Nothing of what others do reaches this page by itself.
  await page.route("**/api/v1/events*", (route) => route.abort());
  await opened(page, `/records/${plural}`);
  const [alpha] = await found(request, plural, { text: "alpha" });
  await request.patch(`/api/v1/records/${plural}/${alpha?.id}`, { headers: { "if-match": "*" }, data: { fields: { price: euros(1) } } });
  await cell(page, "Alpha", 3).dblclick();
  await grid(page).getByRole("textbox", { name: "Price" }).fill("2 EUR");
  await page.keyboard.press("Enter");
  await expect(toast(page, /changed/i).first()).toBeVisible();
  await expect(cell(page, "Alpha", 3)).toHaveText("€0.01");
  expect((await found(request, plural, { text: "alpha" }))[0]?.fields.price).toEqual(euros(1));
  // Another field of the same record can be changed.
  await cell(page, "Alpha", 4).dblclick();
  await grid(page).getByRole("combobox", { name: "Size" }).selectOption({ label: "Large" });
  await page.keyboard.press("Enter");
  await expect(toast(page, "Size of Alpha updated")).toBeVisible();
  await cell(page, "Alpha", 2).dblclick({ position: { x: 200, y: 18 } });
  await grid(page).getByRole("textbox", { name: "Name" }).fill(" ");
  await page.keyboard.press("Enter");
  await expect(toast(page, "Name not saved")).toContainText("Name is required.");
  await page.keyboard.press("Escape");
  await expect(cell(page, "Alpha", 2)).toHaveText("Alpha");
});

test("rows are selected and edited together by keys, and one undo takes it back", async ({ page, request }) => {
  const plural = await declared(request, "keyed");
  await opened(page, `/records/${plural}`);
  await page.keyboard.press("j");
  await page.keyboard.press(" ");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "2 selected" })).toBeVisible();
  const edit = page.getByRole("button", { name: "Edit", exact: true });
  await edit.focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("combobox", { name: "Field" })).toBeFocused();
  await page.keyboard.type("owner");
  await expect(page.getByRole("option", { name: "Owner", selected: false })).toHaveCount(1);
  await expect(page.locator("[data-combobox-selected]")).toHaveText("Owner");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(dialog(page).getByRole("textbox", { name: "Owner" })).toBeFocused();
  await page.keyboard.type("eve");
  await page.keyboard.press("Enter");
  await expect(toast(page, `2 ${plural} changed`)).toBeVisible();
  await expect(page.getByText("2 selected")).toHaveCount(0);
  const ownersOf = async () => (await found(request, plural, { and: [] })).map((one) => one.owner);
  expect(await ownersOf()).toEqual([null, "eve", "eve", null]);
  await toast(page, `2 ${plural} changed`).getByRole("button", { name: "Undo" }).click();
  await expect(toast(page, "Undone")).toBeVisible();
  expect(await ownersOf()).toEqual([null, null, null, null]);
});

test("Enter takes the option that is marked, however late the list's own timers come", async ({ page, request }) => {
  await page.addInitScript(() => {
    const after = window.setTimeout.bind(window);
    window.setTimeout = ((run: TimerHandler, delay = 0, ...given: unknown[]) => after(run, delay === 0 ? 300 : delay, ...given)) as typeof window.setTimeout;
  });
  const plural = await declared(request, "late");
  await opened(page, `/records/${plural}`);
  await page.getByRole("checkbox", { name: "Select Beta" }).check();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(dialog(page).getByRole("combobox", { name: "Field" })).toBeFocused();
  await page.keyboard.type("owner");
  await expect(page.locator("[data-combobox-selected]")).toHaveText("Owner");
  await page.waitForTimeout(400);
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("textbox", { name: "Owner" })).toBeVisible();
});

test("all that match are edited together; what is refused is named with its reason", async ({ page, request }) => {
  const plural = await declared(request, "bulked");
  await opened(page, address(plural, { field: { name: "size", one_of: ["large"] } }));
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await dialog(page).getByRole("combobox", { name: "Field" }).click();
  await page.getByRole("option", { name: "Price", exact: true }).click();
  const save = dialog(page).getByRole("button", { name: `Edit 2 ${plural}` });
  // What fits no record is the mistake of whoever asks: the field shows why, and nothing is changed.
  await dialog(page).getByLabel("Price", { exact: true }).fill("a lot");
  await save.click();
  await expect(dialog(page).getByText(/expected an amount/)).toBeVisible();
  await dialog(page).getByLabel("Price", { exact: true }).fill("12");
  await expectNoBarriers(page);
  await save.click();
  await expect(toast(page, `2 ${plural} changed`)).toBeVisible();
  expect((await found(request, plural, { and: [] })).map((one) => one.fields.price)).toEqual([euros(5000), euros(1200), undefined, euros(1200)]);

  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await dialog(page).getByRole("combobox", { name: "Field" }).click();
  await page.getByRole("option", { name: "Code", exact: true }).click();
  await dialog(page).getByRole("textbox", { name: "Code" }).fill("A-1");
  await save.click();
  await expect(dialog(page).getByRole("heading", { name: "1 of 2 refused" })).toBeVisible();
  await expect(dialog(page).getByRole("listitem")).toHaveText(/(Beta|Gamma): .*unique/);
  await expectNoBarriers(page);
  await dialog(page).getByRole("button", { name: "Close" }).last().click();
  await expect(dialog(page)).toHaveCount(0);
});

test("a selection of all ends with its filter, and one without a field cannot be sent", async ({ page, request }) => {
  const plural = await declared(request, "chosen");
  await opened(page, address(plural, { field: { name: "size", one_of: ["large"] } }));
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(dialog(page).getByRole("button", { name: `Edit 2 ${plural}` })).toBeDisabled();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Remove condition/ }).click();
  await expect(names(page)).toHaveCount(4);
  await expect(page.getByText(/ selected$/)).toHaveCount(0);
});

test("an edit that takes longer shows how far it is, can be stopped, and what it did is undone", async ({ page, request }) => {
  const plural = await declared(request, "long");
  const id = "job_0000000000001";
  const job = (state: string) => ({ id, work: "edit_records", state, done: 200, total: 900, started_at: "2026-01-01T00:00:00Z", ended_at: null });
  let state = "running";
  await page.route("**/bulk?wait=1", (route) => route.fulfill({ status: 202, json: job(state) }));
  await page.route(`**/api/v1/jobs/${id}`, (route) => route.fulfill({ json: { job: job(state), result: null, problem: null } }));
  await page.route(`**/api/v1/jobs/${id}/stop`, (route) => {
    state = "stopped";
    return route.fulfill({ json: job(state) });
  });
  const counts = { parties_added: 0, parties_edited: 0, parties_hidden: 0, parties_restored: 0, evidence: 0, links: 0, records: 200 };
  const set = { id: "chg_0000000000001", what: "bulk", state: "interrupted", actor: "you", via: "api", at: "2026-01-01T00:00:00.5Z", finished_at: null, counts, reverses: null };
  await page.route("**/api/v1/changes?*", (route) => route.fulfill({ json: { items: [set], next: null } }));
  const undone: string[] = [];
  await page.route("**/api/v1/changes/*/undo*", (route) => {
    undone.push(route.request().url());
    return route.fulfill({ json: { change_set: null, undone: 200, kept: [] } });
  });
  await opened(page, `/records/${plural}`);
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await dialog(page).getByRole("combobox", { name: "Field" }).click();
  await page.getByRole("option", { name: "Sold", exact: true }).click();
  await dialog(page).getByRole("button", { name: `Edit 4 ${plural}` }).click();
  await expect(dialog(page).getByRole("status")).toHaveText("200 of 900");
  await dialog(page).getByRole("button", { name: "Stop" }).click();
  await expect(toast(page, `Stopped: 200 ${plural} changed`)).toBeVisible();
  await toast(page, "Stopped").getByRole("button", { name: "Undo" }).click();
  await expect(toast(page, "Undone")).toBeVisible();
  expect(undone[0]).toContain(set.id);
});

test("selected records are hidden and restored", async ({ page, request }) => {
  const plural = await declared(request, "hiding");
  await opened(page, `/records/${plural}`);
  for (const name of ["Alpha", "Beta"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("button", { name: "Hide" }).click();
  await dialog(page).getByRole("button", { name: "Hide" }).click();
  await expect(names(page)).toHaveText(["Delta", "Gamma"]);
  await toast(page, "2 records hidden").getByRole("button", { name: "Undo" }).click();
  await expect(names(page)).toHaveCount(4);
});

test("the records of a field are found by name in a form, and what is no name finds none", async ({ page, request }) => {
  const loom = await send(request, "/api/v1/records/products", { name: "Formed loom" });
  const people = [{ party: (await somebody(request, "Formed Buyer")).id, role: "buyer" }];
  const deal = await send(request, "/api/v1/records/deals", { name: "Formed deal", fields: { people } });
  await page.goto(`/records/deals/${deal.id}`);
  const products = page.getByRole("combobox", { name: "Products" });
  await products.fill("qqqq");
  await expect(page.getByRole("listbox", { name: "Products" }).getByText("No matches")).toBeVisible();
  await products.fill("formed");
  await page.getByRole("option", { name: "Formed loom" }).click();
  await expect(page.getByRole("button", { name: "Remove: Formed loom" })).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(toast(page, "Saved")).toBeVisible();
  expect((await found(request, "deals", { text: "formed deal" }))[0]?.fields.products).toEqual([loom.id]);
  await expectNoBarriers(page);
});
