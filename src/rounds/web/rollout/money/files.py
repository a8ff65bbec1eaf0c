"""A budget as CSV, workbook and tagged PDF: the amounts of its page, to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.http import HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.documents import Document, Heading, Paragraph, Small, Table, render_pdf
from rounds.programs.models import Program
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.selectors.budget import BudgetPage, QuarterOfMoney, budget_page
from rounds.rollout.values.budget import Line, Totals, Way
from rounds.sheets import write_csv, write_xlsx
from rounds.web.evidence.papers.views import TYPES
from rounds.web.words.figures import hidden_words

FORMS = ("csv", "xlsx", "pdf")
Row = list[str | Decimal | None]


def file_for(viewer: Viewer, program_id: object, form: str) -> tuple[Program, str]:
    """Return a program of the viewer's office and the kind of file; NotFound for another kind."""
    if form not in FORMS:
        raise NotFound
    return program_for(viewer, program_id), form  # type: ignore[arg-type]


@require_GET
@allow(holds(*OFFICE), load=file_for)
def budget_file(request: Request, found: tuple[Program, str]) -> HttpResponse:
    """Give a budget as a file; of few pairs or mentors it says no amount, as its page."""
    program, form = found
    page = budget_page(request.viewer, program)
    if page is None:
        raise NotFound
    audit.record(
        "budget.taken", by=request.viewer, kind="budget", object_id=page.cycle.id, program=str(program.id)
    )
    rows = _rows(page)
    if form == "pdf":
        made = render_pdf(document_of(program.name, page, rows, request.institution.name))
    elif form == "csv":
        made = csv_of(rows)
    else:
        made = workbook_of(rows)
    name = f"budget-{program.slug}-{page.cycle.starts_on:%Y}.{form}"
    return HttpResponse(
        made, content_type=TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _rows(page: BudgetPage) -> list[Row]:
    if page.counted.is_too_small:
        return [["", hidden_words(), "", None, None, None]]
    return [*rows_of(page.lines, page.totals, page.total_each), *spent_rows(page.quarters, page.spent)]


def head() -> list[str]:
    """Return the head of the table."""
    return [_("Paid how"), _("For what"), _("How it counts"), _("How much"), _("Price"), _("Amount")]


def csv_of(rows: Iterable[Row]) -> bytes:
    """Return the rows as CSV, amounts with all their digits."""
    return write_csv(head(), [[_digits(one) for one in row] for row in rows])


def workbook_of(rows: Iterable[Row]) -> bytes:
    """Return the rows as a workbook, amounts as numbers that can be reckoned with."""
    return write_xlsx(
        head(), [[float(one) if isinstance(one, Decimal) else one for one in row] for row in rows]
    )


def _digits(value: str | Decimal | None) -> str | None:
    return f"{value:f}" if isinstance(value, Decimal) else value


def rows_of(
    lines: Iterable[Line],
    totals: Totals,
    shares: Iterable[tuple[int, Decimal | None, Decimal | None]],
) -> Iterator[Row]:
    """Yield each line, the reserve, the totals and what each pair and conversation comes to; unknown is empty."""
    cash, kind = str(Way.CASH.label), str(Way.KIND.label)
    for one in lines:
        way = str(one.way.label)
        yield [way, str(one.title), str(one.formula), one.quantity.normalize(), one.price, one.amount]
    yield [cash, _("Reserve"), "10%", None, None, totals.reserve]
    yield [cash, _("Total"), "", None, None, totals.cash]
    yield [kind, _("Total"), "", None, None, totals.kind]
    each = (
        _("For each pair with a held conversation, as planned"),
        _("For each held conversation, as planned"),
    )
    for words, (count, in_cash, in_kind) in zip(each, shares, strict=False):
        yield [cash, words, "", Decimal(count), None, in_cash]
        yield [kind, words, "", Decimal(count), None, in_kind]


def spent_rows(quarters: Iterable[QuarterOfMoney], spent: Decimal) -> Iterator[Row]:
    """Yield what each quarter was to cost and what was spent in it, then what was spent so far."""
    cash = str(Way.CASH.label)
    for one in quarters:
        yield [cash, _("Quarter %(number)s, planned") % {"number": one.number}, "", None, None, one.planned]
        yield [cash, _("Quarter %(number)s, spent") % {"number": one.number}, "", None, None, one.spent]
    yield [cash, _("Spent so far"), "", None, None, spent]


def document_of(name: str, page: BudgetPage, rows: Iterable[Row], institution: str) -> Document:
    """Return a budget as paper: the same rows, and who wrote and checked it."""
    table = Table(
        tuple(head()), tuple(tuple(map(printed, row)) for row in rows), numbers=frozenset({3, 4, 5})
    )
    return Document(
        title=_("%(name)s: budget") % {"name": name},
        subtitle=page.cycle.name,
        author=institution,
        made_on=institution_today(),
        blocks=(Heading(_("Cash and time in kind")), table, Paragraph(_checked(page)), Small(_note())),
        is_dense=True,
    )


def printed(value: str | Decimal | None) -> str:
    """Return an amount as the page prints it, without its sign of money; unknown is a dash."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value or "–"
    places = max(0, -int(value.as_tuple().exponent))
    return number_format(value, decimal_pos=places, force_grouping=True)


def _checked(page: BudgetPage) -> str:
    one = page.budget
    if one is None:
        return _("Nobody has written this budget yet: quantities are counted, prices missing.")
    if one.checked_at is None:
        return _("Written by %(name)s. Nobody has checked it yet.") % {"name": one.written_by}
    known = {"name": one.written_by, "second": one.checked_by}
    return _("Written by %(name)s, checked by %(second)s.") % known


def _note() -> str:
    return _(
        "Amounts in US dollars. Rates are of a tier, nobody’s pay. There is no total while a price is missing."
    )
