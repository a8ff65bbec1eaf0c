"""The dean's report as a document of two pages and as slides; a single figure as either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.charts import NARROW, WIDE, Curves, table
from rounds.documents import (
    Block,
    Bullets,
    Columns,
    Deck,
    Document,
    Heading,
    Image,
    Paragraph,
    Slide,
    Small,
    Table,
)
from rounds.insights.values.library import Measure
from rounds.web.evidence.papers.contents import Paper, Shown, head_of_programs

# What a slide takes: cells of a table beside a drawing, and how wide the drawing is, so that its letters stay large.
MOST_CELLS, ON_SLIDE = 24, 480.0
Plain = Heading | Paragraph | Small | Bullets | Table | Image


def document_of(paper: Paper, *, size: str = "us-letter") -> Document:
    """Return the report as a document; `size` is "us-letter" or "a4"."""
    return Document(
        title=paper.title,
        subtitle=paper.subtitle,
        author=paper.institution,
        made_on=paper.made_on,
        blocks=tuple(_blocks(paper)),
        paper=size,
        is_dense=True,
    )


def deck_of(paper: Paper) -> Deck:
    """Return the report as slides: the programs, a slide a figure, claims and decisions."""
    slides = [Slide(_("Programs beside each other"), (paper.subtitle, *_more(paper)), table=_programs(paper))]
    slides += [_slide(one) for one in _told(paper)]
    if _untold(paper):
        slides.append(Slide(_("What cannot be told yet"), _untold(paper)))
    if paper.claims:
        slides.append(Slide(_("Claims that are locked"), paper.claims))
    if paper.decisions:
        slides.append(Slide(_("What was decided"), paper.decisions))
    return Deck(
        title=paper.title,
        subtitle=paper.answer,
        author=paper.institution,
        made_on=paper.made_on,
        slides=tuple(slides),
    )


def figure_document(shown: Shown, institution: str, made_on: date) -> Document:
    """Return one figure as a document: drawing, table, and what it counts."""
    return Document(
        title=shown.title, author=institution, made_on=made_on, blocks=(*_figure(shown, is_long=True),)
    )


def figure_deck(shown: Shown, institution: str, made_on: date) -> Deck:
    """Return one figure as a slide."""
    return Deck(
        title=str(shown.card.measure.name),
        subtitle=shown.card.note,
        author=institution,
        made_on=made_on,
        slides=(_slide(shown),),
    )


def _blocks(paper: Paper) -> Iterator[Block]:
    yield Heading(paper.answer)
    yield Heading(_("Programs beside each other"), 2)
    yield _programs(paper)
    for line in _more(paper):
        yield Small(line)
    told, lists = _told(paper), tuple(_lists(paper))
    if told:
        yield Heading(_("What the figures say: of programs, the largest that has begun"))
    halves = [tuple(_figure(one)) for one in told]
    if len(halves) % 2:
        halves.append(lists)
    for left, right in zip(halves[::2], halves[1::2], strict=True):
        yield Columns(left, right)
    if not len(told) % 2:
        yield from lists
    yield Small(_definitions(paper))


def _lists(paper: Paper) -> Iterator[Plain]:
    """Yield what is said in words: what cannot be told, claims, decisions."""
    if _untold(paper):
        yield Heading(_("What cannot be told yet"))
        yield Bullets(_untold(paper))
    yield Heading(_("Claims that are locked"))
    yield Bullets(paper.claims) if paper.claims else Paragraph(_("No claim is locked."))
    yield Heading(_("What was decided"))
    yield Bullets(paper.decisions) if paper.decisions else Paragraph(_("None yet."))


def _told(paper: Paper) -> list[Shown]:
    """Return the figures with pictures, the high ones last, so that rows of two waste no paper."""
    told = [one for one in paper.shown if one.picture]
    return sorted(told, key=lambda one: isinstance(one.picture, Curves))


def _untold(paper: Paper) -> tuple[str, ...]:
    return tuple(one.title for one in paper.shown if not one.picture)


def _programs(paper: Paper) -> Table:
    return Table(head_of_programs(), paper.programs)


def _more(paper: Paper) -> tuple[str, ...]:
    left_out = (paper.left_out,) if paper.left_out else ()
    if not paper.more_programs:
        return left_out
    words = ngettext(
        "%(n)s more program is not in this table.",
        "%(n)s more programs are not in this table.",
        paper.more_programs,
    )
    return (words % {"n": paper.more_programs}, *left_out)


def _figure(shown: Shown, *, is_long: bool = False) -> Iterator[Plain]:
    picture, image = shown.picture, shown.image(WIDE if is_long else NARROW)
    if not is_long:
        yield Heading(shown.title, 2)
    if picture is None or image is None:
        yield Paragraph(_("We cannot tell yet."))
    else:
        yield image
        yield Small(picture.words.sentence)
        if is_long:
            yield _table(shown)
    if is_long:
        yield Small(shown.card.note)
        for line in counts_of(shown.card.measure):
            yield Small(line)


def _table(shown: Shown) -> Table:
    if shown.picture is None:
        raise ValueError("A figure without a picture has no table.")
    found = table(shown.picture)
    return Table(tuple(found.header), tuple(tuple(row) for row in found.rows))


def _slide(shown: Shown) -> Slide:
    notes = "\n".join([shown.card.note, *counts_of(shown.card.measure)])
    if shown.picture is None:
        return Slide(shown.title, (_("We cannot tell yet."),), notes=notes)
    found = _table(shown)
    sentence = shown.picture.words.sentence
    # a long table stands on a page, not beside a drawing
    image = shown.image(ON_SLIDE)
    if len(found.rows) * len(found.head) > MOST_CELLS:
        return Slide(shown.title, (sentence,), image, notes=f"{notes}\n{_written(found)}")
    return Slide(shown.title, (sentence,), image, found, notes)


def _written(found: Table) -> str:
    return "\n".join(" | ".join(row) for row in (found.head, *found.rows))


def counts_of(measure: Measure) -> tuple[str, ...]:
    """Return whom and what a measure counts, in lines."""
    return (
        _("Of whom: %(words)s.") % {"words": measure.population},
        _("Counted: %(words)s.") % {"words": measure.numerator},
        _("Of: %(words)s.") % {"words": measure.denominator},
    )


def _definitions(paper: Paper) -> str:
    """Return the measures and their versions, once; how each counts stands on its page."""
    named = [
        _("%(name)s (version %(version)s; %(method)s)")
        % {
            "name": one.card.measure.name,
            "version": one.card.figure.version,
            "method": one.card.measure.method,
        }
        for one in _told(paper)
    ]
    if not named:
        return _("No figure has been worked out.")
    return _("Measures: %(names)s. What each counts, of whom and since when stands beside it in Rounds.") % {
        "names": "; ".join(dict.fromkeys(named))
    }
