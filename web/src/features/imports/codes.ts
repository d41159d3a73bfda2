/** The codes of currencies that this browser knows. */
export const currencies = () => Intl.supportedValuesOf("currency");

/** The time zones that this browser knows, the plain one first. */
export const zones = () => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
