import "./messages";
import { t, tMaybe } from "@/messages/messages";

type TokenKind = "value" | "join" | "compare" | "fact" | "space" | "mark";

/** A piece of a rule's text. */
export interface RuleToken {
  as: TokenKind;
  text: string;
}

const TOKEN = /(?<value>"[^"]*"|'[^']*'|\d+(?:\.\d+)?)|(?<join>&&|\|\||!(?!=))|(?<compare>[=!<>]=|[<>])|(?<fact>[A-Za-z_][\w.]*)|(?<space>\s+)|(?<mark>.)/gs;

/** The pieces of a rule, which together are its text again. */
export function tokensOf(rule: string): RuleToken[] {
  return [...rule.matchAll(TOKEN)].map((match) => {
    const [as = "mark", text = ""] = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined) ?? [];
    return { as: as as TokenKind, text };
  });
}

const JOINS: Record<string, string> = { "&&": ", ", "||": ", ", "!": "" };

const unquoted = (text: string) => text.replace(/^["']|["']$/g, "");

/** The title of a kind or family. */
const titleOf = (name: string) => tMaybe(`evidence.${name}`, tMaybe(`family.${name}`, name));

function factInWords(fact: string): string {
  const [, of = fact, part] = /^(.*)\.(count|first|last)$/.exec(fact) ?? [];
  const known = tMaybe(`rule.fact.${fact}`, "");
  if (known !== "") return known;
  if (fact.startsWith("criteria.")) return t("rule.criterion", { name: fact.slice("criteria.".length) });
  if (part === "count") return t("rule.count", { name: titleOf(of) });
  if (part === "first") return t("rule.first", { name: titleOf(of) });
  if (part === "last") return t("rule.last", { name: titleOf(of) });
  return fact;
}

/** "At least one" and "none", which read better than a comparison with 0. */
function amountInWords(fact: string, compare: string, value: string): string | undefined {
  if (value !== "0" || (compare !== ">" && compare !== "==" && compare !== "!=")) return undefined;
  const form = compare === "==" ? "none" : "some";
  const known = tMaybe(`rule.${form}.${fact}`, "");
  if (known !== "") return known;
  const of = /^(.*)\.count$/.exec(fact)?.[1];
  return of && t(`rule.${form}`, { name: titleOf(of) });
}

function withinInWords(tokens: RuleToken[]): string | undefined {
  const [word, open, fact, comma, span, close] = tokens;
  const days = /^(\d+)d$/.exec(unquoted(span?.text ?? ""))?.[1];
  if (word?.text !== "within" || open?.text !== "(" || !fact || comma?.text !== "," || close?.text !== ")" || !days) return undefined;
  return t("rule.within", { fact: factInWords(fact.text), count: Number(days) });
}

function tokenInWords({ as, text }: RuleToken): string {
  if (as === "fact") return factInWords(text);
  if (as === "join") return `${JOINS[text]}${t(text === "&&" ? "rule.and" : text === "||" ? "rule.or" : "rule.not")} `;
  if (as === "compare") return ` ${tMaybe(`rule.compare.${text}`, text)} `;
  return as === "value" && !/^\d/.test(text) ? t("rule.value", { text: unquoted(text) }) : text;
}

/** A rule in words: piece by piece in its own order, so that it says exactly what the rule says. */
export function ruleInWords(rule: string): string {
  const tokens = tokensOf(rule).filter((token) => token.as !== "space");
  let words = "";
  for (let place = 0; place < tokens.length; ) {
    const [token, compare, value] = tokens.slice(place) as [RuleToken, RuleToken | undefined, RuleToken | undefined];
    const within = withinInWords(tokens.slice(place, place + 6));
    const amount = compare && value && amountInWords(token.text, compare.text, value.text);
    words += within ?? amount ?? tokenInWords(token);
    place += within ? 6 : amount ? 3 : 1;
  }
  return words.trim();
}
