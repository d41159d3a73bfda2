import { expect, test } from "vitest";
import { mailMistake } from "./mail";

test("email addresses and empty text are accepted", () => {
  for (const mail of ["ada@example.org", "ada.king+post@mail.example.co.uk", " ada@example.org ", "ada@bücher.example", "", " "])
    expect(mailMistake(mail), mail).toBeUndefined();
});

test("anything else is rejected", () => {
  for (const text of ["ada", "ada@example", "@example.org", "ada@", "ada king@example.org", "ada@example .org", "ada@@example.org", "ada@example.", "ada@.org", "a@b.org, c@d.org"])
    expect(mailMistake(text), text).toMatch(/ada@example\.org/);
});
