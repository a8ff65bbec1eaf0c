"""An issued document says the same in every form, on every day; tagged, titled, with no shape without words."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import timedelta

import pytest
from docx import Document as Word
from pptx import Presentation
from pypdf import PdfReader

from rounds.documents import render_pdf
from rounds.rollout.models import PitchFigure
from rounds.rollout.services.pitching import Figure, begin_figures, change_figure, issue_pitch, write_pitch
from rounds.rollout.values.figures import OWN
from rounds.web.rollout.files.writing import FORMS, forms_of, written
from rounds.web.rollout.papers import document_of
from tests.documents.test_pdf import tags_of
from tests.matching.scenes import make_scene

pytestmark = pytest.mark.django_db
LONG = "We ask for three hours a month of twelve mentors; nobody is asked to give more than that. " * 40


@pytest.fixture
def version(in_hospital):
    scene = make_scene(in_hospital)
    begin_figures(program=scene.program, by=scene.alice)
    for number, row in enumerate(PitchFigure.objects.filter(key__in=OWN)):
        own = Figure(2, row.claim, f"{number + 4}.7 of 10", "Staff survey", 2024, "local", False, True)
        change_figure(figure_id=row.id, figure=own, by=scene.alice)
    texts = {number: f"Section {number}. {LONG if number == 1 else 'As agreed.'}" for number in range(1, 10)}
    write_pitch(program=scene.program, texts=texts, one_sided="", by=scene.alice)
    return issue_pitch(program=scene.program, by=scene.alice)


def files_of(version):
    document = document_of(version, "St. Brigid Health")
    files = {form: written(version, document, form) for form in forms_of(version)}
    return files | {"pdf": render_pdf(document)}


def words_of(files):
    """Return what each file says, without line breaks: a second reader's words."""
    slides = Presentation(io.BytesIO(files["slides"])).slides
    rows = csv.reader(io.StringIO(files["sheet"].decode("utf-8-sig")))
    word = Word(io.BytesIO(files["docx"]))
    said = {
        "pdf": [page.extract_text() for page in PdfReader(io.BytesIO(files["pdf"])).pages],
        "docx": [one.text for one in word.paragraphs],
        "slides": [shape.text_frame.text for slide in slides for shape in slide.shapes],
        "sheet": [cell for row in rows for cell in row],
    }
    return {form: "".join("".join(lines).split()) for form, lines in said.items()}


def test_every_figure_stands_in_every_form_to_the_last_digit(version, clock):
    files = files_of(version)
    assert set(files) == {"pdf", *FORMS}

    figures = [one for section in version.facts["sections"] for one in section["figures"]]
    missing = [
        (form, one)
        for form, text in words_of(files).items()
        for one in figures
        if "".join(one.split()) not in text
    ]
    assert missing == []
    print(f"\n{len(figures)} figures in {len(words_of(files))} forms")
    clock.shift(timedelta(days=366))
    version.refresh_from_db()
    assert files_of(version) == files, "the same bytes a year later"


def test_slides_hold_a_slide_a_section_and_nothing_runs_over_the_edge(version):
    files = files_of(version)
    shown = Presentation(io.BytesIO(files["slides"]))
    titles = [slide.shapes.title.text for slide in shown.slides]

    assert len({one.split(".")[0] for one in titles if one[:1].isdigit()}) == 10
    for slide in shown.slides:
        for shape in slide.shapes:
            assert shape.text_frame.text.strip(), "no shape without words"
            lines = sum(-(-len(one.text) // 92) or 1 for one in shape.text_frame.paragraphs)
            assert lines <= 14, shape.text_frame.text
    handout = PdfReader(io.BytesIO(files["handout"]))
    assert len(handout.pages) == 1
    assert {"/Document", "/H1", "/P"} <= tags_of(files["handout"])
    assert b"pdfuaid:part" in files["handout"]


@pytest.mark.long
def test_office_files_are_opened_by_libreoffice(version, tmp_path):
    """Slow: it starts the office program."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: no file was opened by it")
    files = files_of(version)
    for form, ends in (("docx", "docx"), ("slides", "pptx")):
        (tmp_path / f"it.{ends}").write_bytes(files[form])
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / form)]
        subprocess.run([*command, tmp_path / f"it.{ends}"], check=True, capture_output=True, timeout=170)
        read = PdfReader(tmp_path / form / "it.pdf")
        text = "".join("".join(page.extract_text() for page in read.pages).split())
        assert "68%;unverified]" in text, form
