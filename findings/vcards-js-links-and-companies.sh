#!/usr/bin/env bash
# vcards-js breaks links that hold a comma, and splits companies whose names hold a semicolon.
#
# Versions: vcards-js 2.11.1, ical.js 2.2.1, vcf 2.1.2 (npm), Node 20.
# Expected: a library that escapes does so by the type of the property: commas and semicolons in texts, nothing in addresses of pages,
#   which are URIs and not texts (RFC 2426, 3.6.8). What a reader reads is what was set.
# What happens: commas are escaped everywhere, in URL too, and semicolons only in names and postal addresses. So a link comes back with
#   a backslash in its middle, and "Song; Dance" becomes the company "Song" with the department "Dance". Written as vCard 4.0, the link
#   comes back whole from one reader, and the company is split all the same.
# Why it matters: links to profiles, maps and calendars of booking pages hold commas. They open on no page, and nobody sees why: the
#   card is valid, is read without an error, and shows everything else.
# What a CRM must do: escape by the type of each property when it writes cards, split ORG only at semicolons that are not escaped, and
#   take "\," in a link of a foreign card as a comma (no page's address needs that backslash).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-audit --no-fund --prefix "$tmp" vcards-js@2.11.1 ical.js@2.2.1 vcf@2.1.2 >/dev/null

cat >"$tmp/run.mjs" <<'JS'
import { createRequire } from "node:module";
import ICAL from "ical.js";

const require = createRequire(import.meta.url);
const VCard = require("vcf");
for (const version of ["3.0", "4.0"]) {
  const card = require("vcards-js")();
  card.version = version;
  card.firstName = "Ana";
  card.url = "https://example.org/book?days=1,2";
  card.organization = "Song; Dance";
  const text = card.getFormattedString();
  const read = new ICAL.Component(ICAL.parse(text));
  console.log(`${version}: ${text.split(/\r?\n/).filter((line) => /^(URL|ORG)/.test(line)).join(" | ")}`);
  console.log(`${version}, ical.js: link ${read.getFirstPropertyValue("url")}, company ${JSON.stringify(read.getFirstPropertyValue("org"))}`);
  if (version === "3.0") console.log(`${version}, vcf: link ${new VCard().parse(text.replace(/\r?\n/g, "\r\n")).get("url").valueOf()}`);
}
JS

cat >"$tmp/expected" <<'TXT'
3.0: ORG:Song; Dance | URL:https://example.org/book?days=1\,2
3.0, ical.js: link https://example.org/book?days=1\,2, company ["Song"," Dance"]
3.0, vcf: link https://example.org/book?days=1\,2
4.0: ORG:Song; Dance | URL:https://example.org/book?days=1\,2
4.0, ical.js: link https://example.org/book?days=1,2, company ["Song"," Dance"]
TXT

(cd "$tmp" && node run.mjs) | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
