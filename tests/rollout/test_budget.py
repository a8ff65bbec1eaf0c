"""Budgets: to the cent against a spreadsheet and an independent reckoning; no price, no total; a second person checks."""

from __future__ import annotations

import csv
import random
import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from math import ceil, floor
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.fields import NumberField
from rounds.people.enums import Tier
from rounds.programs.models import Cycle, Program
from rounds.rollout.models import Budget, Spending
from rounds.rollout.selectors.budget import QuarterOfMoney, budget_page
from rounds.rollout.services.budget import (
    Booked,
    book_spending,
    check_budget,
    digest_of_prices,
    write_budget,
)
from rounds.rollout.values.budget import (
    PRICES,
    TYPED,
    Counted,
    by_quarter,
    each,
    lines_of,
    totals_of,
)
from rounds.web.rollout.money.files import csv_of, printed, rows_of, spent_rows, workbook_of
from tests.rollout.test_signing import viewer

TIERS = [one.value for one in Tier]
SEED = 16


def programs(count=20):
    """Return invented programs: counted, typed, prices."""
    chance = random.Random(SEED)  # a world of a test
    for _number in range(count):
        pairs = chance.choice([5, 24, 25, 26, 50, 51, 190, chance.randrange(5, 400)])
        counted = Counted(
            pairs=pairs,
            mentors=chance.randrange(5, pairs + 1),
            months=chance.randrange(3, 25),
            promised=Decimal(chance.randrange(0, 40000)) / 10,
            talked=chance.randrange(0, 3000),
            met=chance.randrange(1, pairs + 1),
            talks=chance.randrange(1, 2000),
            mentor_tiers={one: chance.randrange(0, 30) for one in TIERS[2:]} | {"junior_faculty": 3},
            mentee_tiers={one: chance.randrange(1, 30) for one in TIERS[:3]},
        )
        typed = {key: chance.randrange(0, 60) for key in TYPED}
        prices = {key: Decimal(chance.randrange(100, 30_000_000)) / 100 for key in PRICES}
        yield counted, typed, prices


def formulas(counted, typed, prices):
    """Return the cells of a spreadsheet that says the same in its own words."""

    def rate(heads):
        here = [(count, prices[f"rate_{tier}"]) for tier, count in heads.items() if count]
        top = "+".join(f"{count}*{price}" for count, price in here)
        return f"ROUND(({top})/({'+'.join(str(count) for count, _price in here)}),2)"

    c, t, p = counted, typed, prices
    mentors, mentees = rate(c.mentor_tiers), rate(c.mentee_tiers)
    kind = [
        f"=ROUND({c.promised}*{mentors},2)",
        f"=ROUND({c.talked}*{mentees},2)",
        f"=ROUND({c.mentors}*8*{mentors},2)",
        f"=ROUND({t['seats']}*{p['seat']},2)",
    ]
    cash = [
        f"=ROUND(ROUND(MAX(0.05,0.1*ROUNDUP({c.pairs}/25,0))*{c.months}/12,4)*{p['coordinator']},2)",
        f"=ROUND(ROUND(IF({c.pairs}<=50,0.05,0.1)*{c.months}/12,4)*{p['director']},2)",
        f"=ROUND({t['sessions']}*{p['session']},2)",
        f"=ROUND({t['coaching']}*4*{p['coach']},2)",
        f"=ROUND({t['award_kinds']}*{t['awards_each']}*{p['award']},2)",
        f"=ROUND({t['heads']}*2*{p['head']},2)",
        f"=ROUND((40+8*{t['waves']}+24*{t['reports']})*{p['analyst']},2)",
        f"=ROUND({t['uses']}*{p['use']},2)",
        f"=ROUND({c.months}*{p['hosting']},2)",
    ]
    totals = ["=ROUND(0.1*SUM(E1:M1),2)", "=SUM(E1:N1)", "=SUM(A1:D1)"]
    shares = [f"=ROUND({cell}/{count},2)" for count in (c.met, c.talks) for cell in ("O1", "P1")]
    return [*kind, *cash, *totals, *shares]


