import type { ManyChoice } from "@/api/conversionMany";
import type { Values } from "@/parts/fields/values";

/** How the account of each lead is found. */
export const RULES = ["match_or_create", "match", "none"] as const;
export type Rule = (typeof RULES)[number];

/** What the form asks for. */
export interface Asked {
  rule: Rule;
  hasDeal: boolean;
  title: string;
  fields: Values;
  reason: string;
}

export const USUAL: Asked = { rule: "match_or_create", hasDeal: true, title: "{account}", fields: {}, reason: "" };

/** What is sent: without a reason, leads that are not qualified are refused. */
export function choiceOf({ rule, hasDeal, title, fields, reason }: Asked): ManyChoice {
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
  return {
    account: rule,
    deal: hasDeal ? { ...filled, name: title.trim() || USUAL.title } : null,
    reason: reason.trim() || null,
  };
}
