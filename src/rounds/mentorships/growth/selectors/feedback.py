"""Reads of open feedback and of doors that were opened: the two of a pair, nobody else; a count for the sponsor."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.errors import NotFound
from rounds.mentorships.growth.values.acts import ACTS, OFTEN
from rounds.mentorships.models import Mentorship, OpenFeedback, SponsorshipAct
from rounds.mentorships.selectors import own_mentorships


@dataclass(frozen=True)
class ReadFeedback:
    """What a mentee has told, as the two read it."""

    row: OpenFeedback
    helps: str
    more: str
    # What the mentor does, how often, in words.
    acts: tuple[tuple[str, str], ...]


def list_feedback(pair: Mentorship) -> list[ReadFeedback]:
    """Return what was told in an own pair, newest first. Whoever calls this has found the pair for one of the two."""
    rows = OpenFeedback.objects.filter(mentorship=pair).exclude(given_at=None).order_by("-given_at")
    return [_read(row) for row in rows]


def asked_feedback(pair: Mentorship) -> OpenFeedback | None:
    """Return what the mentor has asked for and the mentee has not given yet."""
    found: OpenFeedback | None = OpenFeedback.objects.filter(mentorship=pair, given_at=None).first()
    return found


def own_feedback_for(viewer: Viewer, feedback_id: UUID) -> OpenFeedback:
    """Return what the viewer has told as a mentee; NotFound to everybody else."""
    mine = own_mentorships(viewer).filter(mentee_id=viewer.own_id).order_by()
    found: OpenFeedback | None = (
        OpenFeedback.objects.filter(id=feedback_id, mentorship_id__in=mine.values("id"))
        .exclude(given_at=None)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _read(row: OpenFeedback) -> ReadFeedback:
    said = row.opened()
    acts = tuple((str(ACTS[key]), str(OFTEN[answer])) for key, answer in said["acts"].items() if key in ACTS)
    return ReadFeedback(row, said["helps"], said["more"], acts)


@dataclass(frozen=True)
class ReadAct:
    """A door that was opened, as the two read it."""

    act: SponsorshipAct
    what: str
    came: str


def list_acts(pair: Mentorship) -> list[ReadAct]:
    """Return the doors of an own pair that stand, newest first. Whoever calls this has found the pair for one of the two."""
    rows = SponsorshipAct.objects.filter(mentorship=pair, withdrawn_at=None).order_by("-on", "-entered_at")
    found = []
    for act in rows.select_related("entered_by"):
        said = act.opened()
        found.append(ReadAct(act, said["what"], said["came"]))
    return found


def own_act_for(viewer: Viewer, act_id: UUID) -> SponsorshipAct:
    """Return a door to one of the two of its pair; NotFound to everybody else."""
    pairs = own_mentorships(viewer).order_by().values("id")
    found: SponsorshipAct | None = (
        SponsorshipAct.objects.filter(id=act_id, mentorship_id__in=pairs).select_related("mentorship").first()
    )
    if found is None:
        raise NotFound
    return found


def count_doors(person_id: UUID) -> dict[str, int]:
    """Return how many doors a mentor has opened, by kind: what counts for the mentor's own record."""
    rows = SponsorshipAct.objects.filter(sponsor_id=person_id, withdrawn_at=None)
    return dict(Counter(rows.values_list("door", flat=True)))


def asked_in(pair_ids: Iterable[UUID]) -> set[UUID]:
    """Return those pairs in which the mentor has asked for feedback that was not given yet; one query."""
    return {pair_id for (pair_id,) in _not_given(pair_ids=list(pair_ids))}


def ask_for_wanted_feedback(pair_ids: Iterable[UUID]) -> Ask:
    """Return what `asked_in` will ask."""
    return _not_given.asked(pair_ids=list(pair_ids))


_not_given: Prepared[tuple[UUID]] = Prepared(
    lambda pair_ids: OpenFeedback.objects.filter(
        mentorship_id__in=among(pair_ids), given_at=None
    ).values_list("mentorship_id"),
    pair_ids=Ids(),
)