def said(counted, typed, prices):
    lines = lines_of(counted, typed, prices)
    totals = totals_of(lines)
    shares = [each(total, n) for n in (counted.met, counted.talks) for total in (totals.cash, totals.kind)]
    return [*(one.amount for one in lines), totals.reserve, totals.cash, totals.kind, *shares]


def half_up(value, places):
    """Round as a spreadsheet does, in exact fractions."""
    scaled = value * 10**places
    return Fraction(floor(scaled + Fraction(1, 2)), 10**places)


def reckoned(cells):
    """Return what a spreadsheet makes of a row of formulas: exact, without any of the product's code."""
    known = {
        "ROUND": half_up,
        "ROUNDUP": lambda value, _places: ceil(value),
        "MAX": max,
        "IF": lambda condition, one, other: one if condition else other,
        "SUM": lambda *values: sum(values),
        "number": Fraction,
    }
    values = []
    for cell in cells:
        text = re.sub(r"([A-Z])1:([A-Z])1", r"*row[ord('\1')-65:ord('\2')-64]", cell.removeprefix("="))
        text = re.sub(r"\b([A-Z])1\b", r"row[ord('\1')-65]", text)
        text = re.sub(r"(?<![\w.\[-])(\d+(?:\.\d+)?)(?![\w.\]])", r"number('\1')", text)
        values.append(eval(text, {"__builtins__": {"ord": ord}, **known, "row": values}))  # our own text
    return values


def test_twenty_budgets_are_those_of_a_spreadsheet_to_the_cent():
    amounts = 0
    for number, world in enumerate(programs()):
        for column, (theirs, ours) in enumerate(zip(reckoned(formulas(*world)), said(*world), strict=True)):
            amounts += 1
            assert theirs == Fraction(ours), (number, column)
    print(f"\n20 budgets, {amounts} amounts: each equal to the cent")


def amounts_of(rows):
    """Return the amounts of a file's rows: its last column, "no total" where it is empty."""
    return [Decimal(str(row[-1])) if row[-1] not in (None, "") else None for row in rows]


def test_twenty_budgets_are_the_same_in_csv_workbook_and_on_paper():
    """Takes about a second: twenty workbooks are written and read again."""
    compared = 0
    for counted, typed, prices in programs():
        lines = lines_of(counted, typed, prices)
        totals = totals_of(lines)
        shares = [(n, each(totals.cash, n), each(totals.kind, n)) for n in (counted.met, counted.talks)]
        quarters = [QuarterOfMoney(1, totals.cash, Decimal("2.50"))]
        rows = [*rows_of(lines, totals, shares), *spent_rows(quarters, Decimal("2.50"))]
        ours = [*(one.amount for one in lines), totals.reserve, totals.cash, totals.kind]
        ours += [amount for _count, *both in shares for amount in both]
        ours += [totals.cash, Decimal("2.50"), Decimal("2.50")]
        text = csv_of(rows).decode("utf-8-sig")
        sheet = load_workbook(BytesIO(workbook_of(rows))).active
        in_csv = amounts_of(list(csv.reader(StringIO(text)))[1:])
        in_book = amounts_of(list(sheet.iter_rows(values_only=True))[1:])
        on_paper = [Decimal(printed(row[-1]).replace(",", "")) for row in rows]
        assert in_csv == on_paper == ours
        assert [round(one, 2) for one in in_book] == ours
        compared += 3 * len(ours)
    print(f"\n20 budgets, {compared} amounts in three kinds of file: each equal to the cent")


