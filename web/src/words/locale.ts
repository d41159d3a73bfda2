/** What the address says about language and direction, read once: changing either loads the page anew. */
const asked = new URLSearchParams(globalThis.location?.search ?? "");

/** The language of the words; `xx-pseudo` shows where text is not from the catalogue or has no room to grow. */
export const language = asked.get("lang") ?? "en";

/** Whether every word is drawn out and accented. */
export const isPseudo = language === "xx-pseudo";

/** The direction of writing. */
export const direction: "ltr" | "rtl" = asked.get("dir") === "rtl" ? "rtl" : "ltr";

/** The locale of dates, numbers and money: the reader's own. */
export const locale = isPseudo ? "en" : (globalThis.navigator?.languages?.[0] ?? "en");
