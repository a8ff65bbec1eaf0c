"""Reads of debriefs: what is open in pairs, and what the two wrote; nobody else finds any."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.prepared import Ask
from rounds.core.errors import NotFound
from rounds.mentorships.debriefs.values import PROMPTS
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors.counts import count_all
from rounds.mentorships.dues.selectors.facts import LOOKED_BACK, facts_from, held_by, stops_of
from rounds.mentorships.dues.selectors.plans import plans_of
from rounds.mentorships.dues.selectors.rotations import asks_for_rotations, rotation_facts_of
from rounds.mentorships.dues.values import Facts, debriefs_open_on
from rounds.mentorships.models import Conversation, Debrief, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.selectors import own_mentorship_for
from rounds.programs.models import Rotation
from rounds.programs.selectors.rotations import rotations_since


@dataclass(frozen=True)
class OpenDebrief:
    """A rotation that waits for its debrief, and until when it is due; during a leave nobody is asked for it."""

    rotation: Rotation
    due_on: date | None
    is_asked: bool = True


@dataclass(frozen=True)
class HeldDebrief:
    """A rotation of which a conversation counts as the debrief, while nobody has written to its prompts."""

    rotation: Rotation
    conversation: Conversation


@dataclass(frozen=True)
class DebriefPage:
    """A rotation with what is there of its debrief: written, let go, or open.

    `counted` is a conversation that counts as it already: what is written belongs to that one, and none is logged twice.
    """

    pair: Mentorship
    rotation: Rotation
    debrief: Debrief | None
    counted: Conversation | None

    @property
    def is_open(self) -> bool:
        return self.debrief is None

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Return (prompt, answer) of those that were answered."""
        return in_prompts(self.debrief.answers) if self.debrief else []

    @property
    def former(self) -> list[tuple[datetime, list[tuple[str, str]]]]:
        """Return until when it said what else, the newest first."""
        former = self.debrief.former if self.debrief else []
        return [(one.until, in_prompts(one.answers)) for one in reversed(former)]


