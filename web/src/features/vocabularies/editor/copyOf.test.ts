import "../messages";
import { expect, test } from "vitest";
import type { Vocabulary } from "@/api/wire";
import { copyOf, renamed } from "./copyOf";

const toml = '# Ours\nname = "ours"\ntitle = "Our $1 words"\n\n[[stages]]\nname = "lead"\ntitle = "Lead"\n';
const vocabulary: Vocabulary = { name: "ours", version: 3, title: "Our $1 words", description: "", stages: [], toml };

test("only the name and the title of the vocabulary change, not those of its stages, and comments stay", () => {
  expect(renamed(toml, "theirs", 'The "others"')).toBe(
    '# Ours\nname = "theirs"\ntitle = "The \\"others\\""\n\n[[stages]]\nname = "lead"\ntitle = "Lead"\n',
  );
});

test("a copy takes the first name that is free", () => {
  expect(copyOf(vocabulary, ["ours"]).name).toBe("ours_copy");
  const copy = copyOf(vocabulary, ["ours", "ours_copy", "ours_copy_2"]);
  expect([copy.name, copy.version]).toEqual(["ours_copy_3", null]);
  expect(copy.toml).toContain('name = "ours_copy_3"\ntitle = "Our $1 words (copy)"');
});
