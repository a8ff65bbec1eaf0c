"""The catalog as it is in use, offerings and who asked, what fits somebody, and a pair's rehearsals."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.development.enums import SEATED, AskState, Kind
from rounds.development.models import Draw, Entry, Offering, Rehearsal, SeatAsk
from rounds.development.values.catalog import CATALOG, Shipped
from rounds.framework.models import Domain
from rounds.framework.selectors import current_version
from rounds.framework.values.first_version import TIERS
from rounds.mentorships.enums import RUNNING, GoalState
from rounds.mentorships.growth.selectors.framework import tiers_of
from rounds.mentorships.growth.selectors.goals import own_goals
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import list_own_mentorships, own_mentorship_for
from rounds.people.selectors import current_stages

# Who keeps the catalog and posts offerings.
KEEPERS = (Role.COORDINATOR, Role.DIRECTOR)


def entry_of_shipped(one: Shipped) -> Entry:
    """Return an experience that ships as the first version of its entry, not saved."""
    return Entry(
        key=one.key,
        number=1,
        title=str(one.title),
        kind=one.kind,
        tier=one.tier,
        length=str(one.length),
        domains=list(one.domains),
        prompts=str(one.prompts),
        looks_for=str(one.looks_for),
        evidence=str(one.evidence),
    )


def list_catalog() -> list[Entry]:
    """Return the entries in use, lowest tier first: the newest version of each, those that ship unless rewritten."""
    newest: dict[str, Entry] = {}
    for row in Entry.objects.order_by("number"):
        newest[row.key] = row
    shipped = {key: entry_of_shipped(one) for key, one in CATALOG.items()}
    return sorted((shipped | newest).values(), key=lambda one: TIERS.index(one.tier))


def entry_for(_viewer: Viewer, key: str) -> Entry:
    """Return the entry in use under a key; NotFound otherwise. Everybody may read the catalog."""
    row = Entry.objects.filter(key=key).order_by("-number").first()
    if row is None and key not in CATALOG:
        raise NotFound
    return row or entry_of_shipped(CATALOG[key])


def domain_names() -> dict[str, str]:
    """Return the names of the framework's domains by key, as they are in use."""
    version = current_version()
    return dict(Domain.objects.filter(version=version).values_list("key", "name")) if version else {}


@dataclass(frozen=True)
class OfferingLine:
    """An offering as somebody sees it: how many ask, whether asking is open, their own wish, why it fits them."""

    offering: Offering
    asks: int
    given: int
    is_open: bool
    own: SeatAsk | None
    domains: tuple[str, ...] = ()
    is_for_tier: str = ""

    @property
    def fits(self) -> bool:
        """Tell whether it touches an open goal, at the present tier or the next one."""
        return bool(self.domains and self.is_for_tier)


def list_offerings(viewer: Viewer) -> list[OfferingLine]:
    """Return the offerings that are open, those that closed lately, and what the viewer has asked for."""
    day = institution_today()
    asked = SeatAsk.objects.filter(person_id=viewer.person_id).values("offering_id")
    rows = Offering.objects.filter(called_off_at=None).filter(Q(starts_on__gte=day) | Q(id__in=asked))
    return lines_of(viewer, rows.select_related("entry", "site", "host"))


def lines_of(viewer: Viewer, offerings: Iterable[Offering]) -> list[OfferingLine]:
    """Return offerings as the viewer sees them; the links of goals count, their texts are never looked at."""
    found, day = list(offerings), institution_today()
    ids = [one.id for one in found]
    rows = SeatAsk.objects.filter(offering_id__in=among(ids)).exclude(state=AskState.WITHDRAWN)
    counts = {
        row["offering_id"]: row
        for row in rows.values("offering_id")
        .annotate(asks=Count("id"), given=Count("id", filter=Q(state__in=SEATED)))
        .order_by()
    }
    own = {
        one.offering_id: one
        for one in SeatAsk.objects.filter(offering_id__in=among(ids), person_id=viewer.person_id)
    }
    drawn = set(Draw.objects.filter(offering_id__in=among(ids)).values_list("offering_id", flat=True))
    fit = fit_of(viewer) if found and viewer.person_id else Fit()
    return [
        OfferingLine(
            one,
            counts.get(one.id, {}).get("asks", 0),
            counts.get(one.id, {}).get("given", 0),
            one.called_off_at is None and one.id not in drawn and one.closes_on >= day,
            own.get(one.id),
            tuple(key for key in one.entry.domains if key in fit.domains) if fit.reaches(one) else (),
            one.entry.tier if one.entry.tier in fit.tiers else "",
        )
        for one in found
    ]


@dataclass(frozen=True)
class Fit:
    """What of somebody decides what is for them: domains that open goals are linked to, tiers, and the site."""

    domains: frozenset[str] = frozenset()
    tiers: tuple[str, ...] = ()
    site_id: UUID | None = None

    def reaches(self, offering: Offering) -> bool:
        """Tell whether somebody can get there: it is at every site, at theirs, or theirs is not known."""
        return offering.site_id is None or self.site_id in (None, offering.site_id)


