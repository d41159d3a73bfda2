/** What each standing means, in the glossary and in explanations. */
export const standing = {
  "standing.means.active": "Not parked, lost, disqualified or former.",
  "standing.means.nurturing":
    "Not now: sales rejected them, or they were parked. Ends on the parking date, or when sales accept them, a deal is opened or they buy.",
  "standing.means.lost":
    "The last deal was lost, no deal is open, and no purchase counts. Ends when they show interest or talk with you again, when sales accept them, or when a deal is opened.",
  "standing.means.disqualified":
    "Someone decided that they are not a fit. Ends when they are requalified, when sales accept them, a deal is opened or they buy.",
  "standing.means.former": "A customer whose purchases have all ended. Ends when they buy again.",
  "standing.means.none": "No evidence yet, so no standing. Add what happened.",
  "standing.until": "until {until}",
  "standing.reason": "Reason: {reason}",
};
