"""Work figures out once and freeze them, add what late answers say, note a correction."""

from secrets import SystemRandom
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.core.errors import OutOfOrder
from rounds.surveys.campaigns.selectors import is_closed
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.enums import FEEDBACK360, BoxKind, Mode, WhySnapshot
from rounds.surveys.floors import TABLE_FLOOR
from rounds.surveys.models import Publication, Snapshot, Wave
from rounds.surveys.publication import (
    Ask,
    Door,
    Figure,
    Hidden,
    Lines,
    Statistic,
    Subject,
    items_that_may_leave,
)
from rounds.surveys.publication import Wave as Table
from rounds.surveys.publication.subjects import OF_MENTORS, YEARS
from rounds.surveys.results.selectors.doors import (
    Before,
    as_published,
    door_of,
    newest_snapshot,
    seal_of,
    waves_before,
    with_lines,
)
from rounds.surveys.results.selectors.gathering import Ends, Gathered, gathered, is_box_read, late_tables
from rounds.surveys.results.selectors.lines import who_lets_lines_leave
from rounds.surveys.results.selectors.waiting import waves_to_publish, waves_with_late_answers
from rounds.surveys.results.services.comments import gather_comments
from rounds.surveys.results.values.earlier import BEFORE
from rounds.surveys.results.values.keeping import Answers, answers_in, digest_of, kept
from rounds.surveys.scores import NOT_ASKED


def publish_closed_waves(*, by: Viewer) -> int:
    """Publish what waits for its figures in the institution in scope; return how many waves that were."""
    waiting, late = waves_to_publish(), waves_with_late_answers()
    for wave_id in waiting:
        publish_wave(wave_id=wave_id, by=by)
    for wave_id in late:
        publish_late(wave_id=wave_id, by=by)
    return len(waiting) + len(late)


@transaction.atomic
def publish_wave(*, wave_id: UUID, by: Viewer) -> Publication | None:
    """Work out every figure of a closed wave and freeze them; a second time does nothing. Named answers, and those about one person, have none.

    Raises OutOfOrder for a wave that still takes answers, or whose box is not opened.
    """
    wave = _locked(wave_id)
    there = Publication.objects.filter(wave=wave).first()
    if there is not None or wave.mode == Mode.NAMED or wave.campaign.audience == FEEDBACK360:
        return there
    if not is_closed(wave) or (wave.mode == Mode.ANONYMOUS and not is_box_read(wave)):
        raise OutOfOrder(_("This survey still takes answers. Its figures come once it has closed."))
    answers, before = gathered(wave), waves_before(wave)
    door = door_of(wave, before)
    known = set(door.answers)
    if before:
        answers = answers.alone()
    lines = _lines(wave, answers, before)
    _work_out(door, wave, answers, before, lines)
    publication = Publication(wave=wave, released_on=institution_today())
    publication.seal_value({**seal_of(answers), **with_lines(lines)})
    publication.save()
    gather_comments(publication=publication, people=answers.people)
    figures = {ask: figure for ask, figure in door.answers.items() if ask not in known}
    _freeze(publication, WhySnapshot.CLOSED, figures, by)
    return publication


@transaction.atomic
def publish_late(*, wave_id: UUID, by: Viewer) -> Snapshot | None:
    """Add what late answers say of an anonymous wave, together with the others, if the door agrees; a second time does nothing."""
    wave = _locked(wave_id)
    publication = Publication.objects.filter(wave=wave).first()
    if publication is None or publication.snapshots.filter(reason=WhySnapshot.LATE).exists():
        return None
    late, answers = late_tables(wave), as_published(publication)
    if not late or answers is None or not is_box_read(wave, BoxKind.LATE):
        return None
    door = door_of(wave, [Before(wave, answers)])
    for ends, table in late.items():
        door.take_in(table)
        _together(door, answers.tables[ends][0], table)
    return _freeze(publication, WhySnapshot.LATE, door.answers, by)


@transaction.atomic
def note_correction(*, wave: Wave, words: str, by: Viewer) -> Snapshot:
    """Add a note of what was wrong about the figures of a wave. The figures stay: a changed number would tell whose answer changed."""
    publication = Publication.objects.select_for_update(of=("self",)).filter(wave=wave).first()
    if publication is None:
        raise OutOfOrder(_("This survey has no figures yet, so there is nothing to correct."))
    figures = answers_in(newest_snapshot(publication).figures)
    return _freeze(publication, WhySnapshot.CORRECTION, figures, by, words=words)


def _work_out(
    door: Door, wave: Wave, answers: Gathered, before: list[Before], lines: Lines | None = None
) -> None:
    """Ask a door for every figure of a wave."""
    _release(door, answers, lines)
    _compare(door, answers, _compared_with(wave, before))
    _tell_of_mentors(door, wave, answers, before)


