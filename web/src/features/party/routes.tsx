import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "@/shell/rootRoute";

/** Steps that ask for something. */
const STEPS = ["reject", "disqualify", "requalify"] as const;
export type PartyStep = (typeof STEPS)[number];

/** The search parameters of a party's page. */
export interface PartySearch {
  /** The change log instead of the timeline. */
  tab?: "changes";
  /** The day at whose end everything is shown; today if there is none. */
  as_of?: string;
  /** The families that the timeline shows, with commas between. */
  family?: string;
  /** What the timeline is searched for. */
  q?: string;
  /** The highlighted piece of evidence. */
  piece?: string;
  /** The kind or family of evidence whose form is open; `any` for no kind in particular. */
  record?: string;
  /** The criterion to fill in in that form. */
  criterion?: string;
  /** The piece of evidence that the form corrects: it is filled in like it. */
  like?: string;
  /** Why that piece is wrong. */
  because?: string;
  /** The piece of evidence whose retraction dialog is open. */
  retract?: string;
  /** Whether the form for a link is open. */
  link?: true;
  /** Whether the dialog that converts is open. */
  convert?: true;
  /** Whether the questions of qualification are asked. */
  ask?: true;
  /** The step between marketing and sales whose dialog is open. */
  decide?: PartyStep;
  /** Whether the form for the parent of an organization is open. */
  parent?: true;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (value: unknown): value is string => typeof value === "string" && DAY.test(value) && !Number.isNaN(Date.parse(value));
const text = (value: unknown) => (typeof value === "number" || (typeof value === "string" && value !== "") ? String(value) : undefined);

/** Every part is listed, since an omitted one would stay as it is in the address. */
function validateSearch(search: Record<string, unknown>): PartySearch {
  return {
    tab: search.tab === "changes" ? "changes" : undefined,
    as_of: isDay(search.as_of) ? search.as_of : undefined,
    family: text(search.family),
    q: text(search.q),
    piece: text(search.piece),
    record: text(search.record),
    criterion: text(search.criterion),
    like: text(search.like),
    because: text(search.because),
    retract: text(search.retract),
    link: search.link === true ? true : undefined,
    convert: search.convert === true ? true : undefined,
    ask: search.ask === true ? true : undefined,
    decide: STEPS.find((step) => step === search.decide),
    parent: search.parent === true ? true : undefined,
  };
}

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: "/parties/$id",
  validateSearch,
  component: lazyRouteComponent(() => import("./PartyPage")),
});

export const partyRoutes = [page];
