import { expect, test } from "./casebook";
import { dealsOf, form, receipt } from "./conversion";
import type { Party } from "./party";
import { expectStages, type Hand, Person, reached } from "./stories";

test.use({ data: "empty" });

const HANDS: { hand: Hand; use: object }[] = [
  { hand: "mouse", use: { viewport: { width: 1440, height: 900 } } },
  { hand: "keys", use: { viewport: { width: 1440, height: 900 } } },
  { hand: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true } },
];

/** Somebody new, added on the page of people; the page of the person is open then. */
async function added(person: Person, known: { name: string; email: string; company: string }): Promise<Party> {
  const { page, hand } = person;
  await page.goto("/people");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  if (hand === "keys") await page.keyboard.press("c");
  else await person.press(page.getByRole("button", { name: "Add person" }).first());
  const dialog = page.getByRole("dialog");
  await person.type(dialog.getByRole("textbox", { name: "Name", exact: true }), known.name);
  await person.type(dialog.getByRole("textbox", { name: "Email" }), known.email);
  await person.type(dialog.getByRole("textbox", { name: "Company" }), known.company);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: known.name })).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").pop() ?? "";
  return { id, name: known.name, version: 1, stages: {} };
}

/** Asks all questions of the framework, each answered as well as can be; the lead is qualified then. */
async function qualified(person: Person, { name }: Party) {
  const { page, hand } = person;
  if (hand === "keys") await page.keyboard.press("q");
  else await person.press(page.getByRole("button", { name: "Ask next: Fit" }));
  const asking = page.getByRole("dialog", { name: `Qualify ${name}` });
  for (const question of [1, 2, 3, 4, 5]) {
    await expect(asking.getByText(`Question ${question} of 5`)).toBeVisible();
    if (hand === "keys") await page.keyboard.press("1");
    else await person.press(asking.getByRole("listitem").first().getByRole("button"));
  }
  await expect(asking.getByRole("heading", { name: `${name} is qualified.` })).toBeVisible();
  await person.press(asking.getByRole("button", { name: "Done" }));
  await expect(asking).toHaveCount(0);
}

/** Converts into a new account with a deal; returns the ids of both. */
async function convertedInto(person: Person, party: Party, amount: string): Promise<{ account: string; deal: string }> {
  const { page, hand } = person;
  if (hand === "keys") await page.keyboard.press("t");
  else if (hand === "mouse") await person.press(page.getByRole("button", { name: "Convert", exact: true }));
  else {
    await person.press(page.getByRole("button", { name: "More", exact: true }).first());
    await person.press(page.getByRole("menuitem", { name: "Convert…" }));
  }
  const dialog = form(page, party);
  await person.type(dialog.getByRole("textbox", { name: "Amount", exact: true }), amount);
  const answered = page.waitForResponse((one) => /\/convert(\?(?!.*preview=true).*)?$/.test(one.url()) && one.status() === 201);
  await person.press(dialog.getByRole("button", { name: "Convert", exact: true }));
  const { account, deal } = await (await answered).json();
  await person.press(receipt(page, party).getByRole("button", { name: "Done" }));
  return { account, deal };
}

/** Writes a quote on the page of a deal, sends it, and returns the link of its recipient. */
async function sent(person: Person, deal: string, line: { description: string; price: string }): Promise<string> {
  const { page } = person;
  await page.goto(`/records/deals/${deal}`);
  await person.press(page.getByRole("region", { name: "Quotes" }).getByRole("button", { name: "Add quote" }));
  await person.press(page.getByRole("button", { name: "Add line" }));
  await person.type(page.getByLabel("Description of line 1"), line.description);
  await person.type(page.getByLabel("Price of line 1"), line.price);
  await person.press(page.getByRole("button", { name: "Save", exact: true }));
  await expect(page.getByText("The quote is saved.")).toBeVisible();
  await person.press(page.getByRole("button", { name: "Send" }));
  return page.getByLabel(/Link for the recipient/).inputValue();
}

