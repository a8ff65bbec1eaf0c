"""The dean's two pages as paper and as slides: the same words as on the page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from rounds.documents import Block, Bullets, Deck, Document, Heading, Paragraph, Slide, Small, Table
from rounds.web.rollout.dean.asks import AskLine
from rounds.web.rollout.dean.contents import TwoPages, head_of_rows
from rounds.web.rollout.dean.gates import Verdicts


def document_of(pages: TwoPages, *, size: str) -> Document:
    """Return the two pages as a document; `size` is "us-letter" or "a4"."""
    return Document(
        title=pages.title,
        subtitle=pages.subtitle,
        author=pages.institution,
        made_on=pages.made_on,
        blocks=tuple(_blocks(pages)),
        paper=size,
        is_dense=True,
    )


def deck_of(pages: TwoPages) -> Deck:
    """Return the two pages as slides: what is asked, the programs, gates, decisions, today."""
    slides = [
        Slide(_("What we ask of you"), (pages.money,), table=asks_table(pages) if pages.asks else None),
        Slide(_("Programs beside each other"), pages.more, table=programs_table(pages)),
    ]
    if pages.verdicts:
        slides.append(Slide(_("Gates and objectives"), tuple(map(_line, pages.verdicts))))
    if pages.changed:
        slides.append(Slide(_("What changed"), pages.changed))
    slides.append(Slide(_("What is asked of you today"), _today(pages)))
    return Deck(
        title=pages.title,
        subtitle=pages.subtitle,
        author=pages.institution,
        made_on=pages.made_on,
        slides=tuple(slides),
    )


def _blocks(pages: TwoPages) -> Iterator[Block]:
    yield Heading(_("What we ask of you"))
    if pages.asks:
        yield asks_table(pages)
    yield Paragraph(pages.money)
    yield Heading(_("Programs beside each other"))
    yield programs_table(pages)
    for line in pages.more:
        yield Small(line)
    yield Heading(_("Gates and objectives"))
    if not pages.verdicts:
        yield Paragraph(no_verdicts())
    for one in pages.verdicts:
        yield Heading(one.name, 2)
        yield Paragraph(_said(one))
        if one.not_met or one.cannot_tell:
            yield Bullets((*map(_not_met, one.not_met), *map(_open, one.cannot_tell)))
    yield Heading(_("What changed"))
    yield Bullets(pages.changed) if pages.changed else Paragraph(_("Nothing was decided yet."))
    yield Heading(_("What is asked of you today"))
    yield Bullets(_today(pages))


def _today(pages: TwoPages) -> tuple[str, ...]:
    return tuple(one.words for one in pages.today) or (_("Nothing is due."),)


def asks_table(pages: TwoPages) -> Table:
    """Return what is asked as a table."""
    head = (_("How much"), _("For what"), _("By"))
    return Table(head, tuple((one.much, for_what(one), one.by) for one in pages.asks))


def for_what(one: AskLine) -> str:
    """Return for what something is asked, how it is now, and what happens without it."""
    otherwise = _("If not: %(words)s") % {"words": one.otherwise} if one.otherwise else ""
    return " ".join(map(_sentence, filter(None, (one.words, one.now, otherwise))))


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def programs_table(pages: TwoPages) -> Table:
    """Return the programs as a table."""
    return Table(head_of_rows(), tuple((one.name, *one.cells) for one in pages.programs))


def no_verdicts() -> str:
    """Return what stands where no program has a gate or locked objectives."""
    return _("No program has a locked plan or locked objectives.")


def _said(one: Verdicts) -> str:
    return f"{one.words} {one.decided}".strip()


def _not_met(words: str) -> str:
    return _("Not met: %(words)s") % {"words": words}


def _open(words: str) -> str:
    return _("Cannot tell: %(words)s") % {"words": words}


def _line(one: Verdicts) -> str:
    parts = [f"{one.name}: {_said(one)}", *map(_not_met, one.not_met), *map(_open, one.cannot_tell)]
    return " ".join(parts)
