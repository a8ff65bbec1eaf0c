"""The mail of a survey that is tried: the words that its people will get, marked as a test at both ends."""

from typing import cast
from uuid import UUID

from rounds.core.mail import Contents
from rounds.core.models import Institution, OutgoingMail
from rounds.people.models import Person
from rounds.surveys.campaigns.services import KIND
from rounds.surveys.campaigns.services.trying import TEST
from rounds.surveys.enums import WaveState
from rounds.surveys.models import Wave
from rounds.web import mail
from rounds.web.mail.surveys import part_of


def write_test(message: OutgoingMail) -> Contents | None:
    """Write the mail of a planned wave to who tries it; its link leads to the form that keeps nothing. None once it is sent."""
    rows = Wave.objects.select_related("campaign", "version")
    wave = rows.filter(id=message.ids["wave"], state=WaveState.PLANNED).first()
    if wave is None:
        return None
    institution = Institution.objects.get(id=cast(UUID, message.institution_id))
    link = mail.link(institution, "surveys:test", wave_id=wave.id)
    context = {
        "name": Person.objects.get(id=message.to_person_id).display_name,
        "first": part_of(wave, link),
        "others": [],
        "more": 0,
        "home": mail.link(institution, "home"),
        "institution": institution.name,
    }
    real = mail.render(KIND, context)
    text = mail.render(TEST, {"subject": real.subject, "body": real.body.strip()})
    return Contents(text.body, subject=text.subject)
