"""What was learned of criteria, in words: what went with what, never what made what."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.insights.models import WeightProposal
from rounds.insights.selectors.learning import changes_of, numbers_of
from rounds.matching.models import MatchRun
from rounds.web.addresses import address
from rounds.web.words.pairs import criterion_title

ALIKE, NOT_PREDICTED, TOO_FEW = "alike", "not_predicted", "too_few"


@dataclass(frozen=True)
class Line:
    """One criterion: its weight, and what went with it beyond that."""

    title: str
    weight: int
    words: str
    tried: int | None


@dataclass(frozen=True)
class Changed:
    """One weight as it is and as it would be; `is_proposed` where the years speak of it, else it gives way."""

    title: str
    now: int
    then: int
    is_proposed: bool


def found_words(finding: WeightProposal) -> list[str]:
    """Say what a finding rests on, and why it proposes nothing where it doesn't."""
    told = finding.result
    said = [_counted(told)]
    if told["reason"] == TOO_FEW:
        pairs, cohorts, mentors = told["least"]
        said.append(
            _(
                "Not enough pairs yet: %(pairs)s pairs of %(cohorts)s cohorts with %(mentors)s mentors are needed. "
                "Until then a program learns from its people, not from this page."
            )
            % {"pairs": pairs, "cohorts": cohorts, "mentors": mentors}
        )
    elif told["reason"] == ALIKE:
        said.append(
            _("All pairs held the same share of what they agreed on: nothing can be learned from that.")
        )
    elif told["reason"] == NOT_PREDICTED:
        said.append(
            _("Something stands out, but does not predict a cohort that was left out: nothing is proposed.")
        )
    elif not finding.proposed:
        said.append(_("Nothing speaks clearly against the present weights: nothing is proposed."))
    return said


def _counted(told: dict[str, int]) -> str:
    pairs = ngettext(
        "%(count)s pair whose year is over", "%(count)s pairs whose year is over", told["pairs"]
    ) % {"count": told["pairs"]}
    rest = _("%(pairs)s, %(cohorts)s cohorts, %(mentors)s mentors.") % {
        "pairs": pairs,
        "cohorts": told["cohorts"],
        "mentors": told["mentors"],
    }
    if told["left"]:
        rest += " " + _("Left out because somebody left the institution: %(count)s.") % {
            "count": told["left"]
        }
    if told["without_run"]:
        rest += " " + _("Left out because they came from no match: %(count)s.") % {
            "count": told["without_run"]
        }
    return rest


def lines_of(finding: WeightProposal) -> list[Line]:
    """Return the criteria, the heaviest first."""
    rows = sorted(finding.result["lines"], key=lambda one: (-one["weight"], one["key"]))
    return [
        Line(
            criterion_title(row["key"], {}),
            row["weight"],
            _went_with(row),
            finding.proposed.get(row["key"]),
        )
        for row in rows
    ]


def _went_with(row: dict[str, int]) -> str:
    if "points" not in row:
        return _("Can’t be learned: all pairs were alike in it.")
    return _("%(points)s (90%% interval %(low)s to %(high)s)") % {
        name: _signed(row[name]) for name in ("points", "low", "high")
    }


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


def changes_in(finding: WeightProposal) -> list[Changed]:
    """Return each weight that would be another one, the proposed ones first."""
    names = {str(key): name for key, name in finding.program.priorities.values_list("id", "name")}
    rows = [
        Changed(_title(key, names), now, then, key in finding.proposed)
        for key, (now, then) in changes_of(finding).items()
    ]
    return sorted(rows, key=lambda one: (not one.is_proposed, -one.now, one.title))


def _title(key: str, priorities: dict[str, str]) -> str:
    return priorities.get(key) or criterion_title(key, {})


def try_address(request: Request, run: MatchRun, finding: WeightProposal) -> str:
    """Return the what-if page of a run with the proposed weights typed in: it shows the pairs that would change."""
    numbers = {f"w_{key}": number for key, number in numbers_of(finding).items()}
    return f"{address(request, 'matching:what_if', run_id=run.id)}?{urlencode(numbers)}"
