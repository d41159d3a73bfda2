#!/usr/bin/env bash
# segno writes the line breaks of a note into a vCard as they are, and readers then refuse the whole card.
#
# Versions: segno 1.6.6, vobject 0.9.9 (PyPI), Python 3.11; ical.js 2.2.1 (npm), Node 20.
# Expected: segno.helpers.make_vcard_data() escapes what it is given, and it does so for commas and semicolons. A note of two lines
#   becomes one line with "\n" in it, as RFC 2426 (section 4) asks.
# What happens: a line break stays a line break. The second line of the note is then a line of the card that is no property. Both
#   readers refuse the card: not the note is lost, but the name, number and mail address as well.
# Why it matters: such codes are printed on badges and business cards at fairs, where the note says where one met. The code is drawn
#   without a warning and is scanned without one; that no telephone takes it up is noticed after the fair.
# What a CRM must do: replace line breaks in a note by "\n" before it hands it to such a library, and when it reads cards keep what is
#   before a line that is no property, with a remark, rather than refuse it all.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" -q --disable-pip-version-check install segno==1.6.6 vobject==0.9.9
npm install --silent --no-audit --no-fund --prefix "$tmp" ical.js@2.2.1 >/dev/null

cat >"$tmp/run.py" <<'PY'
import sys

import vobject
from segno import helpers

notes = {"one line": "Met at the fair; call, please.", "two lines": "Met at the fair.\nCall, please."}
for name, note in notes.items():
    card = helpers.make_vcard_data(name="Doe;Ann", displayname="Ann Doe", phone="+49 30 1234567", memo=note)
    open(f"{sys.argv[1]}/{name}.vcf", "w", newline="").write(card)
    print(f"{name}: {card.split('NOTE')[1].split('END')[0]!r}")
    try:
        print(f"{name}, vobject: {vobject.readOne(card).note.value!r}")
    except vobject.base.ParseError:
        print(f"{name}, vobject: refused")
PY
cat >"$tmp/run.mjs" <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

for (const name of ["one line", "two lines"]) {
  try {
    const card = new ICAL.Component(ICAL.parse(readFileSync(`${name}.vcf`, "utf8")));
    console.log(`${name}, ical.js: ${JSON.stringify(card.getFirstPropertyValue("note"))}`);
  } catch {
    console.log(`${name}, ical.js: refused`);
  }
}
JS

cat >"$tmp/expected" <<'TXT'
one line: ':Met at the fair\\; call\\, please.\r\n'
one line, vobject: 'Met at the fair; call, please.'
two lines: ':Met at the fair.\nCall\\, please.\r\n'
two lines, vobject: refused
one line, ical.js: "Met at the fair\\; call, please."
two lines, ical.js: refused
TXT

{
    PYTHONIOENCODING=utf-8 "$tmp/venv/bin/python" "$tmp/run.py" "$tmp"
    (cd "$tmp" && node run.mjs)
} | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
