#!/usr/bin/env bash
# pycountry finds Nigeria for "Niger", and North Korea for "Korea".
#
# Versions: pycountry 26.2.16 (PyPI), Python 3.11.
# Expected: search_fuzzy() gives the best match first, so the country whose name is exactly what was asked for, before those of which
#   it is a part; and for a common short form the country that people mean, or nothing.
# What happens: "Niger" gives Nigeria first, though Niger is there under just that name. "Korea" gives the Democratic People's Republic
#   first. Neither says how sure it is. Guinea, Sudan and Dominica, which are parts of other names as well, come first as one expects,
#   so a check on a few such names passes.
# Why it matters: country columns of lists hold just such words. People of Niger become Nigerians, and South Koreans fall under an
#   embargo, with a valid ISO code and without an error.
# What a CRM must do: look up codes and exact names first, keep its own table of everyday words (Korea, Holland), ask a person for the
#   rest, and never take the first of a fuzzy search unasked.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" -q --disable-pip-version-check install pycountry==26.2.16

cat >"$tmp/run.py" <<'PY'
import pycountry

for text in ["Niger", "Korea", "Guinea", "Sudan", "Dominica"]:
    fuzzy = [one.alpha_2 for one in pycountry.countries.search_fuzzy(text)][:3]
    exact = pycountry.countries.get(name=text) or pycountry.countries.get(alpha_2=text)
    print(f"{text:<9}", f"first {fuzzy[0]} of {' '.join(fuzzy):<9}", f"exact {exact.alpha_2 if exact else None}")
PY

cat >"$tmp/expected" <<'TXT'
Niger     first NG of NG NE     exact NE
Korea     first KP of KP KR     exact None
Guinea    first GN of GN GW PG  exact GN
Sudan     first SD of SD SS     exact SD
Dominica  first DM of DM DO     exact DM
TXT

"$tmp/venv/bin/python" "$tmp/run.py" | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
