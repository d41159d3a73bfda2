import { isDay } from "../period";

/** What the address of the funnel of deals says. */
export interface DealFunnelSearch {
  pipeline?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  at?: string | undefined;
  by?: string | undefined;
}

/** By what deals are grouped, as in their summary. */
export const GROUPED_BY = ["owner", "product_line", "account.country", "opened_on:month"] as const;

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const day = (value: unknown) => (typeof value === "string" && isDay(value) ? value : undefined);

/** Reads the address; what makes no sense is left out. */
export function readDealFunnel(search: Record<string, unknown>): DealFunnelSearch {
  const by = GROUPED_BY.find((one) => one === search.by);
  return { pipeline: text(search.pipeline), from: day(search.from), to: day(search.to), at: day(search.at), by };
}
