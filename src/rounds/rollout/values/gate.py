"""The criteria of a pilot's gate: met, not met, or cannot tell; never a number without how many it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.rollout.enums import CriterionKind, Verdict

FLOOR = 5


@dataclass(frozen=True)
class Criterion:
    """One criterion of the gate: what it counts, whether it must be met, and from which value on it is."""

    key: str
    words: Promise
    kind: CriterionKind
    # a share of so many percent at least (or at most); None where a rule of its own says it
    least: float | None = None
    most: float | None = None
    # of people or pairs; hours are not drawn one by one, and have no interval
    is_of_people: bool = True
    # its words say the limit already
    says_limit: bool = False


_MUST, _SHOULD = CriterionKind.MUST, CriterionKind.SHOULD
t = gettext_lazy
CRITERIA = (
    Criterion("coverage", t("Mentees with a mentor"), _MUST, least=0.9),
    Criterion("agreements", t("Agreements signed"), _MUST, least=0.8),
    Criterion("contact", t("Pairs with a conversation in each quarter, the weakest"), _MUST, least=0.75),
    Criterion("harm", t("Reports of harm that nobody has answered"), _MUST),
    Criterion("answered", t("Mentees who answered at the beginning and at the end"), _MUST, least=0.6),
    Criterion("hours", t("Mentors’ used hours against promised"), _MUST, most=1.2, is_of_people=False),
    Criterion("confidence", t("Confidence to lead, before and after"), _SHOULD),
    Criterion("ended", t("Pairs that ended early or changed"), _SHOULD, most=0.15),
    Criterion(
        "office",
        t("Hours of the office for each pair and month, at most 0.5"),
        _SHOULD,
        most=0.5,
        says_limit=True,
    ),
    Criterion(
        "cost",
        t("Cash spent for each pair that has met, within 20% of plan"),
        _SHOULD,
        most=0.2,
        says_limit=True,
    ),
)


@dataclass(frozen=True)
class Read:
    """A criterion as it stands: the verdict, and in words the figure with how many it rests on."""

    criterion: Criterion
    verdict: Verdict
    words: str


def read_share(criterion: Criterion, counted: int | None, of: int | None) -> Read:
    """Return what a share says; unknown, or of fewer than five, it cannot be told."""
    if counted is None or of is None:
        return Read(criterion, Verdict.CANNOT_TELL, _("not known"))
    if of < FLOOR:
        return Read(criterion, Verdict.CANNOT_TELL, _("fewer than five"))
    value = counted / of
    is_met = (criterion.least is None or value >= criterion.least) and (
        criterion.most is None or value <= criterion.most
    )
    known = {"count": counted, "of": of, "percent": round(100 * value)}
    words = _("%(count)s of %(of)s (%(percent)s%%%(interval)s)") % {
        **known,
        "interval": _interval(counted, of) if criterion.is_of_people else "",
    }
    return Read(criterion, Verdict.MET if is_met else Verdict.NOT_MET, words)


def _interval(counted: int, of: int) -> str:
    if not 0 <= counted <= of:
        return ""
    from rounds.evidence.answers.shares import share  # statistics are loaded only where a gate is read

    known = share(counted, of).estimates["share"]
    low, high = round(100 * (known.low or 0)), round(100 * (known.high or 0))
    return _(", interval %(low)s to %(high)s%%") % {"low": low, "high": high}


def read_change(criterion: Criterion, before: Sequence[float], after: Sequence[float]) -> Read:
    """Return what the same people's answers say: met above zero, not met below, else it cannot be told."""
    if len(before) < FLOOR:
        return Read(criterion, Verdict.CANNOT_TELL, _("fewer than five answered both times"))
    from rounds.evidence.answers.changes import paired_change  # as above

    mean = paired_change(before, after).estimates["mean"]
    if mean.low is None or mean.high is None:
        words = _("n %(n)s: everybody changed by the same amount, so no interval can be given")
        return Read(criterion, Verdict.CANNOT_TELL, words % {"n": len(before)})
    return read_interval(criterion, mean.value, mean.low, mean.high, len(before))


def read_interval(criterion: Criterion, value: float, low: float, high: float, n: int) -> Read:
    """Return what a mean change with its interval says."""
    if n < FLOOR:
        return Read(criterion, Verdict.CANNOT_TELL, _("fewer than five answered both times"))
    verdict = Verdict.MET if low > 0 else Verdict.NOT_MET if high < 0 else Verdict.CANNOT_TELL
    words = _("%(value)+.1f points of 10 (interval %(low)+.1f to %(high)+.1f, n %(n)s)")
    return Read(criterion, verdict, words % {"value": value, "low": low, "high": high, "n": n})


def read_harm(criterion: Criterion, unanswered: int, *, is_complete: bool) -> Read:
    """Return whether a report of harm waits for an answer; where nobody says that all are noted, it cannot be told."""
    if unanswered:
        return Read(criterion, Verdict.NOT_MET, _("%(count)s unanswered") % {"count": unanswered})
    if not is_complete:
        return Read(criterion, Verdict.CANNOT_TELL, _("nobody has said that all reports are noted"))
    return Read(criterion, Verdict.MET, _("0 unanswered"))


@dataclass(frozen=True)
class Worked:
    """Hours of the office, None where nobody entered any; the pairs that began, and the months they ran in all."""

    hours: float | None
    pairs: int
    months: float

    @property
    def each(self) -> float | None:
        """Return the hours for each pair and month; None where it cannot be told, or of few pairs."""
        if self.hours is None or self.pairs < FLOOR or not self.months:
            return None
        return self.hours / self.months


def read_worked(criterion: Criterion, worked: Worked) -> Read:
    """Return what the office's hours say; without any entered, or of fewer than five pairs, it cannot be told."""
    if worked.hours is None:
        return Read(criterion, Verdict.CANNOT_TELL, _("nobody has entered hours of the office"))
    if worked.each is None:
        return Read(criterion, Verdict.CANNOT_TELL, _("fewer than five"))
    known = {"hours": f"{worked.hours:g}", "pairs": worked.pairs, "each": f"{worked.each:.2f}"}
    words = _("%(hours)s hours, %(pairs)s pairs: %(each)s a pair and month") % known
    is_met = worked.each <= (criterion.most or 0)
    return Read(criterion, Verdict.MET if is_met else Verdict.NOT_MET, words)


def read_cost(criterion: Criterion, spent: Decimal | None, planned: Decimal | None, pairs: int) -> Read:
    """Return what a pair has cost against what was planned until today; unknown or unchecked, it cannot be told."""
    if spent is None or not planned:
        return Read(
            criterion, Verdict.CANNOT_TELL, _("not booked, not planned, or not checked by a second person")
        )
    off = abs(spent - planned) / planned
    words = _("$%(spent)s a pair, planned $%(planned)s (%(pairs)s pairs)") % {
        "spent": f"{spent:,.2f}",
        "planned": f"{planned:,.2f}",
        "pairs": pairs,
    }
    is_met = float(off) <= (criterion.most or 0)
    return Read(criterion, Verdict.MET if is_met else Verdict.NOT_MET, words)
