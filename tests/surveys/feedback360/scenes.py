"""A round of feedback with invented people: planned, approved, sent, answered, closed."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import current_institution_id
from rounds.core.models import Institution
from rounds.people.models import Person
from rounds.surveys.answering.services import keep_answers, send_answers
from rounds.surveys.box.services import keep_boxes, open_box, seal_answers
from rounds.surveys.enums import NominationState
from rounds.surveys.feedback360.services.closing import keep_rounds
from rounds.surveys.feedback360.services.nominating import add_rater, decide_nomination, propose_outside
from rounds.surveys.feedback360.services.planning import Plan, plan_round
from rounds.surveys.feedback360.services.sending import send_round
from rounds.surveys.instruments.selectors import questions_of
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import Box, Request, Round360, Wave

SCOPE = uuid4()


def developer() -> Viewer:
    """Return a faculty developer who is nobody's line."""
    return Viewer(
        current_institution_id(),
        None,
        person("Fay").id,
        "Fay Dunn",
        frozenset([Grant("faculty_developer", None)]),
    )


def viewer_of(who: Person, *roles: str) -> Viewer:
    grants = frozenset(Grant(role, None) for role in roles)
    return Viewer(current_institution_id(), None, who.id, who.display_name, grants)


def nobody() -> Viewer:
    return system(current_institution_id())


def person(name: str) -> Person:
    """Return somebody by name, made the first time."""
    found, _made = Person.objects.get_or_create(
        given_name=name, family_name="Test", defaults={"email": f"{name.lower()}@mercy.example"}
    )
    return found


def planned(*, groups: tuple[str, ...] = ("peers",), **more: object) -> Round360:
    install_instruments(by=nobody())
    plan = Plan(
        subject=person("Sam"),
        debriefer=person("Mira"),
        line_manager=person("Helen"),
        scope_id=SCOPE,
        groups=groups,
        closes_on=institution_today() + timedelta(days=21),
        **more,  # type: ignore[arg-type]
    )
    return plan_round(plan=plan, by=developer())


def approved(*, sizes: dict[str, int], reserves: int = 0, supervisors: int = 1) -> Round360:
    """Plan a round and approve so many of each group, with reserves."""
    found = planned(groups=tuple(one for one in sizes))
    by = developer()
    for number in range(supervisors - 1):
        add_rater(round_id=found.id, group="supervisor", person=person(f"Over{number}"), reason="line", by=by)
    for group, size in sizes.items():
        for number in range(size + reserves):
            if group == "outside":
                one = propose_outside(
                    round_id=found.id, name=f"O{number}", email=f"o{number}@out.example", by=by
                )
            else:
                one = (
                    add_rater(
                        round_id=found.id,
                        group=group,
                        person=person(f"{group.title()}{number}"),
                        reason="r",
                        by=by,
                    )
                    if number < size
                    else _reserve(found, group, number, by)
                )
            if group == "outside":
                state = NominationState.APPROVED if number < size else NominationState.RESERVE
                decide_nomination(nomination=one, state=state, by=by)
    return found


def _reserve(found: Round360, group: str, number: int, by: Viewer):
    from rounds.surveys.feedback360.services.nominating import propose_person

    one = propose_person(round_id=found.id, group=group, person=person(f"{group.title()}{number}"), by=by)
    decide_nomination(nomination=one, state=NominationState.RESERVE, by=by)
    return one


def sent(**more: object) -> Round360:
    """Send a round, let its time to stop pass, open its box."""
    found = approved(**more)  # type: ignore[arg-type]
    send_round(round_id=found.id, by=developer())
    Wave.objects.filter(campaign_id=found.campaign_id).update(stop_until=now() - timedelta(minutes=1))
    found = Round360.objects.get(id=found.id)
    open_box(wave=found.raters, by=nobody(), subject_id=found.subject_id)
    return found


def requests_in(found: Round360, group: str) -> list[Request]:
    rows = Request.objects.filter(wave=found.raters, cuts={"group": group}).exclude(state="declined")
    return list(rows.order_by("id"))


def answer(found: Round360, group: str, count: int, *, draw: random.Random, text: str = "") -> None:
    """Let so many raters of a group lock their answers in."""
    box = Box.objects.get(wave=found.raters, state="open")
    for request in requests_in(found, group)[:count]:
        seal_answers(box_id=box.id, request_id=request.id, answers=codes(found.raters.version_id, draw, text))


def answer_named(wave: Wave, *, draw: random.Random, text: str = "") -> None:
    request = Request.objects.get(wave=wave)
    keep_answers(request=request, answers=codes(wave.version_id, draw, text))
    send_answers(request=request)


def codes(version_id: UUID, draw: random.Random, text: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for one in questions_of(version_id):
        if one.kind == "scale":
            found[one.key] = -98 if draw.random() < 0.08 else draw.randint(1, 5)
        else:
            found[one.key] = f"{text} {one.key}" if text else -97
    return found


def noon(found: Round360, days: int = 1) -> datetime:
    """Return the noon so many days after a round has closed, where its institution is."""
    closes_on = Wave.objects.get(id=found.raters_id).closes_on
    zone = ZoneInfo(Institution.objects.get(id=found.institution_id).timezone)
    return datetime.combine(closes_on + timedelta(days=days), time(12), zone)


def keep() -> None:
    keep_boxes(by=nobody())
    keep_rounds(by=nobody())
