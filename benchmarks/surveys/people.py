"""The people of the burst, made in the surroundings of the server; imported once Django is set up."""

from datetime import timedelta

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.models import Institution
from rounds.people.models import Person
from rounds.surveys.answering.services import make_link
from rounds.surveys.box.services import open_box
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.models import Campaign, Request, Wave

NAME = "Everybody at once"


def ask_many(sends: int) -> list[str]:
    """Ask so many invented people, every second one anonymously; return their links."""
    hospital = Institution.objects.get(slug="st-brigid")
    with scope(hospital.id, hospital.timezone):
        waves = [_wave("pooled"), _wave("anonymous")]
        people = Person.objects.bulk_create(
            Person(given_name="Every", family_name=f"Body {n:04}", email=f"every{n}@st-brigid.example")
            for n in range(sends)
        )
        requests = Request.objects.bulk_create(
            Request(wave=waves[n % 2], person=one, state="asked", asked_on=institution_today())
            for n, one in enumerate(people)
        )
        open_box(wave=waves[1], by=system(hospital.id))
        return [f"/s/{make_link(one)}/" for one in requests]


def _wave(mode: str) -> Wave:
    version = current_version("climate")
    if version is None:
        raise SystemExit("The questions about the climate are not installed.")
    campaign = Campaign.objects.create(instrument=version.instrument, name=NAME, audience="enrolled_mentees")
    made: Wave = Wave.objects.create(
        campaign=campaign,
        version=version,
        mode=mode,
        purpose="the program office learns what to mend" if mode == "pooled" else "",
        closes_on=institution_today() + timedelta(days=10),
        state="sent",
        sent_at=now() - timedelta(days=1),
        stop_until=now() - timedelta(hours=23),
    )
    return made


def count_answers(_sends: int) -> int:
    """Return how many of them count as answered, with a response or a ballot each."""
    hospital = Institution.objects.get(slug="st-brigid")
    with scope(hospital.id, hospital.timezone):
        asked = Request.objects.filter(wave__campaign__name=NAME, state="answered")
        pooled = asked.filter(response__isnull=False).count()
        return pooled + asked.filter(ballot__isnull=False).count()