/** What the recipient does. */
async function accepts(person: Person, link: string, name: string) {
  const { page } = person;
  await page.goto(new URL(link, page.url()).pathname);
  await person.type(page.getByLabel("Your name"), name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText(`Accepted by ${name}`);
}

for (const { hand, use } of HANDS) {
  test.describe(hand, () => {
    test.use(use);

    test("a visitor of the trade show becomes a customer", async ({ page, request }) => {
      const person = new Person(page, hand);
      const before = await reached(request);
      await request.put("/api/v1/settings/company", { data: { name: "Loom & Co" } });
      const ada = await added(person, { name: `Ada Visitor ${hand}`, email: `ada.${hand}@meridian.example`, company: `Meridian Press ${hand}` });
      await person.notes("Visited the booth", ada.name);
      await person.notes("Submitted a form", ada.name);
      await expectStages(person, request, ada.id, { journey: "lead", zoho: "lead" });

      await person.notes("Call held", ada.name);
      await expectStages(person, request, ada.id, { journey: "lead", zoho: "contact" });
      await qualified(person, ada);
      await expectStages(person, request, ada.id, { journey: "prospect", zoho: "contact" });

      const { account, deal } = await convertedInto(person, ada, "1200");
      await expectStages(person, request, ada.id, { journey: "prospect", zoho: "contact" });
      expect((await dealsOf(request, ada)).map((one) => one.fields.stage)).toEqual(["qualification"]);

      await person.notes("Demo given", ada.name);
      const link = await sent(person, deal, { description: "Software for a year", price: "1200" });
      await accepts(person, link, ada.name);
      await page.goto(`/parties/${ada.id}`);
      await expectStages(person, request, ada.id, { journey: "customer", zoho: "customer" });
      await page.goto(`/parties/${account}`);
      await expectStages(person, request, account, { journey: "customer", zoho: "customer" });

      const after = await reached(request);
      for (const stage of ["contact", "lead", "prospect", "customer"]) expect(after[stage], stage).toBe((before[stage] ?? 0) + 1);

      // The hand-over to whoever looks after the customer begins.
      await page.goto(`/records/deals/${deal}`);
      const tasks = page.getByRole("region", { name: "Tasks" });
      await expect(tasks.getByText("4 tasks to do")).toBeVisible();
      const first = tasks.getByRole("checkbox").first();
      if (hand === "keys") {
        await first.focus();
        await page.keyboard.press("Space");
      } else await person.press(first);
      await expect(tasks.getByText("3 tasks to do")).toBeVisible();
    });

    test("a reader of the newsletter becomes a customer", async ({ page, request }) => {
      const person = new Person(page, hand);
      const before = await reached(request);
      await request.put("/api/v1/settings/company", { data: { name: "Loom & Co" } });
      const bo = await added(person, { name: `Bo Reader ${hand}`, email: `bo.${hand}@lantern.example`, company: `Lantern Works ${hand}` });
      await person.notes("Inquiry received", bo.name);
      await expectStages(person, request, bo.id, { journey: "contact", zoho: "lead" });
      await person.notes("Downloaded content", bo.name);
      await expectStages(person, request, bo.id, { journey: "lead", zoho: "lead" });
      await person.notes("Attended a webinar", bo.name);

      const between = page.getByRole("article", { name: "Marketing and sales" });
      await person.press(between.getByRole("button", { name: "Hand over to sales" }));
      await expect(between.getByText(/Waits for sales/)).toBeVisible();
      await person.press(between.getByRole("button", { name: "Accept" }));
      await expect(between.getByText(/Accepted/)).toBeVisible();
      await expectStages(person, request, bo.id, { journey: "prospect", zoho: "lead" });

      const { account, deal } = await convertedInto(person, bo, "800");
      await expectStages(person, request, bo.id, { journey: "prospect", zoho: "contact" });
      const link = await sent(person, deal, { description: "Training", price: "800" });
      await accepts(person, link, bo.name);
      for (const id of [bo.id, account]) {
        await page.goto(`/parties/${id}`);
        await expectStages(person, request, id, { journey: "customer", zoho: "customer" });
      }
      const after = await reached(request);
      for (const stage of ["contact", "lead", "prospect", "customer"]) expect(after[stage], stage).toBe((before[stage] ?? 0) + 1);
    });
  });
}
