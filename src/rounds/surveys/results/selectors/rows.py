"""What may leave of a closed wave: rows with names to who may read them, mixed rows from ten on, else figures alone.

Of confidential waves the lines of those who agreed to research leave in a file of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.errors import OutOfOrder
from rounds.surveys.box.selectors import list_answers
from rounds.surveys.campaigns.selectors import is_closed
from rounds.surveys.enums import Mode, RequestState
from rounds.surveys.instruments.selectors import questions_of
from rounds.surveys.instruments.selectors.licenses import may_export_words
from rounds.surveys.instruments.values.columns import Value, columns_of
from rounds.surveys.kinds import Question
from rounds.surveys.models import Response, Wave
from rounds.surveys.publication import Lines
from rounds.surveys.results.selectors.lines import answers_of, lines_leaving
from rounds.surveys.results.selectors.named import is_readable, is_reader
from rounds.surveys.results.selectors.pages import Line, results_of
from rounds.surveys.results.values.saying import Said

FEWEST_ROWS = 10
OWN_WORDS = frozenset({"text", "own_areas"})


@dataclass(frozen=True)
class Leaving:
    """A table that leaves: whether it holds a row a person, its columns, its rows."""

    is_rows: bool
    header: list[str]
    rows: list[list[Value]]


def leaving_of(wave: Wave, viewer: Viewer) -> Leaving:
    """Return what may leave of a wave. Raises OutOfOrder before it has closed."""
    if not is_closed(wave):
        raise OutOfOrder(_("This survey has not closed, so nothing of it can be taken away yet."))
    if is_reader(viewer, wave) and is_readable(wave):
        return _named(wave)
    if wave.mode == Mode.ANONYMOUS and (mixed := _mixed(wave)):
        return mixed
    return _figures(wave)


def records_leaving(wave: Wave, viewer: Viewer) -> tuple[list[Question], list[dict[str, Any]]]:
    """Return the questions and the answers, one a person and without a name, of a wave whose rows may leave.

    Raises OutOfOrder where figures alone leave. They stand in the order of the file with names, or as they were mixed.
    """
    if is_closed(wave) and (lines := lines_leaving(wave)):
        return _questions_in(wave, lines), answers_of(wave, lines)
    leaving = leaving_of(wave, viewer)
    if not leaving.is_rows:
        raise OutOfOrder(
            _("Only figures of this survey leave, no rows of people: so there is no file of records.")
        )
    questions = questions_leaving(wave, leaving)
    if wave.mode == Mode.ANONYMOUS:
        return questions, [answers for answers, _cuts in list_answers(wave)]
    return questions, [row.opened() for row in _sent(wave)]


def _sent(wave: Wave) -> Any:
    sent = Response.objects.filter(request__wave=wave, request__state=RequestState.ANSWERED)
    return sent.select_related("request__person", "request__subject").order_by(
        "request__person__folded_family", "request__person__folded_given", "id"
    )


def _named(wave: Wave) -> Leaving:
    columns = columns_of(questions_of(wave.version_id))
    header = [_("Last name"), _("First name"), _("About"), _("Answered on")]
    rows: list[list[Value]] = []
    for row in _sent(wave):
        asked, answers = row.request, row.opened()
        person, day = asked.person, asked.answered_on
        rows.append(
            [
                person.family_name if person else "",
                person.given_name if person else "",
                asked.subject.full_name if asked.subject else "",
                day.isoformat() if day else "",
                *(one.value(answers) for one in columns),
            ]
        )
    return Leaving(True, [*header, *(one.name for one in columns)], rows)


def _mixed(wave: Wave) -> Leaving | None:
    """Return the opened answers of an anonymous wave as they were mixed, without words and groups; none under ten."""
    questions = [one for one in questions_of(wave.version_id) if one.kind not in OWN_WORDS]
    columns = columns_of(questions)
    answers = [one for one, _cuts in list_answers(wave)]
    if len(answers) < FEWEST_ROWS:
        return None
    rows = [[one.value(given) for one in columns] for given in answers]
    return Leaving(True, [one.name for one in columns], rows)


def lines_of_research(wave: Wave) -> Leaving:
    """Return the ratings of those who agreed to research, mixed once for all, without names, groups, words and days.

    Raises OutOfOrder where no lines leave.
    """
    lines = lines_leaving(wave) if is_closed(wave) else None
    if lines is None:
        raise OutOfOrder(
            _("No lines of people leave of this survey: too few agreed, or one of them does no longer.")
        )
    columns = columns_of(_questions_in(wave, lines))
    rows = [[one.value(given) for one in columns] for given in answers_of(wave, lines)]
    return Leaving(True, [one.name for one in columns], rows)


def _questions_in(wave: Wave, lines: Lines) -> list[Question]:
    return [one for one in questions_of(wave.version_id) if one.key in lines.items]


def _figures(wave: Wave) -> Leaving:
    header = [_("Column"), _("Question"), _("Group"), _("People"), _("Mean"), _("95% interval"), _("Spread")]
    results = results_of(wave)
    with_words = may_export_words(wave.version.instrument)
    lines = results.lines if results else []
    return Leaving(False, header, [row for line in lines for row in _rows(line, with_words)])


def _rows(line: Line, with_words: bool) -> Iterator[list[Value]]:
    label = line.label if with_words or line.is_score else "–"
    yield _told(line.key, label, _("all"), line.said)
    for since, said in line.changes:
        yield _told(line.key, label, _("change since %(since)s") % {"since": since}, said)
    for name, category, said in line.cells:
        yield _told(line.key, label, f"{name}: {category}", said)


def _told(key: str, label: str, group: str, said: Said) -> list[Value]:
    people: Value = "" if said.is_hidden else said.people
    return [key, label, group, people, said.words, said.interval, said.spread]


def questions_leaving(wave: Wave, leaving: Leaving) -> list[Question]:
    """Return the questions that the codebook of a file explains."""
    names = set(leaving.header)
    questions = list(questions_of(wave.version_id))
    if not leaving.is_rows:
        return questions
    return [one for one in questions if any(column.name in names for column in columns_of([one]))]
