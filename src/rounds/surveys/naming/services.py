"""Every change of a lent name: ask for it, say yes or no, take it back. Nobody's name is used before they said yes."""

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.people.models import Person
from rounds.surveys.models import LentName, Wave
from rounds.surveys.naming.selectors import can_bear_name


@transaction.atomic
def ask_for_name(*, wave: Wave, person: Person | None, by: Viewer) -> LentName | None:
    """Ask somebody to lend their name, in the place of who was asked before; None asks nobody. One's own is lent at once."""
    if not can_bear_name(wave):
        raise OutOfOrder(_("The reminders of this survey bear no name, or it is over."))
    before: LentName | None = LentName.objects.select_for_update().filter(wave=wave).first()
    if before is not None and person is not None and before.person_id == person.id and not before.declined_on:
        return before
    if before is not None:
        before.delete()
    if person is None:
        if before is not None:
            _note("survey.name_dropped", wave, by)
        return None
    today = institution_today()
    is_own = person.id == by.person_id
    row: LentName = LentName.objects.create(
        wave=wave, person=person, asked_by=by.name[:200], asked_on=today, agreed_on=today if is_own else None
    )
    _note("survey.name_lent" if is_own else "survey.name_asked", wave, by)
    return row


@transaction.atomic
def answer_for_name(*, name: LentName, agrees: bool, by: Viewer) -> None:
    """Lend one's name to the second reminder of a wave, or don't; a yes is taken back by a no, before and between mails."""
    row = LentName.objects.select_for_update().get(id=name.id)
    if bool(row.agreed_on if agrees else row.declined_on):
        return
    today = institution_today()
    row.agreed_on, row.declined_on = (today, None) if agrees else (None, today)
    row.save(update_fields=["agreed_on", "declined_on"])
    _note("survey.name_lent" if agrees else "survey.name_kept", name.wave, by)


def _note(deed: str, wave: Wave, by: Viewer) -> None:
    audit.record(deed, by=by, kind="wave", object_id=wave.id, program_id=wave.campaign.scope_id)
