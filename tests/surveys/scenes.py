"""A wave for people of a test: planned, sent, open, answered."""

from contextlib import contextmanager
from datetime import timedelta

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today, now
from rounds.people.models import Person
from rounds.surveys.campaigns.services import Plan, plan_wave, send_wave
from rounds.surveys.campaigns.values import audiences
from rounds.surveys.campaigns.values.audiences import Invitee, add_audience
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import Request, Wave

PURPOSE = "the program office learns what to mend"


def office(institution, scope_id):
    return Viewer(institution.id, None, None, "Alice Hart", frozenset([Grant("coordinator", scope_id)]))


def people(count, letter="p"):
    return [
        Person.objects.create(
            given_name=letter.upper(), family_name=f"{n:03}", email=f"{letter}{n}@hospital.example"
        )
        for n in range(count)
    ]


@contextmanager
def an_audience(asked, subject=None):
    """Register an audience of these people for a while."""
    before = audiences._sources.get("of a test")
    invitees = [Invitee(one.id, subject.id if subject else None) for one in asked]
    add_audience("of a test", lambda *_: invitees, label="of a test", about="mentor" if subject else "")
    try:
        yield "of a test"
    finally:
        del audiences._sources["of a test"]
        if before is not None:
            audiences._sources["of a test"] = before


def plan(by, scope_id, *, key="pulse", mode="pooled", audience="of a test", days=14, **more):
    install_instruments(by=by)
    return plan_wave(
        plan=Plan(
            version=current_version(key),
            scope_id=scope_id,
            audience=audience,
            parameters={},
            mode=mode,
            closes_on=institution_today() + timedelta(days=days),
            **{"purpose": PURPOSE, **more},
        ),
        by=by,
    )


def opened(wave, by):
    """Send a wave and let the time in which it can be stopped pass."""
    send_wave(wave=wave, by=by)
    Wave.objects.filter(id=wave.id).update(stop_until=now() - timedelta(seconds=1))
    wave.refresh_from_db()
    return list(
        Request.objects.filter(wave=wave).select_related("wave", "person").order_by("person__family_name")
    )
