#!/usr/bin/env bash
# parse-full-name makes the given name a suffix where two surnames stand before the comma.
#
# Versions: parse-full-name 1.2.7 (npm), Node 20.
# Expected: "Last, First" is the sorted form of lists and exports. The package says that it detects the format of a name, reads
#   "Smith, Ann" and "de la Cruz, Ana", and keeps a list of suffixes (Jr., III, Esq.). "Ana" is on no such list, so
#   "García López, Ana" should give last "García López", first "Ana".
# What happens: two words before the comma and one after it are read as "First Last, Suffix": first "García", last "López", suffix
#   "Ana". With two given names the same person is read rightly. A title in the right half changes nothing. `error` stays empty.
# Why it matters: nearly every Spanish or Portuguese name has two surnames, many English ones too, and the result depends on whether a
#   second given name was typed: one list is read in two ways. Letters go to "Dear García", a search by surname and the comparison of
#   duplicates miss the person, and both spellings of one person never meet.
# What a CRM must do: take the comma as the border between surname and given names, accept a suffix after it only from a list, keep
#   the text as it came beside the parts, and show the parts before an import is applied.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-audit --no-fund --prefix "$tmp" parse-full-name@1.2.7 >/dev/null

cat >"$tmp/run.js" <<'JS'
const { parseFullName } = require("parse-full-name");
const names = [
  "Smith, Ann", "de la Cruz, Ana", "Smith-Jones, Ann",
  "García López, Ana María", "García López, Ana", "Smith Jones, Ann Mary", "Smith Jones, Ann", "Smith Jones, Dr. Ann",
];
for (const name of names) {
  const p = parseFullName(name);
  console.log(`${name.padEnd(24)} first=${p.first} middle=${p.middle} last=${p.last} suffix=${p.suffix} errors=${p.error.length}`);
}
JS

cat >"$tmp/expected" <<'TXT'
Smith, Ann               first=Ann middle= last=Smith suffix= errors=0
de la Cruz, Ana          first=Ana middle= last=de la Cruz suffix= errors=0
Smith-Jones, Ann         first=Ann middle= last=Smith-Jones suffix= errors=0
García López, Ana María  first=Ana middle=María last=García López suffix= errors=0
García López, Ana        first=García middle= last=López suffix=Ana errors=0
Smith Jones, Ann Mary    first=Ann middle=Mary last=Smith Jones suffix= errors=0
Smith Jones, Ann         first=Smith middle= last=Jones suffix=Ann errors=0
Smith Jones, Dr. Ann     first=Smith middle= last=Jones suffix=Ann errors=0
TXT

(cd "$tmp" && node run.js) | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
