#!/usr/bin/env bash
# email-reply-parser drops the end of a message from a rule of underscores or a line that begins with two dashes on.
#
# Versions: email-reply-parser 0.5.12 (PyPI), Python 3.11.
# Expected: parse_reply() takes away quoted text, and signatures behind a line that holds "-- " and nothing else. What the sender
#   wrote himself stays.
# What happens: a line that begins with underscores, or with two dashes and text, begins a signature, and all that follows goes with
#   it: the sum under a rule, a condition that is set off by dashes, and the sentences after them. A real signature behind "-- " stays
#   in the first message below. Two lines of which the first begins with "On" and the second with "Bob wrote:" are put together
#   without a blank. Headers of quotes in German stay, so a quote is cut off and its first line is left as if the sender had written it.
# Why it matters: what is logged with a customer is the parsed reply. An order without its sum and its terms looks complete: there is
#   no mark that something is missing.
# What a CRM must do: store the whole message and show the parsed one as a view of it that can be opened; take only a line of exactly
#   "-- " for a signature; never derive anything (sums, consent, an answer) from the parsed text alone.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" -q --disable-pip-version-check install email-reply-parser==0.5.12

cat >"$tmp/run.py" <<'PY'
from email_reply_parser import EmailReplyParser

MESSAGES = {
    "signature": "Agreed.\n-- \nAnn\n",
    "rule": "We order:\n20 x 25.00\n__________\n500.00\n\nPlease confirm.\n",
    "dashes": "We agree to 500.00\n\n--5% if paid early, as discussed\n\nPlease confirm.\n",
    "joined": "On Monday it was shipped.\nBob wrote: two boxes\nPlease confirm.\n",
    "German": "Gerne.\n\nAm 03.03.2026 um 10:00 schrieb Ann <ann@example.org>:\n> Passt Dienstag?\n",
}
for name, text in MESSAGES.items():
    print(f"{name:<9}", repr(EmailReplyParser.parse_reply(text)))
PY

cat >"$tmp/expected" <<'TXT'
signature 'Agreed.\n-- \nAnn'
rule      'We order:\n20 x 25.00'
dashes    'We agree to 500.00'
joined    'On Monday it was shipped.Bob wrote: two boxes\nPlease confirm.'
German    'Gerne.\n\nAm 03.03.2026 um 10:00 schrieb Ann <ann@example.org>:'
TXT

PYTHONIOENCODING=utf-8 "$tmp/venv/bin/python" "$tmp/run.py" | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
