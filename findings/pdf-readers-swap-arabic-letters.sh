#!/usr/bin/env bash
# Two widely used PDF readers turn the letters of lam-alef around, in a file that says their order.
#
# Versions: pypdfium2 5.15.2, PyMuPDF 2.0, pypdf 7.1.1, pdfminer.six 20260107, fpdf2 2.8.9 with uharfbuzz 0.57.0 (PyPI), Python 3.11;
#   DejaVu Sans of dejavu-fonts-ttf 2.37.3 (npm).
# Expected: lam and alef are drawn as one sign. The file maps that sign to its two letters in the order in which they are read
#   (ToUnicode: U+0644 U+0627), so a reader that puts right-to-left text in order gives the words that were written.
# What happens: pypdf gives the words. PDFium and MuPDF reverse the line from left-to-right drawing to reading order and the two letters
#   of the sign with it: "bila" (without) becomes "bal", which is a word too. PDFium does so even where the sign stands alone.
#   pdfminer.six keeps the sign's letters and leaves the line in the order of drawing, last letter first. Words without the sign are right
#   in all but pdfminer.six.
# Why it matters: "without tax" on an Arabic quote or invoice is copied, indexed and read by programs as another word; a name such as
#   Salam is not found. Nothing in the file can help: a file that maps the letters the other way round is wrong for pypdf, and for whoever hears it.
# What a CRM must do: keep the data of a document beside the document, search that and not the text of the PDF, and compare Arabic
#   taken from PDFs without regard to the order of lam and alef.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" -q --disable-pip-version-check install \
    fpdf2==2.8.9 uharfbuzz==0.57.0 pypdfium2==5.15.2 pymupdf==2.0 pypdf==7.1.1 pdfminer.six==20260107
(cd "$tmp" && npm pack --silent dejavu-fonts-ttf@2.37.3 >/dev/null && tar xzf dejavu-fonts-ttf-2.37.3.tgz)

cat >"$tmp/run.py" <<'PY'
import io
import sys
import unicodedata

import pymupdf
import pypdf
import pypdfium2
from fpdf import FPDF
from pdfminer.high_level import extract_text

WORDS = {
    "bayt (house)": "\u0628\u064a\u062a",
    "la (no)": "\u0644\u0627",
    "salam (peace)": "\u0633\u0644\u0627\u0645",
    "bila dariba (without tax)": "\u0628\u0644\u0627 \u0636\u0631\u064a\u0628\u0629",
}
READERS = {
    "PDFium": lambda data: pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range(),
    "MuPDF": lambda data: pymupdf.open(stream=data, filetype="pdf")[0].get_text(),
    "pypdf": lambda data: pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(),
    "pdfminer.six": lambda data: extract_text(io.BytesIO(data)),
}


def judged(read, word):
    read = unicodedata.normalize("NFKC", read.strip())
    if read == word:
        return "as written"
    if read == word.replace("\u0644\u0627", "\u0627\u0644"):
        return "lam and alef turned around"
    in_drawing = word[::-1].replace("\u0627\u0644", "\u0644\u0627")
    return "in the order of drawing" if read == in_drawing else ascii(read)


for name, word in WORDS.items():
    pdf = FPDF()
    pdf.add_page()
    pdf.add_font("DejaVu", fname=f"{sys.argv[1]}/package/ttf/DejaVuSans.ttf")
    pdf.set_font("DejaVu", size=20)
    pdf.set_text_shaping(True, direction="rtl", script="arab", language="ara")
    pdf.cell(text=word)
    data = bytes(pdf.output())
    for reader, read in READERS.items():
        print(f"{name}: {reader}: {judged(read(data), word)}")
PY

cat >"$tmp/expected" <<'TXT'
bayt (house): PDFium: as written
bayt (house): MuPDF: as written
bayt (house): pypdf: as written
bayt (house): pdfminer.six: in the order of drawing
la (no): PDFium: lam and alef turned around
la (no): MuPDF: as written
la (no): pypdf: as written
la (no): pdfminer.six: as written
salam (peace): PDFium: lam and alef turned around
salam (peace): MuPDF: lam and alef turned around
salam (peace): pypdf: as written
salam (peace): pdfminer.six: in the order of drawing
bila dariba (without tax): PDFium: lam and alef turned around
bila dariba (without tax): MuPDF: lam and alef turned around
bila dariba (without tax): pypdf: as written
bila dariba (without tax): pdfminer.six: in the order of drawing
TXT

PYTHONIOENCODING=utf-8 "$tmp/venv/bin/python" "$tmp/run.py" "$tmp" | tee "$tmp/seen"
diff -u "$tmp/expected" "$tmp/seen"
echo "as recorded"
