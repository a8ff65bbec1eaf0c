"""Talks for mentors: one asked for, one said yes to, one that the mentor who can sign in asked for and is offered."""

from rounds.core.access import Grant, Viewer
from rounds.core.database.scope import current_institution_id
from rounds.core.enums import Role
from rounds.insights.selectors.help import mentor_to_help, mentors_to_help
from rounds.insights.services.helping import answer_offer, ask_for_contact, offer_help
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person


def offer_talks(named: dict[Role, Person]) -> None:
    """Let a mentor ask to be contacted, and the faculty developer offer two talks, of which one is answered."""
    developer, mentor = named[Role.FACULTY_DEVELOPER], named[Role.MENTOR]
    by = _viewer(developer, Grant(Role.FACULTY_DEVELOPER, None))
    prompted = [one for one in mentors_to_help(by) if one.person.id != mentor.id]
    for line in prompted[:1]:
        offer_help(line=line, by=by)
        answer_offer(answer="talk", by=_viewer(line.person))
    known = {developer.id, mentor.id, *(one.person.id for one in prompted[:1])}
    others = Mentorship.objects.filter(state="active").exclude(mentor_id__in=known)
    pair = others.select_related("mentor").order_by("mentor__folded_family", "id").first()
    if pair is not None:
        ask_for_contact(by=_viewer(pair.mentor))
    ask_for_contact(by=_viewer(mentor))
    offer_help(line=mentor_to_help(by, mentor.id), by=by)


def _viewer(person: Person, *grants: Grant) -> Viewer:
    return Viewer(current_institution_id(), person.user_id, person.id, person.display_name, frozenset(grants))
