import type { Mistake } from "@/api/problem";
import type { ConversionCandidate, ConversionDraft, ConversionOptions, Party, PartyKind, RecordField } from "@/api/wire";
import { ownDraft } from "@/parts/fields/ownValues";
import type { Values } from "@/parts/fields/values";

/** A new organization, as far as the form asks for it. */
export interface NewAccount {
  name: string;
  website: string;
  email: string;
  more: Values;
}

/** What somebody has chosen; what is absent is as the form proposes it. */
export interface Choices {
  /** The id of an organization, or `new`, `other` or `none`. */
  account: string;
  /** The organization that was searched for, for `other`. */
  other: Party | null;
  created: NewAccount;
  /** The id of a deal, or `new` or `none`. */
  deal: string;
  title: string;
  fields: Values;
  reason: string;
}

/** Who is converted, and what is known about it. */
export interface Lead {
  id: string;
  name: string;
  kind: PartyKind;
  options: ConversionOptions;
  /** Organizations that turned out to be there while a new one was entered. */
  more: ConversionCandidate[];
}

/** The organizations that are offered as the account. */
export const accountsOf = ({ options, more }: Pick<Lead, "options" | "more">) => [
  ...options.accounts,
  ...more.filter((one) => options.accounts.every((known) => known.id !== one.id)),
];

function usualAccount({ options, kind }: Lead): string {
  if (kind === "organization") return "none";
  return options.accounts[0]?.id ?? (options.account_name ? "new" : "none");
}

/** A deal in which the lead takes part is joined, rather than a second one opened. */
const usualDeal = ({ options }: Lead) =>
  options.deals.find((one) => one.matched.some(({ field }) => field === "people"))?.id ?? "new";

/** The name of the account that is chosen; undefined for none. */
export function accountName(lead: Lead, choices: Pick<Choices, "account" | "other" | "created">): string | undefined {
  if (lead.kind === "organization") return lead.name;
  if (choices.account === "new") return choices.created.name.trim() || undefined;
  if (choices.account === "other") return choices.other?.name;
  return accountsOf(lead).find((one) => one.id === choices.account)?.name;
}

/** All choices: those that were made, and else what is likeliest. A deal is called like the account until it is given a title. */
export function completed(lead: Lead, chosen: Partial<Choices>): Choices {
  const choices = {
    account: usualAccount(lead),
    other: null,
    created: { name: lead.options.account_name ?? "", website: "", email: "", more: {} },
    deal: usualDeal(lead),
    fields: {},
    reason: "",
    ...chosen,
  };
  return { ...choices, title: chosen.title ?? accountName(lead, choices) ?? lead.name };
}

/** What is not filled in, by the places in which the server would miss it. */
export function missingIn(lead: Lead, choices: Choices, needed: string): Mistake[] {
  const empty: [isEmpty: boolean, pointer: string][] = [
    [!lead.options.qualified && choices.reason.trim() === "", "/reason"],
    [choices.account === "new" && choices.created.name.trim() === "", "/account/create/name"],
    [choices.account === "other" && !choices.other, "/account/link"],
    [choices.deal === "new" && choices.title.trim() === "", "/deal/create/name"],
  ];
  return empty.filter(([isEmpty]) => isEmpty).map(([, pointer]) => ({ pointer, detail: needed }));
}

function accountDraft(lead: Lead, { account, other, created }: Choices, own: RecordField[]): ConversionDraft["account"] {
  if (lead.kind === "organization" || account === "none") return null;
  if (account === "other") return other && { link: other.id };
  if (account !== "new") return { link: account };
  const texts = { name: created.name.trim(), website: created.website.trim(), email: created.email.trim() };
  const filled = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
  return { create: { ...filled, ...ownDraft(own, created.more) } };
}

function dealDraft({ deal, title, fields }: Choices): ConversionDraft["deal"] {
  if (deal === "none") return null;
  if (deal !== "new") return { join: deal };
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
  return { create: { ...filled, name: title.trim() } };
}

/** What is sent. */
export function draftOf(lead: Lead, choices: Choices, own: RecordField[]): ConversionDraft {
  const reason = lead.options.qualified ? undefined : choices.reason.trim();
  return { account: accountDraft(lead, choices, own), deal: dealDraft(choices), ...(reason && { reason }) };
}
