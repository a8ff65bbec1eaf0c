"""How mentors do together, as pictures for the faculty developer: numbers of five and more, no name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.charts import Contact, ContactRow, Flow, Picture, Stage, Words
from rounds.core.clock import institution_today
from rounds.insights.selectors.facts.mentoring import Answered, Mentoring
from rounds.insights.values.library import PROCESS_FLOOR
from rounds.web.drawing.charts import Shown, shown
from rounds.web.evidence.pictures.cards import picture_of
from rounds.web.evidence.pictures.numbers import percent
from rounds.web.words.figures import grouped


def mentoring_pictures(found: Mentoring) -> list[Shown]:
    """Return what can be shown, each picture with a key of its own."""
    return [shown(f"mentoring-{number}", one) for number, one in enumerate(_pictures(found))]


def _pictures(found: Mentoring) -> Iterator[Picture]:
    if found.trained[0] >= PROCESS_FLOOR:
        yield _trained(found.trained)
    if found.offers[0] >= PROCESS_FLOOR:
        yield _offers(found.offers)
    for program, figure in found.contact:
        picture = picture_of(figure)
        if picture is not None:
            yield _named(program, picture)
    if found.answered:
        yield _answered(found.answered)


def _trained(counts: tuple[int, int, int, int]) -> Flow:
    names = (
        _("Mentors of running pairs"),
        _("Some training on record"),
        _("Trained"),
        _("Trained in the last 24 months"),
    )
    title = _("%(some)s of %(all)s mentors are trained") % _ends(counts[2], counts[0])
    sentence = _(
        "Trained means modules 1 and 6 of the house, or a training from elsewhere. After 24 months a refresher is due; a"
        " training without a day counts as trained, not as lately."
    )
    return Flow(Words(title, sentence, _now()), _stages(names, counts))


def _offers(counts: tuple[int, int, int, int]) -> Flow:
    names = (_("Offered a talk"), _("Answered"), _("Said yes"), _("Talked"))
    title = _("%(some)s of %(all)s mentors who were offered a talk said yes") % _ends(counts[2], counts[0])
    sentence = _(
        "Offers of the last twelve months. A mentor may say no, or that a fact is wrong, with one press."
    )
    return Flow(Words(title, sentence, _now()), _stages(names, counts))


def _answered(rows: tuple[Answered, ...]) -> Contact:
    asked, answered = sum(one.asked for one in rows), sum(one.answered for one in rows)
    title = _("%(some)s of %(all)s requests of closed surveys were answered") % _ends(answered, asked)
    drawn = tuple(
        ContactRow(f"{one.name}, {date_format(one.closed_on, 'j M Y')}", one.answered, one.asked)
        for one in rows
    )
    sentence = _(
        "Surveys of pairs that closed in the last twelve months, by their last day. Who answered is not told."
    )
    heads = (_("Answered"), _("Asked"))
    return Contact(Words(title, sentence, _now()), drawn, _("requests"), heads)


def _named(program: str, picture: Picture) -> Picture:
    """Return a picture whose title names its program."""
    words = picture.words
    title = _("%(program)s: %(finding)s") % {
        "program": program,
        "finding": words.title,
    }
    return replace(picture, words=replace(words, title=title))


def _stages(names: tuple[str, ...], counts: tuple[int, ...]) -> tuple[Stage, ...]:
    return tuple(
        Stage(name, count, percent(count / counts[0]) if place else "")
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    )


def _ends(some: int, every: int) -> dict[str, str]:
    return {"some": grouped(some), "all": grouped(every)}


def _now() -> str:
    return _("As counted on %(day)s.") % {"day": date_format(institution_today(), "j M Y")}
