/** A sentence of the server for people: names in quotation marks, and a capital at its beginning. */
export function inQuotes(text: string): string {
  const quoted = text.replace(/`([^`]*)`/g, "“$1”");
  return quoted.charAt(0).toLocaleUpperCase() + quoted.slice(1);
}