def test_a_missing_price_leaves_no_total_and_what_nobody_needs_wants_no_price():
    counted, typed, prices = next(programs(1))
    whole = totals_of(lines_of(counted, typed, prices))
    assert None not in (whole.cash, whole.kind, whole.reserve)
    for key in PRICES:
        totals = totals_of(lines_of(counted, {**typed, "seats": 1, "coaching": 1}, {**prices, key: None}))
        needed = (
            not key.startswith("rate_")
            or counted.mentor_tiers.get(key[5:])
            or counted.mentee_tiers.get(key[5:])
        )
        assert (None in (totals.cash, totals.kind)) == bool(needed), key
    nothing = totals_of(lines_of(counted, {**typed, "uses": 0}, {**prices, "use": None}))
    assert nothing.cash is not None
    assert sum(by_quarter(Decimal("100.01"), 3)) == Decimal("100.01")


@pytest.fixture
def program(in_hospital):
    found = Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")
    today = institution_today()
    days = {"starts_on": today - timedelta(days=100), "ends_on": today + timedelta(days=200)}
    Cycle.objects.create(program=found, name="2026", state="open", **days)
    return found


TYPED_SO = {key: default for key, (_label, default) in TYPED.items()}


@pytest.mark.django_db
def test_whoever_wrote_a_budget_does_not_check_it_and_a_change_is_checked_again(program):
    alice, gina = viewer("Alice"), viewer("Gina")
    budget = write_budget(program=program, typed=TYPED_SO, prices={"coach": Decimal(90)}, by=alice)
    digest = digest_of_prices(budget)
    with pytest.raises(OutOfOrder, match="You wrote it last"):
        check_budget(program=program, digest=digest, by=alice)
    with pytest.raises(OutOfOrder, match="changed the budget since"):
        check_budget(program=program, digest="0" * 64, by=gina)
    assert check_budget(program=program, digest=digest, by=gina).checked_by == "Gina"
    write_budget(program=program, typed=TYPED_SO, prices={"coach": Decimal(90)}, by=alice)
    assert Budget.objects.get().checked_at is not None  # the same again changes nothing
    write_budget(program=program, typed=TYPED_SO, prices={"coach": Decimal(91)}, by=gina)
    assert Budget.objects.get().checked_at is None
    assert budget_page(alice, program).counted.is_too_small


@pytest.mark.django_db
def test_what_was_booked_stays_and_a_mistake_is_booked_back(program):
    alice, today, entry = viewer("Alice"), institution_today(), uuid4()
    bill = Booked("events", today, Decimal("120.50"), "Bill 7")
    with pytest.raises(OutOfOrder, match="no budget to spend from"):
        book_spending(program=program, booked=bill, entry_id=entry, by=alice)
    write_budget(program=program, typed=TYPED_SO, prices={}, by=alice)
    for _twice in range(2):
        book_spending(program=program, booked=bill, entry_id=entry, by=alice)
    back = Booked("events", today, Decimal("-20.50"), "Counted twice")
    book_spending(program=program, booked=back, entry_id=uuid4(), by=alice)
    page = budget_page(alice, program)
    assert page.spent == Decimal(100)
    assert [one.spent for one in page.quarters if one.spent] == [Decimal(100)]
    for wrong in (
        Booked("events", date(2999, 1, 1), Decimal(1), ""),
        Booked("events", today, Decimal(0), ""),
    ):
        with pytest.raises(DomainError):
            book_spending(program=program, booked=wrong, entry_id=uuid4(), by=alice)
    with pytest.raises(DatabaseError), transaction.atomic():
        Spending.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Spending.objects.all()._raw_delete("default")


def test_amounts_are_read_as_people_write_them():
    field = NumberField(max_value=Decimal(99999))
    for typed, meant in (("$72,000", "72000"), ("1,234.50", "1234.50"), ("7,5", "7.5"), ("-7.5", "-7.5")):
        assert field.clean(typed) == Decimal(meant)
    for wrong in ("7,5000", "72,00,000", "1.234,5"):
        with pytest.raises(ValidationError):
            field.clean(wrong)
    with pytest.raises(ValidationError, match="Enter at most 99999"):
        field.clean("100,000")
