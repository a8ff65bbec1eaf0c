"""Awards: which are open, whom somebody may nominate, what a jury reads, and how its voices stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import STAFF
from rounds.core.errors import NotFound
from rounds.development.enums import Honor, Voice
from rounds.development.models import AwardRound, JurySeat, JuryVoice, Nomination
from rounds.mentorships.models import Mentorship
from rounds.mentorships.models.pairs import NEVER_WAS
from rounds.people.models import Person, RoleAssignment
from rounds.programs.models import ProgramRole

# A jury, and whoever of it decides about one nominee, is so many at least.
JURY = 3
# How many were nominated is said from so many on.
FLOOR = 5


@dataclass(frozen=True)
class Nominee:
    """Somebody who was nominated, as one of the jury reads it; the one who reads, or their pair, steps aside."""

    person: Person
    words: tuple[str, ...]
    says: str
    must_step_aside: bool


@dataclass(frozen=True)
class Standing:
    """How far an award is, as who runs it sees it: no name, no word, counts from five on."""

    round: AwardRound
    jury: tuple[Person, ...]
    nominees: int
    # nominees of whom each of the jury has spoken, and of whom too few of it can decide
    settled: int
    short: int

    @property
    def count(self) -> int | None:
        """Return how many were nominated; None under the floor."""
        return self.nominees if self.nominees >= FLOOR else None

    @property
    def is_over(self) -> bool:
        """Tell whether nominations are closed."""
        return self.round.closes_on < institution_today()

    @property
    def may_decide(self) -> bool:
        """Tell whether every voice is there, and enough of the jury for each nominee."""
        return self.round.is_open and self.is_over and self.settled == self.nominees and not self.short


def rounds_of(_viewer: Viewer) -> list[AwardRound]:
    """Return all awards, the newest first."""
    return list(AwardRound.objects.all())


def round_for(_viewer: Viewer, award_round_id: UUID) -> AwardRound:
    """Return an award; NotFound otherwise. That it is given is no secret."""
    found: AwardRound | None = AwardRound.objects.filter(id=award_round_id).first()
    if found is None:
        raise NotFound
    return found


def round_to_nominate(viewer: Viewer, award_round_id: UUID) -> AwardRound:
    """Return an award that takes nominations still; NotFound otherwise."""
    found = round_for(viewer, award_round_id)
    if not found.is_open or found.closes_on < institution_today():
        raise NotFound
    return found


def round_to_judge(viewer: Viewer, award_round_id: UUID) -> AwardRound:
    """Return an open award to one of its jury; NotFound to everybody else."""
    found = round_for(viewer, award_round_id)
    if not found.is_open or not found.seats.filter(person_id=viewer.own_id).exists():
        raise NotFound
    return found


def nomination_for(viewer: Viewer, award_nomination_id: UUID) -> Nomination:
    """Return one's own nomination; NotFound otherwise."""
    rows = Nomination.objects.filter(id=award_nomination_id, nominator_id=viewer.own_id).select_related(
        "round"
    )
    found: Nomination | None = rows.first()
    if found is None:
        raise NotFound
    return found


def open_for(viewer: Viewer) -> list[AwardRound]:
    """Return the awards for which the viewer may nominate somebody."""
    rows = AwardRound.objects.filter(decided_at=None, called_off_at=None, closes_on__gte=institution_today())
    return [one for one in rows if may_be_nominated(viewer, one)] if rows else []


def judged_by(viewer: Viewer) -> list[AwardRound]:
    """Return the open awards on whose jury the viewer sits."""
    rows = AwardRound.objects.filter(decided_at=None, called_off_at=None, seats__person_id=viewer.own_id)
    return list(rows)


def own_nominations(viewer: Viewer) -> list[Nomination]:
    """Return the viewer's own nominations that stand."""
    rows = Nomination.objects.filter(nominator_id=viewer.own_id, withdrawn_at=None)
    return list(rows.select_related("round", "nominee"))


def may_be_nominated(viewer: Viewer, award: AwardRound) -> list[Person]:
    """Return whom the viewer may nominate: of their own pairs, the other one; a mentee only for a project."""
    own, other = (
        ("mentor_id", "mentee_id") if award.award == Honor.AWARD_PROJECT else ("mentee_id", "mentor_id")
    )
    pairs = Mentorship.objects.filter(**{own: viewer.own_id}, opened_on__isnull=False).exclude(NEVER_WAS)
    people = Person.objects.filter(id__in=pairs.order_by().values(other), merged_into=None)
    today = institution_today()
    here = people.filter(Q(left_on=None) | Q(left_on__gt=today)).exclude(id=viewer.own_id)
    return list(here.order_by("folded_family", "folded_given", "id"))


