/** Where a rule stands in a text: its first letter and the place after its last, without the quotes. */
export interface Stretch {
  from: number;
  to: number;
}

const RULE = /^(rule\s*=\s*(?:"""|'''|"|'))(.*?)(?:"""|'''|["'])?[ \t]*$/gm;

function rulesIn(text: string): Stretch[] {
  return [...text.matchAll(RULE)].map((match) => {
    const from = match.index + (match[1]?.length ?? 0);
    return { from, to: from + (match[2]?.length ?? 0) };
  });
}

/** The rule of a stage. */
export function ruleAt(text: string, stage: string): Stretch | undefined {
  const sections = [...text.matchAll(/^\[\[stages\]\].*$/gm)].map((match) => match.index);
  for (const [place, from] of sections.entries()) {
    const section = text.slice(from, sections[place + 1]);
    if (/^name\s*=\s*["'](\w+)["']/m.exec(section)?.[1] !== stage) continue;
    const [rule] = rulesIn(section);
    if (rule) return { from: from + rule.from, to: from + rule.to };
  }
  return undefined;
}

/** The rule in which a place is, else the next one, else the last. */
function ruleNear(text: string, place: number): Stretch | undefined {
  const rules = rulesIn(text);
  return rules.find((rule) => place <= rule.to) ?? rules.at(-1);
}

/** A change of a text: what replaces a stretch, and where the cursor is then. */
export interface TextChange extends Stretch {
  insert: string;
  cursor: number;
}

/** Text with other quotes than those around the rule. */
function fitted(text: string, around: string | undefined): string {
  return around === "'" ? text.replaceAll("'", '"') : text.replaceAll('"', "'");
}

/**
 * Adds to the rule at the cursor. What is joined by a sign goes to the end; a rule of alternatives is put in brackets
 * first when it is joined by "and", which binds closer. Anything else goes where the cursor is.
 */
export function added(text: string, cursor: number, what: string): TextChange | undefined {
  const rule = ruleNear(text, cursor);
  if (!rule) return undefined;
  const fits = fitted(what, text[rule.from - 1]);
  if (!/^\s*(&&|\|\|)/.test(what)) {
    const from = cursor >= rule.from && cursor <= rule.to ? cursor : rule.to;
    return { from, to: from, insert: fits, cursor: from + fits.length };
  }
  const before = text.slice(rule.from, rule.to);
  const inBrackets = what.includes("&&") && before.includes("||") ? `(${before})` : before;
  return { ...rule, insert: inBrackets + fits, cursor: rule.from + inBrackets.length + fits.length };
}
