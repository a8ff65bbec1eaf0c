"""What a page says of a closed wave: read from its newest snapshot alone, never worked out again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.errors import DomainError
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.enums import KindOfItem, WhySnapshot
from rounds.surveys.instruments.selectors import formulas_of, questions_of, spoken
from rounds.surveys.kinds import Question
from rounds.surveys.models import Publication, Score, Snapshot, Wave
from rounds.surveys.publication import HIDDEN, Ask, Cut, Figure, Hidden, Statistic, Whole
from rounds.surveys.results.selectors.gathering import EARLIER, LATE, Ends, items_by_ends
from rounds.surveys.results.values.earlier import BEFORE, label_of_earlier
from rounds.surveys.results.values.keeping import Answers, answers_in, digest_of
from rounds.surveys.results.values.saying import Said, Scale, said_of

CHOICES = frozenset({KindOfItem.CHOICE, KindOfItem.TICKS})


@dataclass(frozen=True)
class Line:
    """One score or item: its scale, what is said of it, how it changed, and how it is in parts of the people."""

    key: str
    label: str
    low: str
    high: str
    is_score: bool
    said: Said
    # since when, and what is said of the change
    changes: list[tuple[str, Said]] = field(default_factory=list)
    cells: list[tuple[str, str, Said]] = field(default_factory=list)

    @property
    def is_hidden(self) -> bool:
        return self.said.is_hidden


@dataclass(frozen=True)
class Results:
    """The figures of a wave as they stand: when they were frozen, why anew, and line by line, scores first."""

    lines: list[Line]
    frozen_on: date
    digest: str
    notes: list[Snapshot]
    # what is asked at the end alone was not asked for a first time
    is_of_an_end: bool = False
    # questions that stand in no line: answered by a choice, which has no mean
    choices: list[str] = field(default_factory=list)

    @property
    def alphas(self) -> list[Line]:
        """Return the scores of which alpha is told."""
        return [line for line in self.lines if line.said.alpha]

    @property
    def changed(self) -> list[tuple[Line, str, Said | None]]:
        """Return each change with its line and since when; with neither where a line was asked for the first time."""
        if not any(line.changes for line in self.lines):
            return []
        first_time: list[tuple[str, Said | None]] = [] if self.is_of_an_end else [("", None)]
        # a score over other questions than before is not compared, and is not new either
        lines = [line for line in self.lines if line.changes or not line.is_score]
        return [(line, *change) for line in lines for change in line.changes or first_time]

    @property
    def cuts(self) -> list[tuple[str, list[tuple[Line, str, Said]]]]:
        """Return for each cut the scores in each of its groups."""
        found: dict[str, list[tuple[Line, str, Said]]] = {}
        for line in self.lines:
            for name, category, said in line.cells:
                found.setdefault(name, []).append((line, category, said))
        return list(found.items())


def results_of(wave: Wave) -> Results | None:
    """Return the figures of a wave; None where none are out yet. Raises DomainError for figures that were tampered with."""
    publication = Publication.objects.filter(wave=wave).first()
    if publication is None:
        return None
    snapshots = list(publication.snapshots.all())
    newest = snapshots[-1]
    if digest_of(newest.figures) != newest.digest:
        raise DomainError(
            _("The figures of this survey are not those that were written down. Tell whoever runs Rounds.")
        )
    lines = list(_lines(wave, answers_in(newest.figures)))
    notes = [one for one in snapshots if one.reason != WhySnapshot.CLOSED]
    return Results(
        sorted(lines, key=lambda line: not line.is_score),
        snapshots[0].taken_on,
        newest.digest,
        notes,
        is_of_an_end=wave.campaign.instrument.key in BEFORE,
        choices=[one.text for one in _questions(wave) if one.kind in CHOICES],
    )


def _lines(wave: Wave, answers: Answers) -> Iterator[Line]:
    questions = _questions(wave)
    names = {row.key: spoken(row.name) for row in Score.objects.filter(version_id=wave.version_id)}
    formulas = formulas_of(wave.version_id)
    since = _since(wave, answers)
    for ends, members in items_by_ends(questions).items():
        keys = {one.key for one in members}
        for score, formula in formulas.items():
            if set(formula.members) <= keys:
                yield _line(
                    wave, answers, ends, since, members[0], key=score, label=names[score], is_score=True
                )
        for one in members:
            yield _line(wave, answers, ends, since, one, key=one.key, label=one.text, is_score=False)


def _questions(wave: Wave) -> Sequence[Question]:
    about = {"mentor": _("their mentor"), "mentee": _("their mentee")}
    return questions_of(wave.version_id, about=about.get(audience(wave.campaign.audience).about, _("them")))


def _line(
    wave: Wave,
    answers: Answers,
    ends: Ends,
    since: dict[str, str],
    question: Question,
    *,
    key: str,
    label: str,
    is_score: bool,
) -> Line:
    points, scale = question.points, Scale(*ends)
    own = [(ask, figure) for ask, figure in answers.items() if ask.measure == key]
    return Line(
        key=key,
        label=label,
        low=str(points[0][0]) if is_score else points[0][1],
        high=str(points[-1][0]) if is_score else points[-1][1],
        is_score=is_score,
        said=said_of(
            scale,
            mean=_whole(wave, own, Statistic.MEAN),
            spread=_whole(wave, own, Statistic.SPREAD),
            bands=_whole(wave, own, Statistic.BANDS),
            reliability=_whole(wave, own, Statistic.RELIABILITY),
        ),
        changes=[
            (since[_wave_of(ask)], said_of(scale, mean=figure, is_change=True))
            for ask, figure in own
            if ask.statistic == Statistic.CHANGE and _wave_of(ask) in since
        ],
        cells=[
            (ask.group.name, ask.group.category, said_of(scale, mean=figure))
            for ask, figure in own
            if isinstance(ask.group, Cut) and ask.statistic == Statistic.MEAN
        ],
    )


def _whole(wave: Wave, own: Sequence[tuple[Ask, Figure | Hidden]], statistic: Statistic) -> Figure | Hidden:
    """Return what is said over everybody: with late answers where that is told, else of those who answered in time."""
    found = {
        LATE in ask.waves[-1]: figure
        for ask, figure in own
        if ask.statistic == statistic
        and isinstance(ask.group, Whole)
        and all(part.startswith(str(wave.id)) and EARLIER not in part for part in ask.waves)
    }
    late = found.get(True, HIDDEN)
    return late if isinstance(late, Figure) else found.get(False, HIDDEN)


def _wave_of(ask: Ask) -> str:
    """Return the part of a key that says with which answers others are compared."""
    return ask.waves[0].rpartition(":")[0]


def _since(wave: Wave, answers: Answers) -> dict[str, str]:
    """Return in words since when each change is that was asked of a wave."""
    keys = {_wave_of(ask) for ask in answers if ask.statistic == Statistic.CHANGE}
    waves = Wave.objects.select_related("campaign__instrument").in_bulk(
        [key.partition(":")[0] for key in keys]
    )
    own = wave.campaign.instrument.key
    words = {str(one.id): _when(one, own) for one in waves.values()}
    return {
        key: label_of_earlier(wave.campaign.instrument.key)
        if key.endswith(f":{EARLIER}")
        else words[key.partition(":")[0]]
        for key in keys
    }


def _when(earlier: Wave, key: str) -> str:
    """Return in words when an earlier wave was: of the beginning of what has an end, rather than the day on which it closed."""
    is_beginning = earlier.campaign.instrument.key == BEFORE.get(key)
    return _("before the rotation") if is_beginning else date_format(earlier.closes_on, "j M Y")
