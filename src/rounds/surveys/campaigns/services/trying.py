"""A test of a wave, to who prepares it: the real mail, and a form that keeps nothing."""

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.fields import is_mail_address
from rounds.core.mail import queue_mail
from rounds.people.models import Person
from rounds.surveys.enums import WaveState
from rounds.surveys.models import Wave

TEST = "survey_test"


@transaction.atomic
def send_test(*, wave: Wave, by: Viewer) -> str:
    """Send the mail of a planned wave to oneself, marked as a test; return where it goes. Twice in a minute is once."""
    if wave.state != WaveState.PLANNED:
        raise OutOfOrder(_("This survey was sent already, so there is nothing to try any more."))
    address: str = Person.objects.get(id=by.own_id).email
    if not is_mail_address(address):
        raise DomainError(
            _("Your own record has no e-mail address, so no test can reach you. Enter one first.")
        )
    queue_mail(
        key=f"{TEST}:{wave.id}:{by.own_id}:{int(now().timestamp()) // 60}",
        kind=TEST,
        to_address=address,
        subject=_("Test: %(name)s") % {"name": wave.campaign.name},
        body=_("A test to who prepares the survey. Its words are written as it leaves."),
        by=by,
        to_person_id=by.own_id,
        program_id=wave.campaign.scope_id,
        ids={"wave": wave.id},
    )
    audit.record("survey.tested", by=by, kind="wave", object_id=wave.id, program_id=wave.campaign.scope_id)
    return address
