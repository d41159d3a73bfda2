/** A name for programs from a title for people: "Site visit" becomes `site_visit`. */
export function nameOf(title: string): string {
  const plain = title.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const name = plain.replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "");
  return name.slice(0, 60);
}
