"""What words of schedules count as, said once: kept for the next file, by the word or by what its legend calls it.

A code of a legend is never remembered by itself: M is wards in one file and maternity leave in another.
"""

from typing import Any, Final

from rounds.core.clock import now
from rounds.integrations.schedules.values.answers import merged
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.models import RememberedAnswers
from rounds.sheets.schedules import KINDS, Answers, Outcome
from rounds.sheets.text import fold

KINDS_OF_WORDS: Final = "kinds"
SHORTEST: Final = 3


def with_remembered(outcome: Outcome, answers: Answers) -> Answers:
    """Return the answers with kinds that were said of the same words before; what is answered now counts first."""
    kept = _kept()
    names = {one.word: one.name for one in outcome.rotations}
    found = {
        one.key: kept[fold(names[one.key])]
        for one in outcome.questions
        if one.cause == "kind" and kept.get(fold(names.get(one.key, ""))) in KINDS
    }
    fresh = {word: kind for word, kind in found.items() if word not in answers.kinds}
    return merged(answers, Answers(kinds=fresh)) if fresh else answers


def remember_kinds(outcome: Outcome, answers: Answers) -> None:
    """Keep what somebody said that words count as."""
    said = {
        fold(one.name): answers.kinds[one.word]
        for one in outcome.rotations
        if one.word in answers.kinds and len(fold(one.name)) >= SHORTEST
    }
    if said:
        RememberedAnswers.objects.update_or_create(
            kind=ImportKind.SCHEDULE,
            header_digest=KINDS_OF_WORDS,
            defaults={"answers": {**_kept(), **said}, "changed_at": now()},
        )


def _kept() -> dict[str, Any]:
    known = RememberedAnswers.objects.filter(kind=ImportKind.SCHEDULE, header_digest=KINDS_OF_WORDS).first()
    return dict(known.answers) if known else {}
