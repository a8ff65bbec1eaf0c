"""Whose line of a confidential wave may leave: of those who answered, who has agreed to it."""

from collections.abc import Collection
from uuid import UUID

from rounds.people.enums import ConsentKind
from rounds.people.selectors.records import who_agrees
from rounds.people.values.consents import WITH_LINES
from rounds.surveys.enums import Mode
from rounds.surveys.models import Publication, Response, Wave
from rounds.surveys.publication import Lines
from rounds.surveys.results.selectors.doors import as_published, lines_of
from rounds.surveys.results.selectors.gathering import Gathered


def who_lets_lines_leave(wave: Wave, answers: Gathered) -> set[str]:
    """Return who of those who answered agrees that their line leaves; nobody of other waves than confidential ones."""
    if wave.mode != Mode.POOLED:
        return set()
    return _agreeing(
        {person for tables in answers.tables.values() for one in tables for person in one.people}
    )


def _agreeing(people: Collection[str]) -> set[str]:
    ids = [UUID(one) for one in people]
    return set(map(str, who_agrees(ConsentKind.RESEARCH, versions=WITH_LINES, person_ids=ids)))


def lines_leaving(wave: Wave) -> Lines | None:
    """Return the lines that leave of a confidential wave.

    None once one of them has withdrawn, or an answer is gone: a second file without a line would tell whose it was.
    """
    publication = Publication.objects.filter(wave=wave).first() if wave.mode == Mode.POOLED else None
    lines = lines_of(publication) if publication else None
    if lines is None or publication is None or _agreeing(lines.people) != set(lines.people):
        return None
    return lines if as_published(publication) else None


def answers_of(wave: Wave, lines: Lines) -> list[dict[str, object]]:
    """Return what those of the lines answered, in the order of the lines, of the items that these hold."""
    sent = Response.objects.filter(
        request__wave=wave, request__person_id__in=[UUID(one) for one in lines.people]
    )
    found = {str(row.request.person_id): row.opened() for row in sent.select_related("request")}
    return [{key: given for key, given in found[one].items() if key in lines.items} for one in lines.people]
