"""The report as a document: five parts, readable in gray and by a screen reader."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from rounds.charts import Around, table
from rounds.core.clock import institution_today
from rounds.documents import Block, Bullets, Document, Facts, Heading, Paragraph, Small, Table
from rounds.web.participant.feedback360.telling import Told


def document_of(told: Told, picture: Around) -> Document:
    """Return the document of a report."""
    return Document(
        title=told.title,
        subtitle=told.days,
        made_on=institution_today(),
        blocks=tuple(_blocks(told, picture)),
    )


def _blocks(told: Told, picture: Around) -> Iterator[Block]:
    yield Paragraph(told.readers)
    yield Heading(_("1 Who was asked, who answered"))
    yield Facts(tuple((_("%(group)s asked") % {"group": name}, str(n)) for name, n in told.asked))
    yield Facts(tuple((_("%(group)s answered") % {"group": name}, str(n)) for name, n in told.answered))
    for text in (told.merged, told.supervisor):
        if text:
            yield Paragraph(text)
    yield Heading(_("2 By domain, widest gap first"))
    yield Paragraph(picture.words.title)
    found = table(picture)
    head = (_("Domain"), *found.header[1:])
    yield Table(head, found.rows, numbers=frozenset(range(1, len(head))))
    yield Small(f"{picture.words.sentence} {told.made_of} {picture.words.note}")
    yield Heading(told.heading)
    for one in told.lists:
        yield Heading(one.title, 2)
        said = tuple(f"{behavior.text}: {behavior.words}" for behavior in one.behaviors)
        yield Bullets(said) if said else Paragraph(_("Nothing stands out."))
    yield Heading(_("4 Start, stop, continue"))
    for part in told.comments:
        yield Heading(part.title, 2)
        yield Bullets(part.texts) if part.texts else Paragraph(_("Nobody wrote anything."))
        if part.over:
            yield Paragraph(f"{told.supervisor} {part.over}")
    yield Heading(_("5 My plan") if told.report.is_subject else _("5 The plan"))
    blank = "………………………………………………"
    yield Facts(tuple((question, blank) for question in plan_questions()))


def plan_questions() -> tuple[str, ...]:
    """Return what the last part asks."""
    return _("One thing to keep"), _("One thing to change"), _("Who will notice"), _("By when")
