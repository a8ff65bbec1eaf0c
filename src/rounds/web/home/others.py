"""What waits in the programs that the office's home does not show in full."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.selectors import MenteeCounts
from rounds.programs.models import Cohort, Program
from rounds.programs.selectors.chase import work_of
from rounds.web.addresses import address
from rounds.web.home.year import Troubles


@dataclass(frozen=True)
class OtherProgram:
    """What waits in a program that the page does not show in full."""

    program: Program
    words: str
    href: str


def other_programs(
    request: Request,
    programs: list[Program],
    *,
    shown: Program,
    cohorts: Mapping[UUID, Cohort],
    mentees: Mapping[UUID, MenteeCounts],
    trouble: Troubles,
) -> list[OtherProgram]:
    """Return the viewer's other programs in which something waits, the most first; `cohorts` by program."""
    intake = work_of(cohort.id for program_id, cohort in cohorts.items() if program_id != shown.id)
    first, silent = (
        Counter(row.pair.program_id for row in trouble[rule])
        for rule in (Rule.FIRST_CONVERSATION, Rule.SILENCE)
    )
    found = []
    for program in programs:
        cohort = cohorts.get(program.id)
        if cohort is None or program.id == shown.id:
            continue
        work, counts = intake[cohort.id], mentees[cohort.id]
        talks = (first[program.id], silent[program.id])
        numbers = (work.missing, work.applied, counts.asked, counts.without, *talks)
        if any(numbers):
            found.append((sum(numbers), program, _waits(*numbers)))
    found.sort(key=lambda one: (-one[0], one[1].name))
    home = address(request, "home")
    return [OtherProgram(program, words, f"{home}?program={program.id}") for _many, program, words in found]


def _waits(*numbers: int) -> str:
    missing, applied, asked, without, first, silent = numbers
    words = [
        (
            missing,
            ngettext("answers of %(count)s person missing", "answers of %(count)s people missing", missing),
        ),
        (applied, ngettext("%(count)s application", "%(count)s applications", applied)),
        (
            asked,
            ngettext("%(count)s mentee waits for an answer", "%(count)s mentees wait for an answer", asked),
        ),
        (
            without,
            ngettext("%(count)s mentee without a mentor", "%(count)s mentees without a mentor", without),
        ),
        (
            first,
            ngettext(
                "%(count)s pair without a first conversation",
                "%(count)s pairs without a first conversation",
                first,
            ),
        ),
        (silent, ngettext("%(count)s pair has gone silent", "%(count)s pairs have gone silent", silent)),
    ]
    return ", ".join(said % {"count": count} for count, said in words if count)
