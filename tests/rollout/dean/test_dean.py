"""The dean's two pages: the same words on page, paper and slides; small programs hidden; gates only once issued."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pptx import Presentation
from pypdf import PdfReader

from rounds.core.clock import institution_today
from rounds.core.models import Institution
from rounds.documents import render_pdf, render_pptx
from rounds.programs.models import Cycle, Program
from rounds.rollout.enums import Asked
from rounds.rollout.services.budget import (
    Booked,
    book_spending,
    check_budget,
    digest_of_prices,
    write_budget,
)
from rounds.rollout.services.gate import Decided, confirm, decide, take_reading
from rounds.rollout.services.launching import begin_launch
from rounds.rollout.services.ledger import Asking, ask_dean
from rounds.rollout.values.budget import PRICES
from rounds.web.rollout.dean.asks import AskLine
from rounds.web.rollout.dean.contents import (
    ASKS,
    GATES,
    ROWS,
    ProgramLine,
    TwoPages,
    two_pages,
)
from rounds.web.rollout.dean.gates import NAMED, Verdicts
from rounds.web.rollout.dean.today import STEPS_TODAY, Today
from rounds.web.rollout.dean.writing import deck_of, document_of, for_what
from tests.rollout.test_budget import TYPED_SO
from tests.rollout.test_deciding import locked
from tests.rollout.test_signing import viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(in_hospital):
    found = Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")
    today = institution_today()
    days = {"starts_on": today - timedelta(days=180), "ends_on": today + timedelta(days=10)}
    Cycle.objects.create(program=found, name="2026", state="open", **days)
    return found


def read_by(name):
    return two_pages(SimpleNamespace(viewer=viewer(name), institution=Institution.objects.get()))


def asked(program, **other):
    given = {
        "what": Asked.MONEY,
        "amount": Decimal(18400),
        "words": "cash for the second year",
        "otherwise": "It ends.",
        "due_on": institution_today() + timedelta(days=30),
    }
    return ask_dean(
        program=program, asking=Asking(**{**given, **other}), entry_id=uuid4(), by=viewer("Alice")
    )


def words_of(text):
    return re.sub(r"\s+", " ", text)


def test_page_paper_and_slides_say_the_same_to_the_last_word(program):
    asked(program)
    asked(program, what=Asked.POST, amount=Decimal("0.25"), words="coordination", otherwise="")
    pages = read_by("Alice")
    said = [pages.title, pages.money, *pages.more, *pages.changed, *(one.words for one in pages.today)]
    said += [part for one in pages.asks for part in (one.much, for_what(one), one.by)]
    said += [cell for one in pages.programs for cell in (one.name, *one.cells)]
    paper = PdfReader(BytesIO(render_pdf(document_of(pages, size="us-letter"))))
    on_paper = words_of(" ".join(page.extract_text() for page in paper.pages)).replace(" ", "")
    on_slides = words_of(
        " ".join(
            shape.text_frame.text
            if shape.has_text_frame
            else " ".join(cell.text for row in shape.table.rows for cell in row.cells)
            for slide in Presentation(BytesIO(render_pptx(deck_of(pages)))).slides
            for shape in slide.shapes
            if shape.has_text_frame or shape.has_table
        )
    ).replace(" ", "")
    missing = [one for one in said if words_of(one).replace(" ", "") not in on_paper]
    assert missing == []
    assert [one for one in said if words_of(one).replace(" ", "") not in on_slides] == []
    assert len(paper.pages) <= 2
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert (pages.title, pages.asks[1].much) == ("We ask 2 things of you", "0.25 FTE")
    assert pages.today[0].words.startswith("Answer the 2 things asked above: tell Alice, ")
    assert pages.today[0].href.endswith("#asked")


def test_as_much_as_the_pages_take_stays_on_two_of_each_paper():
    ask = AskLine(
        "$18,400",
        "Internal Medicine Pilot: cash for the second year, internal medicine and surgery together",
        "This year $26,614.50 is planned and $2,290 spent.",
        "The pilot ends with its gate.",
        "31 Dec 2026",
        is_late=False,
    )
    cells = ("5 Pilot", "191 of 200", "156 of 190", "180 of 190", "823 of 1,338", "$381.67 (186 pairs)")
    due = "Endorsement signed by the sponsor and the DIO, due 3 Oct 2026: late"
    gate = Verdicts(
        "Leadership Mentorship",
        "Gate: 6 of 10 met, 2 not met, 2 cannot be told.",
        ("Agreements signed: 12 of 20 (60%, interval 36 to 81%)",) * NAMED,
        ("Confidence to lead: +0.7 points of 10 (interval -0.3 to +1.7, n 16)",) * NAMED,
        "Go. Pairs met; the next department has asked. We go although: two mentors were ill.",
    )
    changed = "29 Nov 2026, Pilot: The first talk is booked at the kick-off. Stays: one conversation a month."
    pages = TwoPages(
        institution="St. Brigid Health",
        made_on=date(2026, 11, 29),
        asks=(ask,) * ASKS,
        money="This year: $26,614.50 in cash planned, $2,290 spent, 0.15 FTE; 1 of 5 programs.",
        programs=(ProgramLine("Leadership Mentorship", uuid4(), (*cells, due)),) * ROWS,
        more=("2 more programs are not in this table.",) * 2,
        verdicts=(gate,) * GATES,
        changed=(changed,) * 3,
        today=(Today(f"Pilot: {due}"),) * STEPS_TODAY,
    )
    for size in ("us-letter", "a4"):
        assert len(PdfReader(BytesIO(render_pdf(document_of(pages, size=size)))).pages) == 2


def test_money_of_few_pairs_is_in_no_row_and_no_sum(program):
    alice, gina = viewer("Alice"), viewer("Gina")
    asked(program)
    prices = {key: Decimal(10) for key in PRICES}
    budget = write_budget(program=program, typed=TYPED_SO, prices=prices, by=alice)
    check_budget(program=program, digest=digest_of_prices(budget), by=gina)
    bill = Booked("events", institution_today(), Decimal("777.50"), "Bill 7")
    book_spending(program=program, booked=bill, entry_id=uuid4(), by=alice)
    pages = read_by("Alice")
    assert "777" not in str(pages)
    assert pages.asks[0].now == ""
    assert pages.money == "No budget of this year is checked by two people yet, so no sum is printed."


def test_gate_stands_on_the_pages_once_its_decision_is_confirmed(program):
    locked(program)
    assert "is read on" in read_by("Alice").verdicts[0].words
    take_reading(program=program, is_complete=True, by=viewer("Alice"))
    read = read_by("Alice").verdicts[0]
    assert (read.not_met, read.cannot_tell) == ((), ())
    assert "once its decision is confirmed" in read.words
    go = Decided("go", "Mentees have somebody to ask", "Two mentors were ill")
    row = decide(program=program, decided=go, entry_id=uuid4(), by=viewer("Alice"))
    confirm(decision_id=row.id, by=viewer("Dora"))
    told = read_by("Alice").verdicts[0]
    assert told.words == "Gate: 1 of 10 met, 0 not met, 9 cannot be told."
    assert "We go although: Two mentors were ill" in told.decided
    assert "Mentees with a mentor: fewer than five" in str(told.cannot_tell)


def begin(number):
    """Begin a program with a year and a roll-out."""
    one = Program.objects.create(name=f"P{number}", slug=f"p{number}", template="physician", state="running")
    today = institution_today()
    days = {"starts_on": today, "ends_on": today + timedelta(days=300)}
    Cycle.objects.create(program=one, name="2026", state="open", **days)
    begin_launch(program=one, kickoff_on=days["starts_on"], ends_on=days["ends_on"], by=viewer("Alice"))


def test_twenty_programs_ask_no_more_questions_than_one(program, django_assert_max_num_queries):
    begin(0)
    with CaptureQueriesContext(connection) as of_two:
        read_by("Alice")
    for number in range(1, 20):
        begin(number)
    with django_assert_max_num_queries(len(of_two)):
        pages = read_by("Alice")
    print(f"\n{len(of_two)} questions for 2 programs and for 21")
    assert len(pages.programs) == 8
    assert "13 more programs are not in this table." in pages.more
