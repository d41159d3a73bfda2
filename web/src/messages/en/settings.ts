/** The settings of the workspace. */
export const settings = {
  "settings.zone": "Time zone",
  "settings.zone.help":
    "A day begins and ends in this time zone, for stages and funnels. After a change everything is derived again.",
  "settings.zone.none": "No such time zone",
  "settings.zone.set": "Days are now those of {zone}",
  "settings.handover": "Days for a hand-over",
  "settings.handover.help": "So many days after a lead was handed over, sales has to accept or reject it. After that it is overdue.",
  "settings.handover.set": { one: "Hand-overs are due after {count} day", other: "Hand-overs are due after {count} days" },
};