def may_sit(_viewer: Viewer) -> list[Person]:
    """Return who may be asked to sit on a jury: whoever holds a role of the staff today."""
    today = institution_today()
    held = [
        model.objects.filter(open_on(today), role__in=STAFF).values("person_id")
        for model in (RoleAssignment, ProgramRole)
    ]
    people = Person.objects.filter(Q(id__in=held[0]) | Q(id__in=held[1]), merged_into=None)
    people = people.filter(Q(left_on=None) | Q(left_on__gt=today))
    return list(people.order_by("folded_family", "folded_given", "id"))


def nominees_for(viewer: Viewer, award: AwardRound) -> list[Nominee]:
    """Return the nominees of an award to one of its jury, with what was said of each, in the order of names."""
    rows = list(
        Nomination.objects.filter(round=award, withdrawn_at=None).select_related("nominee", "nominator")
    )
    said = dict(
        JuryVoice.objects.filter(seat__round=award, seat__person_id=viewer.own_id).values_list(
            "nominee_id", "says"
        )
    )
    aside = conflicted([viewer.own_id], rows)[viewer.own_id]
    by_person: dict[UUID, list[Nomination]] = defaultdict(list)
    for one in rows:
        by_person[one.nominee_id].append(one)
    found = []
    for nominations in by_person.values():
        person = nominations[0].nominee
        must = person.id in aside
        words = () if must else tuple(one.opened()["words"] for one in nominations)
        found.append(Nominee(person, words, Voice.ASIDE if must else said.get(person.id, ""), must))
    return sorted(found, key=lambda one: (one.person.folded_family, one.person.folded_given, one.person.id))


def conflicted(jury: Iterable[UUID], rows: Iterable[Nomination]) -> dict[UUID, set[UUID]]:
    """Return by juror of which nominees they may not judge: themselves, whom they nominated, whom they are paired with."""
    members, nominations = list(jury), list(rows)
    found: dict[UUID, set[UUID]] = {one: {one} for one in members}
    for one in nominations:
        if one.nominator_id in found:
            found[one.nominator_id].add(one.nominee_id)
    nominees = {one.nominee_id for one in nominations}
    pairs = Mentorship.objects.filter(
        Q(mentor_id__in=members, mentee_id__in=nominees) | Q(mentee_id__in=members, mentor_id__in=nominees)
    )
    for mentor, mentee in pairs.exclude(NEVER_WAS).order_by().values_list("mentor_id", "mentee_id"):
        for own, other in ((mentor, mentee), (mentee, mentor)):
            if own in found:
                found[own].add(other)
    return found


def voices_of(award: AwardRound) -> dict[UUID, Counter[str]]:
    """Return by nominee how many of the jury say what; who must step aside does, and nobody says nothing twice."""
    seats = list(JurySeat.objects.filter(round=award))
    rows = list(Nomination.objects.filter(round=award, withdrawn_at=None))
    aside = conflicted([one.person_id for one in seats], rows)
    said = {
        (seat, nominee): says
        for seat, nominee, says in JuryVoice.objects.filter(seat__round=award).values_list(
            "seat_id", "nominee_id", "says"
        )
    }
    return {
        nominee: Counter(
            str(Voice.ASIDE) if nominee in aside[seat.person_id] else said.get((seat.id, nominee), "")
            for seat in seats
        )
        for nominee in {one.nominee_id for one in rows}
    }


def standing_of(award: AwardRound) -> Standing:
    """Return how far an award is."""
    seats = award.seats.select_related("person").order_by("person__folded_family", "person_id")
    voices = voices_of(award)
    judge = {one: sum(counted.values()) - counted[Voice.ASIDE] for one, counted in voices.items()}
    return Standing(
        award,
        tuple(one.person for one in seats),
        len(voices),
        sum(not counted[""] for counted in voices.values()),
        sum(count < JURY for count in judge.values()),
    )


def winners_of(award: AwardRound) -> list[UUID]:
    """Return for whom more than half of those who judge are."""
    found = []
    for nominee, counted in voices_of(award).items():
        judge = counted[Voice.FOR] + counted[Voice.AGAINST]
        if judge >= JURY and 2 * counted[Voice.FOR] > judge:
            found.append(nominee)
    return sorted(found)
