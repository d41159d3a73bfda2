#!/usr/bin/env bash
# phone takes a digit out of numbers that are valid E.164 already, and calls the result valid.
#
# Versions: phone 3.1.72, libphonenumber-js 1.13.16 (npm), Node 20.
# Expected: the package brings mobile numbers into E.164. A number that has a plus, a country code and a valid length is in that form,
#   so it comes back as it was, or `isValid` is false where the package's table does not know the range.
#   The readme tells of a trunk code that is taken out, on a British number with a 0 too many.
# What happens: where the table does not know the range, the first digit after the country code is taken for a trunk code and removed,
#   whatever digit it is. Argentina's mobiles lose their 9 and have the form of land lines; Liberia's mobiles of nine digits and Gabon's
#   of eight lose a digit of the subscriber. Two people of Gabon get one number.
# Why it matters: text messages and calls go to somebody else or nowhere, and whoever compares phones for duplicates merges strangers.
#   The original is gone where only the result is kept.
# What a CRM must do: never store a normalised number without the one that was typed, refuse a result whose digits are not those of an
#   input that had a plus, and test a library with the example numbers of all countries before use. `strictDetection: true` stops it:
#   the same numbers are then refused (last lines).
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
npm install --silent --no-audit --no-fund --prefix "$tmp" phone@3.1.72 libphonenumber-js@1.13.16 >/dev/null

cat >"$tmp/run.js" <<'JS'
const { phone } = require("phone");
const { parsePhoneNumber } = require("libphonenumber-js/max");
const numbers = ["+5491123456789", "+231770123456", "+24166123456", "+24176123456", "+4915112345678"];
for (const number of numbers) {
  const other = parsePhoneNumber(number);
  const own = phone(number);
  console.log(`${number} other: ${other.isValid()} ${other.getType()} ${other.number} | phone: ${own.isValid} ${own.phoneNumber}`);
}
for (const number of numbers) {
  const own = phone(number, { strictDetection: true });
  console.log(`${number} strict: ${own.isValid} ${own.phoneNumber}`);
}
console.log(`+541123456789 other: ${parsePhoneNumber("+541123456789").getType()}`);
JS

cat >"$tmp/expected" <<'TXT'
+5491123456789 other: true MOBILE +5491123456789 | phone: true +541123456789
+231770123456 other: true MOBILE +231770123456 | phone: true +23170123456
+24166123456 other: true MOBILE +24166123456 | phone: true +2416123456
+24176123456 other: true MOBILE +24176123456 | phone: true +2416123456
+4915112345678 other: true MOBILE +4915112345678 | phone: true +4915112345678
+5491123456789 strict: false null
+231770123456 strict: false null
+24166123456 strict: false null
+24176123456 strict: false null
+4915112345678 strict: true +4915112345678
+541123456789 other: FIXED_LINE
TXT

(cd "$tmp" && node run.js) | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
