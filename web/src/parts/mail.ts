import { t } from "@/messages/messages";

/** Something, an @ and a domain of two parts at least, without spaces. Whether mail gets there is not for a form to say. */
const MAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

/** What is wrong with a mail address that is about to be sent; nothing if it has the form of one, or none is given. */
export function mailMistake(text: string): string | undefined {
  const address = text.trim();
  return address === "" || MAIL.test(address) ? undefined : t("field.email.mistake");
}
