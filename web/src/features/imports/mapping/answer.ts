import { without } from "./change";
import type { Mapping } from "./mapping";
import { isSame } from "./same";

/** The column that is kept as a detail because no currency was known. */
function amountColumn(mapping: Mapping): string | undefined {
  return mapping.evidence.map((one) => one.detail?.amount).find((column) => column !== undefined);
}

function withCurrency(mapping: Mapping, currency: string): Mapping {
  const amount = mapping.deal?.amount ?? amountColumn(mapping);
  if (!mapping.deal || !amount) return { ...mapping, deal: { ...mapping.deal, default_currency: currency } };
  const evidence = mapping.evidence.map((one) =>
    one.detail && isSame(one.detail.amount, amount) ? { ...one, detail: without(one.detail, "amount") } : one,
  );
  return { ...mapping, evidence, deal: { ...mapping.deal, amount, default_currency: currency } };
}

/** Marks evidence that stands on the user's word for the whole list, as the suggestion does. */
const STATED = "of the whole list";
const KINDS: Record<string, string> = { interested: "form_submitted", bought: "purchased" };

function withRows(mapping: Mapping, rows: string): Mapping {
  const evidence = mapping.evidence.filter((one) => one.constant?.stated !== STATED);
  const kind = KINDS[rows];
  return { ...mapping, evidence: kind ? [...evidence, { kind, constant: { stated: STATED } }] : evidence };
}

/** An edited mapping with the answer to a question of the guess. */
export function answered(mapping: Mapping, name: string, value: string, columns: string[]): Mapping {
  if (name === "currency") return withCurrency(mapping, value);
  if (name === "shared_mail") return { ...mapping, party: { ...mapping.party, shared_mail: value } };
  if (name === "rows_are") return withRows(mapping, value);
  if (name !== "date_order") return mapping;
  const settled = Object.entries(mapping.dates?.columns ?? {}).filter(([column]) => columns.some((one) => isSame(one, column)));
  return { ...mapping, dates: { ...mapping.dates, order: value, columns: Object.fromEntries(settled) } };
}
