"""Messages about emergencies: to who may agree, to who asked, to the two whose thing was opened. None holds the reason or a text."""

from rounds.core.access import Viewer, system
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.events import handles
from rounds.core.models import Event
from rounds.mentorships.enums import GlassDecision
from rounds.mentorships.meetings.selectors import zones_of
from rounds.mentorships.models import BreakGlass
from rounds.people.models import Person, RoleAssignment
from rounds.people.selectors.two_hats import judges_training_of
from rounds.web.mail import link, send_mail
from rounds.web.words.times import named_moment


@handles("break_glass.asked")
def ask_second_people(event: Event) -> None:
    """Write to the site administrators, who alone may agree; never to one of the two or to who judges."""
    glass = _glass(event)
    admins = RoleAssignment.objects.filter(open_on(institution_today()), role=Role.SITE_ADMIN)
    inside = {glass.mentorship.mentee_id, glass.mentorship.mentor_id, glass.asked_by_id}
    people = Person.objects.filter(id__in=admins.values("person_id")).exclude(id__in=inside).exclude(email="")
    for person in people:
        if judges_training_of(Viewer(person.institution_id, person_id=person.id), glass.mentorship.mentee_id):
            continue
        _write("break_glass_asked", glass, person, "safeguards:detail", glass_id=glass.id)


@handles("break_glass.decided")
def tell_who_asked(event: Event) -> None:
    """Write to who asked what was decided: what is agreed is open for an hour only."""
    glass = _glass(event)
    _write("break_glass_decided", glass, glass.asked_by, "safeguards:detail", glass_id=glass.id)


@handles("break_glass.told")
def tell_the_two(event: Event) -> None:
    """Write to both what was opened, by whom, and with whose word."""
    glass = _glass(event)
    for person in (glass.mentorship.mentee, glass.mentorship.mentor):
        _write("break_glass_told", glass, person, "audit:own")


def _glass(event: Event) -> BreakGlass:
    around = (
        "mentorship__mentee",
        "mentorship__mentor",
        "mentorship__cycle__program",
        "asked_by",
        "decided_by",
    )
    glass: BreakGlass = BreakGlass.objects.select_related(*around).get(id=event.ids["glass"])
    return glass


def _write(kind: str, glass: BreakGlass, person: Person, page: str, **arguments: object) -> None:
    pair = glass.mentorship
    institution = pair.cycle.program.institution
    other = pair.mentor if person.id == pair.mentee_id else pair.mentee
    send_mail(
        kind,
        key=f"{kind}:{glass.id}:{person.id}",
        to_address=person.email,
        to_person_id=person.id,
        by=system(institution.id),
        program_id=pair.cycle.program_id,
        from_name=institution.name,
        ids={"glass": glass.id},
        context={
            "name": person.display_name,
            "other": other.display_name,
            "asker": glass.asked_by.full_name,
            "second": glass.decided_by.full_name if glass.decided_by else "",
            "what": glass.get_kind_display(),
            "at": named_moment(glass.decided_at, zones_of([person.id])[person.id])
            if glass.decided_at
            else "",
            "is_agreed": glass.decision == GlassDecision.AGREED,
            "is_later": glass.tell_on is not None,
            "program": pair.cycle.program.name,
            "institution": institution.name,
            "link": link(institution, page, **arguments),
        },
    )