def in_prompts(written: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (prompt, answer) of what was written, in the order of the prompts."""
    return [(str(label), written[key]) for key, label in PROMPTS.items() if written.get(key)]


def debrief_facts_of(
    pairs: Collection[Mentorship], known: Iterable[Rotation] | None = None
) -> dict[UUID, Facts]:
    """Return what debriefs of pairs follow from; one query where no rotation has ended, else seven."""
    rotations = rotation_facts_of(pairs, within=LOOKED_BACK, known=known)
    if not rotations:
        return {}
    held, stops = held_by([pair.id for pair in pairs]), stops_of(pairs)
    return {
        pair.id: replace(
            facts_from(pair, held.get(pair.id, ()), stops[pair.id]), rotations=rotations.get(pair.id, ())
        )
        for pair in pairs
    }


def rotations_of_pairs(pairs: Collection[Mentorship]) -> list[Rotation]:
    """Return the rotations of mentees that go on, come, or ended not too long ago; one query."""
    since = institution_today() - LOOKED_BACK
    return rotations_since(person_ids={pair.mentee_id for pair in pairs}, since=since)


def asks_for_debriefs(pairs: Collection[Mentorship]) -> list[Ask]:
    """Return what `open_debriefs` will ask beyond the times of the pairs."""
    return asks_for_rotations({pair.mentee_id for pair in pairs}, within=LOOKED_BACK)


def open_debriefs(
    pairs: Collection[Mentorship], known: Iterable[Rotation] | None = None
) -> dict[UUID, list[OpenDebrief]]:
    """Return the debriefs that are open in running pairs: those that a conversation of today would count as.

    Who has read `rotations_of_pairs` already hands them in.
    """
    known = rotations_of_pairs(pairs) if known is None else known
    facts, today = debrief_facts_of(pairs, known), institution_today()
    if not facts:
        return {}
    plans = plans_of({pair.cycle.program_id for pair in pairs})
    rows = {str(row.id): row for row in known}
    return {
        pair.id: [
            OpenDebrief(rows[one.key], one.due_on, one.is_asked)
            for one in debriefs_open_on(facts[pair.id], today, plans.of_pair(pair, (Rule.DEBRIEF,)))
        ]
        for pair in pairs
    }


def debrief_page_for(viewer: Viewer, mentorship_id: UUID, rotation_id: UUID) -> DebriefPage:
    """Return a debrief of an own pair: one that is written, or one that can be; NotFound otherwise."""
    pair = own_mentorship_for(viewer, mentorship_id)
    rotation = Rotation.objects.filter(id=rotation_id, person_id=pair.mentee_id).first()
    if rotation is None:
        raise NotFound
    own = Debrief.objects.filter(stands_for(viewer), rotation=rotation, mentorship=pair)
    own = own.select_related("by", "conversation")
    debrief = own.first()
    if debrief is not None:
        return DebriefPage(pair, rotation, debrief, None)
    counted = counted_as(pair, rotation)
    is_due = any(one.rotation.id == rotation.id for one in open_debriefs([pair]).get(pair.id, ()))
    if not pair.is_running or not (is_due or counted) or Debrief.objects.filter(rotation=rotation).exists():
        debrief = own.first()  # another window may have written it since the question above
        if debrief is None:
            raise NotFound
        return DebriefPage(pair, rotation, debrief, None)
    return DebriefPage(pair, rotation, None, counted)


def own_debrief_for(viewer: Viewer, debrief_id: UUID) -> DebriefPage:
    """Return a debrief that the viewer has written, to be changed; NotFound to everybody else, its other reader too."""
    found = Debrief.objects.filter(id=debrief_id, by_id=viewer.own_id, is_let_go=False)
    debrief = found.select_related("by", "conversation", "rotation").first()
    if debrief is None:
        raise NotFound
    return DebriefPage(own_mentorship_for(viewer, debrief.mentorship_id), debrief.rotation, debrief, None)


def held_debriefs(pair: Mentorship) -> list[HeldDebrief]:
    """Return the debriefs that conversations of a pair count as and nobody has written to, the newest rotation first."""
    talks = {
        one.id: one for one in Conversation.objects.filter(COUNTS, mentorship=pair).order_by("logged_at")
    }
    unwritten = count_all(pair, talks.values()).unwritten
    by_rotation = {rotation: talks[key] for key, found in unwritten.items() for rotation in found}
    rows = Rotation.objects.filter(id__in=list(by_rotation)).order_by("-to_on", "id") if by_rotation else ()
    return [HeldDebrief(row, by_rotation[row.id]) for row in rows]


def counted_as(pair: Mentorship, rotation: Rotation) -> Conversation | None:
    """Return the conversation of a pair that counts as the debrief of a rotation, by the rule of the log."""
    found = (one.conversation for one in held_debriefs(pair) if one.rotation.id == rotation.id)
    return next(found, None)


def list_debriefs(pair: Mentorship, viewer: Viewer) -> list[Debrief]:
    """Return the debriefs of an own pair that were held, the newest first."""
    rows = Debrief.objects.filter(stands_for(viewer), mentorship=pair, is_let_go=False)
    return list(rows.select_related("rotation", "conversation").order_by("-at"))


def list_let_go(pair: Mentorship) -> list[Debrief]:
    """Return the debriefs of a pair that were let go, the newest first: each can be opened again."""
    rows = Debrief.objects.filter(mentorship=pair, is_let_go=True)
    return list(rows.select_related("rotation").order_by("-at"))


def asks_debriefs(pair: Mentorship) -> bool:
    """Tell whether the plan of a pair asks for debriefs at all."""
    return bool(plans_of([pair.cycle.program_id]).of_pair(pair, (Rule.DEBRIEF,)))


def stands_for(viewer: Viewer) -> Q:
    """Return which debriefs the viewer may read of own pairs: what was written with a log that was taken back is its writer's alone."""
    is_so = Q(conversation=None) | Q(conversation__taken_back_at=None)
    return is_so | Q(by_id=viewer.own_id)
