"""How the mentors of a faculty developer's programs do together: trained, offered a talk, answered. Nobody is named."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.bulk_rows import among
from rounds.core.enums import Role
from rounds.insights.enums import HelpAnswer
from rounds.insights.models import Figure, HelpOffer
from rounds.insights.selectors.figures import newest_cut
from rounds.insights.selectors.help import running_pairs_of
from rounds.insights.values.library import PROCESS_FLOOR
from rounds.people.selectors.training import trained_of
from rounds.programs.enums import CycleState
from rounds.programs.models import Cycle, Program
from rounds.surveys.enums import Mode, RequestState
from rounds.surveys.models import Wave
from rounds.surveys.results.selectors.beside import Beside, beside_of

YEAR = timedelta(days=365)
MOST_WAVES = 8


@dataclass(frozen=True)
class Answered:
    """A closed survey with how many were asked and have answered."""

    name: str
    closed_on: date
    asked: int
    answered: int


@dataclass(frozen=True)
class Mentoring:
    """All that the page shows: mentors, begun, trained, trained lately; offered, answered, yes, talked; surveys; acts."""

    trained: tuple[int, int, int, int]
    offers: tuple[int, int, int, int]
    answered: tuple[Answered, ...]
    beside: Beside | None
    contact: tuple[tuple[str, Figure], ...]


def mentoring_for(viewer: Viewer) -> Mentoring:
    """Return how the mentors of the viewer's programs do."""
    mentors = _mentors(viewer)
    scopes = viewer.scopes(Role.FACULTY_DEVELOPER)
    programs = None if None in scopes else {one for one in scopes if one}
    return Mentoring(
        _trained(mentors),
        _offers(mentors, everybody=programs is None),
        tuple(_waves(programs)),
        _beside(programs),
        tuple(_contact(programs)),
    )


def trained_for(viewer: Viewer) -> tuple[int, int, int, int]:
    """Return of the mentors of the viewer's running pairs how many there are, have a training on record, are trained, lately."""
    return _trained(_mentors(viewer))


def _mentors(viewer: Viewer) -> set[UUID]:
    mentors = set(running_pairs_of(viewer).order_by().values_list("mentor_id", flat=True))
    mentors.discard(viewer.own_id)
    return mentors


def _trained(mentors: set[UUID]) -> tuple[int, int, int, int]:
    today = institution_today()
    known = list(trained_of(mentors).values())
    done = [one for one in known if one.is_trained]
    fresh = sum(one.fresh_until is not None and one.fresh_until > today for one in done)
    return len(mentors), sum(one.has_begun for one in known) + len(done), len(done), fresh


def _offers(mentors: set[UUID], *, everybody: bool) -> tuple[int, int, int, int]:
    """Return the offers of a year: made, answered, answered with yes, held."""
    rows = HelpOffer.objects.filter(offered_at__gte=now() - YEAR).order_by()
    if not everybody:
        rows = rows.filter(person_id__in=among(mentors))
    yes = Q(answer=HelpAnswer.TALK)
    counts = rows.aggregate(
        offered=Count("id"),
        answered=Count("id", filter=~Q(answer="")),
        yes=Count("id", filter=yes),
        talked=Count("id", filter=yes & Q(ended_at__isnull=False)),
    )
    return counts["offered"], counts["answered"], counts["yes"], counts["talked"]


def _waves(programs: set[UUID] | None) -> list[Answered]:
    """Return the surveys of a year that have closed, the newest first; those of fewer people than five stay out."""
    today = institution_today()
    rows = Wave.objects.filter(
        closes_on__lt=today, closes_on__gte=today - YEAR, campaign__scope_id__isnull=False
    )
    rows = rows.filter(campaign__instrument__key__in=("pulse", "midpoint", "mentor_self"))
    if programs is not None:
        rows = rows.filter(campaign__scope_id__in=programs)
    told = ~Q(mode=Mode.ANONYMOUS) | Q(requests__answered_on__lt=today)
    counted = rows.select_related("campaign__instrument").annotate(
        asked=Count("requests", filter=~Q(requests__state=RequestState.NOT_ASKED)),
        answered=Count("requests", filter=Q(requests__state=RequestState.ANSWERED) & told),
    )
    found = list(counted.filter(asked__gte=PROCESS_FLOOR).order_by("-closes_on", "id")[:MOST_WAVES])
    names = dict(
        Program.objects.filter(id__in={one.campaign.scope_id for one in found}).values_list("id", "name")
    )
    return [
        Answered(
            f"{one.campaign.name}, {names.get(one.campaign.scope_id, '')}".rstrip(", "),
            one.closes_on,
            one.asked,
            one.answered,
        )
        for one in found
    ]


def _beside(programs: set[UUID] | None) -> Beside | None:
    """Return the newest survey of mentors about themselves beside what mentees say."""
    rows = Wave.objects.filter(campaign__instrument__key="mentor_self", publication__isnull=False)
    if programs is not None:
        rows = rows.filter(campaign__scope_id__in=programs)
    newest = rows.select_related("campaign__instrument").order_by("-closes_on", "id").first()
    return beside_of(newest) if newest else None


def _contact(programs: set[UUID] | None) -> list[tuple[str, Figure]]:
    """Return the newest figure of contact of each program whose year runs."""
    rows = Cycle.objects.filter(state=CycleState.OPEN).select_related("program")
    if programs is not None:
        rows = rows.filter(program_id__in=programs)
    names = {one.id: one.program.name for one in rows.order_by("program__name", "id")}
    figures = Figure.objects.filter(cut=newest_cut(), measure="contact", cycle_id__in=names)
    found = {one.cycle_id: one for one in figures.select_related("cut")}
    return [(name, found[key]) for key, name in names.items() if key in found]
