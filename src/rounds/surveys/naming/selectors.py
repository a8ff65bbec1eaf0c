"""Reads of lent names: of a wave, of somebody who is asked for theirs, and on whose reminders one stands."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.errors import NotFound
from rounds.core.fields import is_mail_address
from rounds.people.models import AuthorityLine, Person
from rounds.people.selectors.people import is_here
from rounds.people.selectors.two_hats import is_judged_by_any
from rounds.surveys.campaigns.selectors import is_closed
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.enums import FEEDBACK360, Mode, WaveState
from rounds.surveys.models import LentName, Request, Wave

# from this reminder on
SECOND = 2
ASKABLE = (WaveState.PLANNED, WaveState.SENT)


def can_bear_name(wave: Wave) -> bool:
    """Tell whether a reminder of a wave may bear a name. Of an anonymous one the system alone reminds; of an offer, nobody."""
    kind = wave.campaign.audience
    is_mailed = kind != FEEDBACK360 and not audience(kind).is_offered
    return is_mailed and wave.mode != Mode.ANONYMOUS and wave.state in ASKABLE and not is_closed(wave)


def name_on(wave: Wave) -> LentName | None:
    """Return whose name is asked for or lent for a wave."""
    found: LentName | None = LentName.objects.select_related("person").filter(wave=wave).first()
    return found


def names_wanted_of(viewer: Viewer) -> QuerySet[LentName]:
    """Return for which waves that still run the viewer is asked for their name and has not answered."""
    rows = LentName.objects.filter(person_id=viewer.own_id, agreed_on=None, declined_on=None)
    running = rows.filter(wave__state__in=ASKABLE, wave__closes_on__gte=institution_today())
    return running.select_related("wave__campaign").order_by("wave__closes_on", "id")


def lent_name_for(viewer: Viewer, lent_name_id: UUID) -> LentName:
    """Return a name that the viewer is asked for; NotFound to everybody else, and once its wave is over."""
    rows = LentName.objects.filter(id=lent_name_id, person_id=viewer.own_id)
    found: LentName | None = rows.select_related("wave__campaign", "wave__version", "person").first()
    if found is None or not can_bear_name(found.wave):
        raise NotFound
    return found


def names_borne(requests: Sequence[Request]) -> dict[UUID, Person]:
    """Return by request whose name its reminder bears: from the second on, lent, and not of who has power over its reader."""
    due = [one for one in requests if one.reminders >= SECOND and one.wave.mode != Mode.ANONYMOUS]
    lent = _lent({one.wave_id for one in due})
    above = {who.id: _below(who.id, {one.person_id for one in due if one.person_id}) for who in lent.values()}
    return {
        one.id: lent[one.wave_id]
        for one in due
        if one.wave_id in lent
        and one.person_id != lent[one.wave_id].id
        and one.person_id not in above[lent[one.wave_id].id]
    }


def _lent(waves: Collection[UUID]) -> dict[UUID, Person]:
    if not waves:
        return {}
    here = Person.objects.filter(is_here(institution_today()))
    rows = LentName.objects.filter(wave_id__in=waves, agreed_on__isnull=False, person__in=here)
    found = {row.wave_id: row.person for row in rows.select_related("person")}
    return {wave_id: person for wave_id, person in found.items() if is_mail_address(person.email)}


def _below(person_id: UUID, people: Collection[UUID]) -> set[UUID]:
    """Return who of some people somebody manages, or judges in their training: from them a wish would be an order."""
    lines = AuthorityLine.objects.filter(
        open_on(institution_today()), over_id=person_id, subject_id__in=people
    )
    judged = Person.objects.filter(is_judged_by_any((person_id,), OuterRef("id")), id__in=people)
    return {*lines.values_list("subject_id", flat=True), *judged.values_list("id", flat=True)}
