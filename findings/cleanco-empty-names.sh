#!/usr/bin/env bash
# cleanco strips whole company names to nothing, and whether it does depends on the alphabet.
#
# Versions: cleanco 2.3 (PyPI), Python 3.11.
# Expected: `basename` takes the legal form from the end of a name ("Volvo AB" -> "Volvo"). It takes one (the readme advises to call it
#   twice where two forms follow each other) and never the whole name: "SAS" stays "SAS", "Coop AB" gives "Coop".
# What happens: the terms are tried one after the other in the order of the alphabet, each on what the one before left, and no test
#   keeps a last word. "SAS" is gone, as it is a form in France. "Coop AB" is gone since "ab" comes before "coop", a form as well;
#   "Coop Oy" keeps "Coop" since "oy" comes after it. "EG A/S", "Sia GmbH" and "Tov Ltd" are gone; of "AS SIA" the "AS" is left.
# Why it matters: the result is the usual key for duplicates of organizations. All that are emptied share one key, the empty text, and are
#   proposed as one company; the companies of one group in two countries get two keys, one of them empty.
# What a CRM must do: never strip the last word that is left, treat an empty key as no key, take one form a name (or a listed
#   combination), and compare with the country of the organization in mind.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" -q --disable-pip-version-check install cleanco==2.3

cat >"$tmp/run.py" <<'PY'
from cleanco import basename

for name in ["Volvo AB", "SAS", "SAS AB", "Coop AB", "Coop AS", "Coop Oy", "Coop Plc", "EG A/S", "Sia GmbH", "AS SIA", "Tov Ltd"]:
    print(f"{name:<9} {basename(name)!r}")
PY

cat >"$tmp/expected" <<'TXT'
Volvo AB  'Volvo'
SAS       ''
SAS AB    ''
Coop AB   ''
Coop AS   ''
Coop Oy   'Coop'
Coop Plc  'Coop'
EG A/S    ''
Sia GmbH  ''
AS SIA    'AS'
Tov Ltd   ''
TXT

PYTHONIOENCODING=utf-8 "$tmp/venv/bin/python" "$tmp/run.py" | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
