"""What conversations of a pair count as, by the plan of its program: the log, the debriefs and their pages all ask here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from rounds.core.database.prepared import reading_once
from rounds.core.database.together import ask_ahead
from rounds.mentorships.agreements.selectors import ask_for_pens, ask_for_signed_terms
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors.facts import LOOKED_BACK, asks_for_times, facts_of
from rounds.mentorships.dues.selectors.plans import ask_for_plans, plans_of
from rounds.mentorships.dues.selectors.rotations import asks_for_rotations
from rounds.mentorships.dues.values import Counted, CountsAs, Facts, Held, counts_as
from rounds.mentorships.growth.selectors.goals import ask_for_open_goals
from rounds.mentorships.models import Conversation, Mentorship


@dataclass(frozen=True)
class CountedAll:
    """What each conversation of a pair counts as, and the rotations of whose debriefs nobody has written yet."""

    counts: dict[UUID, tuple[CountsAs, ...]]
    unwritten: dict[UUID, list[UUID]]


def counts_of(pair: Mentorship, conversations: Iterable[Conversation]) -> dict[UUID, tuple[CountsAs, ...]]:
    """Return what each conversation of a pair counts as that stands as held; all of the pair's are needed."""
    return count_all(pair, conversations).counts


def count_all(pair: Mentorship, conversations: Iterable[Conversation]) -> CountedAll:
    """Return what `counts_of` does, with the debriefs that were held but not written to."""
    rows = [one for one in conversations if one.counts and one.held_on is not None]
    rows.sort(key=lambda one: (one.held_on, one.logged_at))
    held = tuple(Held(one.held_on, one.minutes or 0) for one in rows if one.held_on)
    facts, asked = _facts_of_one(pair)
    found = counts_as(replace(facts, held=held), asked)
    counts = {one.id: counts for one, counts in zip(rows, found, strict=True)}
    settled = {one.key for one in facts.rotations if one.is_settled}
    return CountedAll(
        counts,
        {
            key: [UUID(one.key) for one in said if one.kind == Counted.DEBRIEF and one.key not in settled]
            for key, said in counts.items()
        },
    )


def would_count(pair: Mentorship, on: date, minutes: int) -> tuple[CountsAs, ...]:
    """Return what a conversation would count as that is logged now."""
    facts, asked = _facts_of_one(pair)
    return counts_as(replace(facts, held=(*facts.held, Held(on, minutes))), asked)[-1]


@reading_once()
def _facts_of_one(pair: Mentorship) -> tuple[Facts, frozenset[Rule]]:
    """Return the facts of a pair, and what its plan asks; one query, three where it has not talked for long."""
    mentees, program_id = {pair.mentee_id}, pair.cycle.program_id
    ask_ahead(
        *asks_for_times([pair]),
        ask_for_signed_terms([pair]),
        ask_for_pens([pair]),
        *asks_for_rotations(mentees, within=LOOKED_BACK),
        ask_for_open_goals(mentees),
        ask_for_plans([program_id]),
    )
    asked = frozenset(row.rule for row in plans_of([program_id]).of_pair(pair))
    return facts_of([pair])[pair.id], asked
