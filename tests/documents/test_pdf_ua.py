"""Every kind of picture as a PDF, by a checker of PDF/UA-1 of others (outloud), which is no dependency of ours."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from rounds.charts import WIDE, layout, on_paper, table
from rounds.documents import Document, Image, Small, Table, render_pdf
from rounds.web.drawing.samples import pictures

OTHER = os.environ.get("ROUNDS_PDF_PYTHON", "")


@pytest.mark.long
@pytest.mark.skipif(
    not OTHER, reason="ROUNDS_PDF_PYTHON names no Python with outloud: make test-all PART=foreign"
)
def test_checker_of_others_finds_no_fault_in_any_kind_of_picture(tmp_path):
    """Slow, because a program of others reads each page."""
    for name, picture in pictures().items():
        found = table(picture)
        blocks = (
            Image(on_paper(layout(picture, WIDE)), picture.words.title),
            Small(picture.words.sentence),
            Table(found.header, found.rows),
        )
        document = Document(
            title=picture.words.title, author="A hospital", made_on=date(2026, 6, 30), blocks=blocks
        )
        (tmp_path / f"{name}.pdf").write_bytes(render_pdf(document))

    command = [
        str(Path(OTHER).with_name("outloud")),
        "-q",
        "--fail-on",
        "warning",
        *sorted(map(str, tmp_path.iterdir())),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout
