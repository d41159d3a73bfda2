/** The fields of a form besides time, participants and note. */
export type Ask =
  | "criterion"
  | "value"
  | "answer"
  | "expires"
  | "reason"
  | "until"
  | "deal"
  | "amount"
  | "names"
  | "product_line"
  | "covers_until"
  | "purpose"
  | "channel"
  | "proof"
  | "score"
  | "stage";

/** The fields by kind. The server decides what is required; the form only offers what makes sense. */
const BY_KIND: Record<string, Ask[]> = {
  criterion_assessed: ["criterion", "value", "answer", "expires"],
  sales_rejected: ["reason"],
  parked: ["reason", "until"],
  disqualified: ["reason"],
  requalified: ["reason"],
  deal_opened: ["deal", "amount"],
  deal_moved: ["deal", "amount"],
  proposal_sent: ["deal", "amount"],
  deal_won: ["deal", "amount", "product_line", "covers_until"],
  deal_lost: ["deal", "reason"],
  deal_reopened: ["deal"],
  proposal_accepted: ["deal"],
  proposal_declined: ["deal", "reason"],
  // No deal: a purchase that names one counts only once that deal is won, and a won deal is a purchase itself.
  purchased: ["amount", "product_line", "covers_until"],
  expanded: ["names", "amount", "product_line", "covers_until"],
  renewed: ["names", "amount", "covers_until"],
  refunded: ["names", "amount", "reason"],
  cancelled: ["names", "reason"],
  contract_ended: ["names", "reason"],
  left_company: ["reason"],
  unreachable: ["reason"],
  satisfaction_given: ["score"],
  consent_given: ["purpose", "channel", "proof"],
  consent_withdrawn: ["purpose", "channel"],
  stage_judged: ["stage", "reason", "until"],
};

/** Required fields by kind. The server requires most of them too, but accepts a consent without a purpose. */
export const NEEDED: Record<string, Ask[]> = {
  criterion_assessed: ["criterion", "value"],
  refunded: ["names"],
  consent_given: ["purpose"],
  stage_judged: ["stage", "reason", "until"],
};

/** Custom kinds have the fields of their family. */
const BY_FAMILY: Record<string, Ask[]> = {
  deal: ["deal", "amount"],
  purchase: ["amount", "product_line"],
  departure: ["reason"],
  consent: ["purpose", "channel"],
};

/** The fields of a kind. */
export const asksOf = (kind: string, family: string | undefined): Ask[] => BY_KIND[kind] ?? BY_FAMILY[family ?? ""] ?? [];

export const FINDINGS = ["met", "partly", "not_met", "unknown"] as const;

/** Kinds that may be dated ahead. */
export const AHEAD = new Set(["contract_ended"]);

/** Suggested reasons, by which funnels count; any other may be typed. */
export const REASONS: Record<string, string[]> = {
  disqualified: ["no_budget", "no_need", "too_small", "competitor", "out_of_region"],
  deal_lost: ["price", "competitor", "no_decision", "timing", "feature_missing"],
  cancelled: ["price", "no_longer_needed", "moved_to_competitor", "unhappy"],
  contract_ended: ["price", "no_longer_needed", "moved_to_competitor", "unhappy"],
  sales_rejected: ["not_ready", "wrong_contact", "project_postponed", "too_early"],
  parked: ["not_ready", "project_postponed", "too_early"],
};
