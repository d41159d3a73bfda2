/** What each standing means, in the glossary and where a badge is pressed. */
export const standing = {
  "standing.means.active": "Nothing stands in the way of going on: not put off, lost, disqualified or gone.",
  "standing.means.nurturing":
    "Not now: sales handed them back, or they were put off until a day. It ends on that day, or when sales accept them, a deal is opened or they buy.",
  "standing.means.lost":
    "The last deal was lost, none is open, and nothing was bought. It ends when they show interest or talk with you again, when sales accept them, or when a deal is opened.",
  "standing.means.disqualified":
    "Somebody found that they do not fit. It ends when they are found to fit after all, when sales accept them, a deal is opened or they buy.",
  "standing.means.former": "They were a customer, and everything they bought has ended. It ends when they buy again.",
  "standing.means.none": "There is no evidence yet, so there is no standing. Add what happened.",
  "standing.until": "until {until}",
  "standing.reason": "Reason: {reason}",
};