def fit_of(viewer: Viewer) -> Fit:
    """Return what decides what is for the viewer."""
    goals = own_goals(viewer, only=(GoalState.OPEN,))
    linked = {key.partition(".")[0] for one in goals for key in one.text.indicators}
    stage = current_stages([viewer.own_id]).get(viewer.own_id)
    tiers = tuple(one for one in tiers_of(viewer.own_id) if one)
    return Fit(frozenset(linked), tiers, stage.site_id if stage else None)


def offering_for(viewer: Viewer, offering_id: UUID) -> Offering:
    """Return an offering that everybody here may read; NotFound otherwise."""
    rows = Offering.objects.select_related("entry", "site", "host")
    found = rows.filter(id=offering_id).first()
    if found is None:
        raise NotFound
    return found


def hosts(viewer: Viewer, offering: Offering) -> bool:
    """Tell whether the viewer is the host of an offering."""
    return viewer.person_id is not None and offering.host_id == viewer.person_id


def ask_to_settle(viewer: Viewer, ask_id: UUID) -> SeatAsk:
    """Return a seat of an offering whose host the viewer is; NotFound otherwise."""
    rows = SeatAsk.objects.filter(id=ask_id, state__in=SEATED).select_related("offering", "person")
    found = rows.first()
    if found is None or not hosts(viewer, found.offering):
        raise NotFound
    return found


def seats_of(offering: Offering) -> list[tuple[SeatAsk, str]]:
    """Return who has a seat, with their tier, by number: for the host and the office."""
    rows = SeatAsk.objects.filter(offering=offering, state__in=SEATED).select_related("person")
    found = list(rows.order_by("seat"))
    stages = current_stages([one.person_id for one in found])
    return [
        (one, str(stages[one.person_id].get_tier_display()) if one.person_id in stages else "")
        for one in found
    ]


def hosted_by(viewer: Viewer) -> list[Offering]:
    """Return the offerings whose host the viewer is, those to come first."""
    rows = Offering.objects.filter(host_id=viewer.person_id, called_off_at=None).select_related("entry")
    return list(rows.order_by("-starts_on", "id"))


def earlier_of(people: Collection[UUID], *, without: UUID) -> dict[UUID, int]:
    """Return how many seats each of some people has or had, those of one offering aside, and rehearsals that were held."""
    seats = SeatAsk.objects.filter(
        person_id__in=among(people), state__in=(AskState.SEAT, AskState.DONE)
    ).exclude(offering_id=without)
    counts = dict(seats.values_list("person_id").annotate(Count("id")).order_by())
    held = Rehearsal.objects.filter(mentorship__mentee_id__in=among(people)).exclude(held_on=None)
    rehearsed = dict(held.values_list("mentorship__mentee_id").annotate(Count("id")).order_by())
    return {one: counts.get(one, 0) + rehearsed.get(one, 0) for one in people}


def place_in_line(ask: SeatAsk) -> int:
    """Return which of those who wait somebody is, by the draw; 0 for who does not wait."""
    if ask.state != AskState.WAITING:
        return 0
    drawn = Draw.objects.filter(offering_id=ask.offering_id).first()
    waiting = set(
        SeatAsk.objects.filter(offering_id=ask.offering_id, state=AskState.WAITING).values_list(
            "person_id", flat=True
        )
    )
    order = [UUID(one[0]) for one in drawn.lots] if drawn else []
    line = [one for one in order if one in waiting]
    return line.index(ask.person_id) + 1 if ask.person_id in line else 0


def draw_of(offering: Offering) -> Draw | None:
    """Return how the seats of an offering were drawn; None before."""
    return Draw.objects.filter(offering=offering).first()


def pairs_to_rehearse_in(viewer: Viewer) -> list[Mentorship]:
    """Return the viewer's own pairs that run."""
    return [one for one in list_own_mentorships(viewer) if one.state in RUNNING]


def pair_to_rehearse_in(viewer: Viewer, mentorship_id: UUID) -> Mentorship:
    """Return an own pair that runs; NotFound otherwise."""
    pair = own_mentorship_for(viewer, mentorship_id)
    if pair.state not in RUNNING:
        raise NotFound
    return pair


def rehearsals_of(viewer: Viewer) -> list[Rehearsal]:
    """Return the rehearsals of the viewer's own pairs, the newest first."""
    pairs = [one.id for one in list_own_mentorships(viewer)]
    rows = Rehearsal.objects.filter(mentorship_id__in=pairs)
    return list(rows.select_related("experience", "mentorship__mentee", "mentorship__mentor"))


def rehearsal_for(viewer: Viewer, rehearsal_id: UUID) -> Rehearsal:
    """Return a rehearsal of an own pair; NotFound otherwise."""
    rows = Rehearsal.objects.select_related("experience", "mentorship__mentee", "mentorship__mentor")
    found = rows.filter(id=rehearsal_id).first()
    if found is None:
        raise NotFound
    own_mentorship_for(viewer, found.mentorship_id)
    return found


def rehearsable() -> list[Entry]:
    """Return the entries that a pair rehearses."""
    return [one for one in list_catalog() if one.kind == Kind.REHEARSAL]
