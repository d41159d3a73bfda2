#!/usr/bin/env bash
# vcf writes a card's X-ABLabel back as X-AB-LABEL, so that other readers find no labels.
#
# Versions: vcf 2.1.2, ical.js 2.2.1 (npm), Node 20.
# Expected: a card that is read and written again without a change has the same properties. Names that the package does not know
#   (X-...) are kept as they came; only case and order may differ.
# What happens: names are held in camel case and written by putting a hyphen at each change of case. X-ABLabel, which holds what a
#   person named a number or date, comes back as X-AB-LABEL and X-ABShowAs, which marks a company, as X-AB-SHOW-AS. Names that came
#   in capitals only stay. The group (item1.) stays too, so the file looks whole.
# Why it matters: Apple's address book writes labels as X-ABLabel, and other programs look for that name. After one pass through an
#   import, a merge or a sync, "Billing" and "Night shift" are gone from phones, dates lose their meaning, and a company may become a
#   person without a name.
# What a CRM must do: keep each property's name and text as read and write unknown ones from that; test any card library with a read
#   and write of cards from real address books, compared by a second reader.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-audit --no-fund --prefix "$tmp" vcf@2.1.2 ical.js@2.2.1 >/dev/null

cat >"$tmp/run.mjs" <<'JS'
import VCard from "vcf";
import ICAL from "ical.js";

const before = [
  "BEGIN:VCARD", "VERSION:3.0", "N:;;;;", "FN:Example Works", "ORG:Example Works", "X-ABShowAs:COMPANY",
  "item1.TEL;TYPE=WORK:+49 30 1234567", "item1.X-ABLabel:Night shift", "item2.X-ABDATE:2015-06-01", "item2.X-ABLabel:Contract ends",
  "X-PHONETIC-ORG:Eksampel", "END:VCARD", "",
].join("\r\n");
const after = new VCard().parse(before).toString("3.0");
const names = (text) => text.split(/\r?\n/).map((line) => line.split(/[:;]/)[0]).filter((name) => /X-/.test(name)).sort().join(" ");
const read = (text, name) => new ICAL.Component(ICAL.parse(text)).getAllProperties(name).map((p) => p.getFirstValue()).join(", ");
for (const [when, text] of [["before", before], ["after", after]]) {
  console.log(`${when}: ${names(text)}`);
  console.log(`${when}, second reader: labels [${read(text, "x-ablabel")}] shown as [${read(text, "x-abshowas")}]`);
}
JS

cat >"$tmp/expected" <<'TXT'
before: X-ABShowAs X-PHONETIC-ORG item1.X-ABLabel item2.X-ABDATE item2.X-ABLabel
before, second reader: labels [Night shift, Contract ends] shown as [COMPANY]
after: X-AB-SHOW-AS X-PHONETIC-ORG item1.X-AB-LABEL item2.X-AB-LABEL item2.X-ABDATE
after, second reader: labels [] shown as []
TXT

(cd "$tmp" && node run.mjs) | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
