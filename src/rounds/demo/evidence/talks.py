"""Talks for mentors, asked for and offered; a mentee who asks the office to call; a name that is asked for on a reminder."""

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.enums import Role
from rounds.insights.selectors.help import mentor_to_help, mentors_to_help
from rounds.insights.services.helping import answer_offer, ask_for_contact, offer_help
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person
from rounds.surveys.calling.services import Wish, ask_for_call
from rounds.surveys.campaigns.values.audiences import offered_keys
from rounds.surveys.enums import CallTo, Mode, RequestState, WaveState
from rounds.surveys.models import Wave
from rounds.surveys.naming.services import ask_for_name


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


def ask_for_calls_and_names(named: dict[Role, Person]) -> None:
    """Let a mentee of the program with an open survey ask to be called, and its coordinator ask for a name on a reminder."""
    wave = Wave.objects.filter(state=WaveState.SENT, mode=Mode.POOLED, closes_on__gt=institution_today())
    still_open = wave.exclude(campaign__audience__in=offered_keys()).order_by("closes_on", "id").first()
    if still_open is None:
        return
    asked = still_open.requests.exclude(person_id=named[Role.MENTEE].id).filter(state=RequestState.ASKED)
    first = asked.order_by("person__folded_family", "person_id").first()
    if first is not None:
        wish = Wish(still_open.campaign.scope_id, CallTo.OFFICE, "555 0142, after 4 PM")
        ask_for_call(wish=wish, by=_viewer(first.person))
    coordinator = _viewer(named[Role.COORDINATOR], Grant(Role.COORDINATOR, None))
    ask_for_name(wave=still_open, person=named[Role.FACULTY_DEVELOPER], by=coordinator)


def _viewer(person: Person, *grants: Grant) -> Viewer:
    return Viewer(current_institution_id(), person.user_id, person.id, person.display_name, frozenset(grants))