def _lines(wave: Wave, answers: Gathered, before: list[Before]) -> Lines | None:
    """Return the lines of those who agreed that may leave beside every figure; who did is settled now, for good.

    Figures come first: a door of its own works them out, and then lets out the lines that fit.
    """
    people = who_lets_lines_leave(wave, answers)
    if len(people) < TABLE_FLOOR:
        return None
    door = door_of(wave, before)
    _work_out(door, wave, answers, before)
    singles = [tables[0] for tables in answers.tables.values() if len(tables) == 1]
    items = [item for one in singles for item in items_that_may_leave(one, people, door.ledger)]
    mixed = sorted(people)
    SystemRandom().shuffle(mixed)
    return Lines(tuple(mixed), tuple(items)) if items else None


def _release(door: Door, answers: Gathered, lines: Lines | None) -> None:
    """Publish a wave by plan. Several answers of a person are told together alone, each person with the mean of theirs."""
    for ends, tables in answers.tables.items():
        if len(tables) == 1:
            door.release(tables[0], lines)
        else:
            for table in tables:
                door.take_in(table)
            keys = tuple(table.key for table in tables)
            for measure in [*tables[0].scores, *tables[0].items]:
                door.figure(Ask(measure, Statistic.MEAN, keys))
        if ends in answers.earlier:
            door.take_in(answers.earlier[ends])


def _compare(door: Door, answers: Gathered, before: list[Before]) -> None:
    """Say what changed since the first time and since the last, of those who answered both; scores come first."""
    for ends in answers.tables:
        newer = answers.single(ends)
        if newer is None:
            continue
        for older in _older(ends, answers, before):
            for measure in _in_both(older, newer):
                door.figure(Ask(measure, Statistic.CHANGE, (older.key, newer.key)))


def _compared_with(wave: Wave, before: list[Before]) -> list[Before]:
    """Return with which waves this one is compared: at an end with the last beginning, else with those of the same questions."""
    own = wave.campaign.instrument.key
    key = BEFORE.get(own, own)
    found = [one for one in before if one.wave.campaign.instrument.key == key]
    return found if key == own else found[-1:]


def _older(ends: Ends, answers: Gathered, before: list[Before]) -> list[Table]:
    """Return the tables of the first answers, those from before the first wave if there are any, and of the last wave."""
    if not before:
        return [answers.earlier[ends]] if ends in answers.earlier else []
    first, last = before[0].gathered, before[-1].gathered
    tables = (first.earlier.get(ends) or first.single(ends), last.single(ends))
    return list({table.key: table for table in tables if table}.values())


def _tell_of_mentors(door: Door, wave: Wave, answers: Gathered, before: list[Before]) -> None:
    """Say how mentors differ, and of each what enough different mentees said of them within three years."""
    measure = OF_MENTORS.get(wave.campaign.instrument.key)
    if measure is None or audience(wave.campaign.audience).about != "mentor":
        return
    since = months_after(wave.closes_on, -12 * YEARS)
    parts = [*(one.gathered for one in before if one.wave.closes_on > since), answers]
    tables = [
        table for one in parts for same in one.tables.values() for table in same if measure in table.scores
    ]
    keys = tuple(table.key for table in tables)
    if not keys:
        return
    door.figure(Ask(measure, Statistic.COMPONENTS, keys))
    spoke: dict[str, set[str]] = {}
    for table in tables:
        for person, subject in zip(table.people, table.subjects, strict=False):
            spoke.setdefault(subject, set()).add(person)
    for subject in sorted(one for one, people in spoke.items() if one and len(people) >= door.floor):
        door.figure(Ask(measure, Statistic.MEAN, keys, Subject(subject)))


def _in_both(older: Table, newer: Table) -> list[str]:
    """Return scores and items that were asked both times, a score with all its items."""
    asked = {item for place, item in enumerate(older.items) if (older.answers[:, place] != NOT_ASKED).any()}
    scores = [
        name
        for name, members in newer.scores.items()
        if older.scores.get(name) == members and set(members) <= asked
    ]
    return [*scores, *(item for item in newer.items if item in asked)]


def _together(door: Door, main: Table, late: Table) -> None:
    for measure in [*main.scores, *main.items]:
        door.figure(Ask(measure, Statistic.MEAN, (main.key, late.key)))


def _freeze(
    publication: Publication, reason: str, figures: Answers, by: Viewer, *, words: str = ""
) -> Snapshot:
    rows: list[dict[str, Any]] = kept(figures)
    snapshot: Snapshot = Snapshot.objects.create(
        publication=publication,
        number=publication.snapshots.count() + 1,
        reason=reason,
        words=words,
        taken_on=institution_today(),
        figures=rows,
        digest=digest_of(rows),
    )
    wave = publication.wave
    audit.record(
        "survey.published",
        by=by,
        kind="wave",
        object_id=wave.id,
        program_id=wave.campaign.scope_id,
        number=snapshot.number,
        reason=str(reason),
        digest=snapshot.digest,
        shown=sum(isinstance(one, Figure) for one in figures.values()),
        hidden=sum(isinstance(one, Hidden) for one in figures.values()),
    )
    return snapshot


def _locked(wave_id: UUID) -> Wave:
    found: Wave = (
        Wave.objects.select_for_update(of=("self",))
        .select_related("campaign__instrument", "version")
        .get(id=wave_id)
    )
    return found
