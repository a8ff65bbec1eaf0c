"""The dean's report of the demo: two presses from home, tagged paper, slides that LibreOffice reads without loss (row 19)."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import zipfile
from io import BytesIO

import pytest
from defusedxml import ElementTree
from pptx import Presentation
from pypdf import PdfReader

from rounds.core.models import User
from rounds.demo import load_demo
from tests.browser.conftest import sign_in_client
from tests.documents.test_pdf import tags_of
from tests.documents.test_pptx import alternatives
from tests.standing import standing

pytestmark = [pytest.mark.long, pytest.mark.django_db]
SECONDS = 30
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

demo = standing(load_demo)


@pytest.fixture
def director(demo, client):
    """Sign in the director of the demo."""
    sign_in_client(client, User.objects.get(email="director@st-brigid.example"))
    return client


def taken(client, paper):
    """Return a report as it comes by the links of the pages, and in how many seconds it came."""
    home = client.get("/st-brigid/").content.decode()
    assert 'href="/st-brigid/evidence/"' in home, "the first press"
    page = client.get("/st-brigid/evidence/").content.decode()
    address = re.search(rf'href="(/st-brigid/evidence/report/{paper}/)"', page)
    assert address, "the second press"
    begun = time.monotonic()
    answer = client.get(address[1])
    return answer.content, time.monotonic() - begun


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_paper_is_two_tagged_pages(director, paper):
    """Slow, as all here: the demo is made for it."""
    pdf, seconds = taken(director, paper)

    read = PdfReader(BytesIO(pdf))
    root = read.trailer["/Root"]
    print(f"\n  {paper}: {len(read.pages)} pages in {seconds:.1f} s")
    assert seconds <= SECONDS
    assert len(read.pages) == 2
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in pdf
    assert {"/Document", "/H1", "/P", "/Table", "/TH", "/TD", "/Figure"} <= tags_of(pdf)
    assert all(len(one) > 20 for one in alternatives(root["/StructTreeRoot"]))


def test_slides_keep_words_and_headers_through_libreoffice(director, tmp_path):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: slides were not written again")
    made, seconds = taken(director, "slides")
    assert seconds <= SECONDS
    (tmp_path / "report.pptx").write_bytes(made)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, profile, "--headless", "--convert-to", "odp", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "report.pptx"], check=True, capture_output=True, timeout=170)

    words, tables = kept(made)
    # its own format says what it understood; of a header row it keeps the words, version 7.4 not the mark
    with zipfile.ZipFile(tmp_path / "report.odp") as parts:
        read = ElementTree.fromstring(parts.read("content.xml"))
    descriptions = {one.text for one in read.iter(f"{SVG}desc")}
    heads = [next(one.iter(f"{TABLE}table-row")) for one in read.iter(f"{TABLE}table")]
    print(f"\n  {len(words)} drawings, {len(tables)} tables in {seconds:.1f} s")
    assert words
    assert set(words) <= descriptions
    assert all(first_row for first_row, _cells in tables)
    assert [["".join(cell.itertext()) for cell in row] for row in heads] == [
        cells for _first, cells in tables
    ]


def kept(data):
    """Return the words of each drawing, and of each table whether its first row is a header, and that row."""
    words, tables = [], []
    for slide in Presentation(BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.shape_type == 13:  # a picture
                words.append(shape._element.nvPicPr.cNvPr.get("descr") or "")
            elif shape.has_table:
                tables.append((shape.table.first_row, [cell.text for cell in shape.table.rows[0].cells]))
    return words, tables
