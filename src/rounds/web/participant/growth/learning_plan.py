"""The individualized learning plan of a mentee as a document: one's own words, for one's residency or department."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core.access import Request, allow, is_member
from rounds.core.clock import institution_today
from rounds.documents import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Small,
    Table,
    render_docx,
    render_pdf,
)
from rounds.mentorships.growth.selectors.framework import indicators_of
from rounds.mentorships.growth.selectors.goals import ReadGoal, own_goals
from rounds.mentorships.growth.selectors.progression import Progression, own_progression
from rounds.mentorships.releases.selectors import evidence_words, own_residencies, step_words
from rounds.people.enums import Tier
from rounds.people.selectors import own_person

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_GET
@allow(is_member)
def learning_plan(request: Request, form: str) -> HttpResponse:
    """Give one's own learning plan: goals with their steps and evidence, and how one rates oneself."""
    document = _document(request)
    content = render_pdf(document) if form == "pdf" else render_docx(document)
    headers = {"Content-Disposition": f'attachment; filename="learning-plan.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


def _document(request: Request) -> Document:
    viewer = request.viewer
    goals = own_goals(viewer)
    words = {one.key: one.text for one in indicators_of(viewer.own_id, also=_keys_of(goals))}
    way = own_progression(viewer)
    blocks: list[Block] = [Facts(tuple(_facts(request, way)))]
    blocks += [Heading(_("Where I stand")), *_standing(way)]
    for title, is_open in ((_("Goals"), True), (_("Goals that are closed"), False)):
        some = [one for one in goals if one.is_open == is_open]
        if some or is_open:
            blocks.append(Heading(title))
        for goal in some:
            blocks += _goal(goal, words)
    if not goals:
        blocks.append(Paragraph(_("No goal is written yet.")))
    blocks.append(
        Small(_("Written by its owner. What mentors rate is not in it, and nobody was sent this document."))
    )
    return Document(
        title=_("Individualized learning plan"),
        subtitle=own_person(viewer).display_name,
        author=request.institution.name,
        made_on=institution_today(),
        blocks=tuple(blocks),
    )


def _keys_of(goals: list[ReadGoal]) -> set[str]:
    return {key for goal in goals for key in goal.text.indicators}


def _facts(request: Request, way: Progression | None) -> Iterator[tuple[str, str]]:
    for residency in own_residencies(request.viewer):
        yield _("Training program"), residency.name
    if way is not None:
        yield _("Now"), str(capfirst(Tier(way.tier).label))
        yield _("On the way to"), str(capfirst(Tier(way.aspired).label))
    yield _("Day"), date_format(institution_today(), "j F Y")


def _standing(way: Progression | None) -> Iterator[Block]:
    """Yield how one rates oneself in each domain of the next tier, and how much speaks for it."""
    rows = [
        (row.name, _rated(said.value), str(row.lines), str(row.steps))
        for row in (way.rows if way else ())
        for said in row.said
        if said.is_self
    ]
    if not rows:
        yield Paragraph(_("Nothing is rated yet."))
        return
    head = (_("Domain of the next step"), _("Own rating, 0 to 5"), _("Lines of evidence"), _("Steps done"))
    yield Table(head, tuple(rows), numbers=frozenset({1, 2, 3}))


def _rated(value: object) -> str:
    return _("not seen yet") if value is None else str(value)


def _goal(goal: ReadGoal, words: dict[str, str]) -> Iterator[Block]:
    said = goal.text
    yield Heading(said.text, 2)
    facts = [
        (_("How one would notice"), said.measure),
        (_("Until"), date_format(said.until, "j F Y") if said.until else ""),
        (_("About"), "; ".join(words[key] for key in said.indicators if key in words)),
        (_("State"), "" if goal.is_open else str(goal.goal.get_state_display())),
    ]
    kept = tuple((name, value) for name, value in facts if value)
    if kept:
        yield Facts(kept)
    yield Heading(_("Steps"), 3)
    yield Bullets(tuple(step_words(step) for step in goal.steps))
    if goal.evidence:
        yield Heading(_("What speaks for it"), 3)
        yield Bullets(tuple(evidence_words(line) for line in goal.evidence))
