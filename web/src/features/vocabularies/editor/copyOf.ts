import type { Vocabulary } from "@/api/wire";
import { t } from "@/messages/messages";

/** The text with another name and title of the vocabulary, which stand before its first stage. */
export function renamed(toml: string, name: string, title: string): string {
  const [head = "", ...stages] = toml.split(/^(?=\[\[stages\]\])/m);
  const changed = head.replace(/^name\s*=.*$/m, () => `name = ${JSON.stringify(name)}`).replace(/^title\s*=.*$/m, () => `title = ${JSON.stringify(title)}`);
  return [changed, ...stages].join("");
}

/** A copy as a new vocabulary, under a free name. */
export function copyOf(vocabulary: Vocabulary, taken: string[]): Vocabulary {
  const wanted = `${vocabulary.name}_copy`;
  let name = wanted;
  for (let number = 2; taken.includes(name); number += 1) name = `${wanted}_${number}`;
  const title = t("editor.copy", { title: vocabulary.title });
  return { ...vocabulary, name, version: null, title, toml: renamed(vocabulary.toml, name, title) };
}
