"""Months of units: brought by a reviewed file, corrected by a newer one, refused to change, told as run charts and as nobody's outcome."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from rounds.charts import table
from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.dates import months_after
from rounds.insights.models import Figure, OutcomeEvent, UnitPoint, UnitSeries
from rounds.insights.services.cutting import make_figures
from rounds.insights.values.facts import Month, Series
from rounds.insights.values.units import units
from rounds.integrations.histories.services import planned, stage_history, write_history
from rounds.integrations.spreadsheets.services import undo_import
from rounds.people.models import Person
from rounds.web.evidence.histories import why_out
from rounds.web.evidence.pictures.cards import picture_of

SHEET = 'Unit,Indicator,Month,Count,Patient days,Note\n4 West,Falls,2025-01,4,"1,000",\n4 west,Falls,Feb 2025,2,800,Handoff\n'
FAULTS = """Unit,Indicator,Month,Count,Patient days
,Falls,2025-01,4,1000
4 West,Falls,FY25,4,1000
4 West,Falls,2025,4,1000
4 West,Falls,2098-01,4,1000
4 West,Falls,2025-03,few,1000
4 West,Falls,2025-03,4,0
4 West,Falls,2025-04,4,1000
4 West,Falls,2025-04,5,1000
"""
STEP = tuple([4.0] * 12 + [1.0] * 12)


def series(values, *, baseline=0):
    """Return a series of counts, the first months of which are its baseline."""
    months = [
        Month(months_after(date(2023, 1, 1), n), int(value), None, n < baseline)
        for n, value in enumerate(values)
    ]
    return Series("4 West", "Falls", "", 1, tuple(months))


@pytest.fixture
def alice(in_hospital):
    person = Person.objects.create(given_name="Alice", family_name="Varga")
    return Viewer(current_institution_id(), None, person.id, "Alice Varga", frozenset({Grant("coordinator")}))


def bring(alice, text):
    made = stage_history(by=alice, name="units.csv", data=text.encode())
    expected = planned(made, by=alice).digest
    write_history(by=alice, spreadsheet=made, version=made.version, expected=expected)
    made.refresh_from_db()
    return made


def told():
    """Return what the newest figure says of each month."""
    make_figures(by=system(current_institution_id()))
    newest = Figure.objects.filter(measure="safety").order_by("-cut__recorded_until").first()
    return [row[:4] for one in newest.result.get("series", []) for row in one["rows"]]


@pytest.mark.django_db
def test_sheet_of_units_becomes_months_of_one_series_and_no_outcome_of_anybody(alice):
    made = bring(alice, SHEET)

    assert made.counts == {"create": 2, "update": 0, "skip": 0, "problem": 0}
    (one,) = UnitSeries.objects.all()
    assert (one.unit, one.indicator, one.of, one.per) == ("4 West", "Falls", "patient days", 1000)
    assert told() == [["2025-01", 4, 1000, 4.0], ["2025-02", 2, 800, 2.5]]
    assert not OutcomeEvent.objects.exists()


@pytest.mark.django_db
def test_rows_that_cannot_be_read_stay_out_with_the_fix(alice):
    plan = planned(stage_history(by=alice, name="units.csv", data=FAULTS.encode()), by=alice)

    causes = [cause for _row, _column, cause, _text in plan.out]
    assert causes == [
        *("no_unit", "fiscal", "month", "future", "count", "size", "month_twice"),
    ]
    assert all(why_out(cause, "x").endswith(".") for cause in causes)
    assert plan.counts["create"] == 1


@pytest.mark.django_db
def test_newer_sheet_takes_the_place_of_months_and_undo_brings_them_back(alice):
    bring(alice, SHEET)
    before = told()
    again = stage_history(by=alice, name="units.csv", data=SHEET.encode())
    newer = bring(alice, SHEET.replace("2,800", "3,800"))
    corrected = told()
    undo_import(by=alice, spreadsheet=newer)

    assert again.counts["skip"] == 2
    assert newer.counts == {"create": 0, "update": 1, "skip": 1, "problem": 0}
    assert (corrected[1], told()) == (["2025-02", 3, 800, 3.75], before)
    kept = [
        one.result["series"][0]["rows"][1][1]
        for one in Figure.objects.filter(measure="safety").order_by("cut__recorded_until")
    ]
    assert kept == [2, 3, 2], "what was out stands"


@pytest.mark.django_db
def test_months_that_were_taken_back_can_be_brought_again(alice):
    undo_import(by=alice, spreadsheet=bring(alice, SHEET))
    empty = told()

    assert (empty, bring(alice, SHEET).counts["update"]) == ([], 2)
    assert len(told()) == 2


@pytest.mark.django_db
def test_series_keeps_what_it_is_divided_by(alice):
    bring(alice, SHEET)

    other = SHEET.replace("Patient days", "Cases").replace("2025-01", "2025-05")
    plan = planned(stage_history(by=alice, name="units.csv", data=other.encode()), by=alice)
    assert [one[2] for one in plan.out] == ["series", "series"]


@pytest.mark.django_db
def test_database_refuses_to_change_or_remove_months(alice):
    bring(alice, SHEET)

    point, named = UnitPoint._meta.db_table, UnitSeries._meta.db_table
    for statement in (
        f"UPDATE {point} SET count = 0",
        f"DELETE FROM {point}",
        f"UPDATE {named} SET unit = 'x'",
        f"DELETE FROM {named}",
    ):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    row = UnitPoint.objects.first()
    row.count = 99
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        UnitPoint.objects.bulk_update([row], ["count"])
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        UnitPoint.objects.filter(id=row.id).update(size=None)


@pytest.mark.django_db
def test_month_that_is_not_over_is_in_no_figure(alice):
    named = UnitSeries.objects.create(unit="4 West", indicator="Falls")
    this = institution_today().replace(day=1)
    UnitPoint.objects.create(series=named, month=this, count=1)
    UnitPoint.objects.create(series=named, month=months_after(this, -1), count=2)

    (month,) = told()
    last_day = months_after(this, 1) - institution_today()
    assert month[1] == 2 or last_day.days == 1


def test_shift_is_told_from_twelve_months_on_and_beside_the_baseline():
    found = [
        units([series(row, baseline=start)])["series"][0]
        for row, start in ((STEP, 12), ([4, 1] * 12, 0), (STEP[6:17], 0))
    ]

    assert [one["shifted"] for one in found] == [True, False, None]
    assert [(one["median"], one["longest"]) for one in found] == [(4.0, 12), (2.5, 1), (4.0, 5)]
    titles = [picture_of(of(one)).words.title for one in found]
    assert titles[0].startswith("In 1 of 1 series")
    assert titles[1].startswith("In none of 1 series")
    assert "can we tell" in titles[2]


def test_missing_month_breaks_the_line_and_stands_in_the_table():
    values = series([3] * 14)
    picture = picture_of(
        of(units([Series("4 West", "Falls", "", 1, (*values.months[:5], *values.months[6:]))])["series"][0])
    )

    assert picture.runs[0].values[5] is None
    assert table(picture).rows[5] == ("2023-06", "missing")
    assert "1 month missing" in picture.runs[0].verdict


def of(one):
    """Return a figure of one series."""
    from types import SimpleNamespace

    return SimpleNamespace(
        measure="safety", version=1, result={"series": [one]}, cut=SimpleNamespace(as_of=date(2026, 6, 30))
    )
