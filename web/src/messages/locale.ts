/** Language and direction from the address, read once: changing either reloads the page. */
const asked = new URLSearchParams(globalThis.location?.search ?? "");

/** The language of messages; `xx-pseudo` shows where text is not from the catalogue or has no room to grow. */
export const language = asked.get("lang") ?? "en";

/** Whether messages are lengthened and accented. */
export const isPseudo = language === "xx-pseudo";

/** The text direction. */
export const direction: "ltr" | "rtl" = asked.get("dir") === "rtl" ? "rtl" : "ltr";

/** The locale of dates, numbers and money: the reader's own. */
export const locale = isPseudo ? "en" : (globalThis.navigator?.languages?.[0] ?? "en");
