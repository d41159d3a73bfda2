/** The settings of the workspace. */
export const settings = {
  "settings.zone": "Time zone",
  "settings.zone.help":
    "A day begins and ends in this time zone, for stages and funnels. After a change everything is derived again.",
  "settings.zone.none": "No such time zone",
  "settings.zone.set": "Days are now those of {zone}",
};
