/** The settings of the workspace. */
export const settings = {
  "settings.zone": "Time zone",
  "settings.zone.help":
    "A day begins and ends in this time zone, for stages, funnels and files that state no zone of their own. After a change everything is derived again.",
  "settings.zone.none": "No such time zone",
  "settings.zone.set": "Days are now those of {zone}",
};
