#!/usr/bin/env bash
# price-parser reads a price of 0.005 as 5, though 0.05 and 0.0005 are read rightly.
#
# Versions: price-parser 0.5.1 (PyPI), Python 3.11.
# Expected: three digits after a separator are a known doubt ("1.234" may be a thousand or a decimal). "0.005" leaves no doubt:
#   no number of groups begins with 0. So 0.005 in, 0.005 out, like its neighbours.
# What happens: three digits are always taken as a group, after a leading zero too. Prices per piece, minute or kilowatt hour become a
#   thousand times higher. Nothing is raised and the currency is right. A minus sign is dropped as well, so a refund reads as a payment.
# Why it matters: rate cards and exports of other CRMs hold such prices, and one column mixes two, three and four decimals. The rows
#   with three are wrong by 1000, those beside them right, so no check on a sample finds it.
# What a CRM must do: let the person say the decimal separator of a column once and hand it on (the last two lines show that this is
#   enough for the value, not for the sign), refuse what does not fit it, and read the sign itself.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" -q --disable-pip-version-check install price-parser==0.5.1

cat >"$tmp/run.py" <<'PY'
from price_parser import Price

for text in ["0,05 €", "0,005 €", "0,0005 €", "$0.05", "$0.005", "$0.0005", "0.125 USD per minute", "-20,00 €"]:
    print(f"{text:<21}", Price.fromstring(text).amount)
for text in ["0,005 €", "-20,00 €"]:
    print(f"{text:<21}", Price.fromstring(text, decimal_separator=",").amount, "(separator given)")
PY

cat >"$tmp/expected" <<'TXT'
0,05 €                0.05
0,005 €               5
0,0005 €              0.0005
$0.05                 0.05
$0.005                5
$0.0005               0.0005
0.125 USD per minute  125
-20,00 €              20.00
0,005 €               0.005 (separator given)
-20,00 €              20.00 (separator given)
TXT

PYTHONIOENCODING=utf-8 "$tmp/venv/bin/python" "$tmp/run.py" | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
