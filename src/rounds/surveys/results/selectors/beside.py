"""What mentors say of themselves beside what mentees say, act by act: both are figures that are out, nothing is worked out anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from rounds.surveys.instruments.selectors import questions_of
from rounds.surveys.kinds import kind_of
from rounds.surveys.models import Item, Publication, Request, Response, Wave
from rounds.surveys.publication import Figure
from rounds.surveys.results.selectors.pages import Line, results_of
from rounds.surveys.results.values.saying import FINE, HAIR, Said

# the same acts, asked of one side and of the other
OTHER_SIDE = {"mentor_self": "midpoint", "midpoint": "mentor_self"}
ACT = "act_"
# the ends of their scale: near them a mean is told as "4.8 or more"
LOW, HIGH = 1, 5
# further apart they are of two times
WITHIN = timedelta(days=120)


@dataclass(frozen=True)
class Act:
    """One act: as mentors say it, as mentees say it, and how far the two lie apart where both are told finely."""

    text: str
    mentors: Said
    mentees: Said
    gap: str
    # of one mentor's own page: what they answered
    own: str = ""


@dataclass(frozen=True)
class Beside:
    """A wave of mentors about themselves beside one of mentees, in the order of the questions."""

    mentors: Wave
    mentees: Wave
    acts: list[Act]


def beside_of(wave: Wave) -> Beside | None:
    """Return a published wave beside the one of the other side nearest to it; None where there is none."""
    other = _other(wave)
    if other is None:
        return None
    is_of_mentors = wave.campaign.instrument.key == "mentor_self"
    mentors, mentees = (wave, other) if is_of_mentors else (other, wave)
    said, heard = _lines(mentors), _lines(mentees)
    acts = [
        Act(line.label, line.said, heard[key].said, _gap(line.said, heard[key].said))
        for key, line in said.items()
        if key in heard
    ]
    return Beside(mentors, mentees, acts) if acts else None


def is_beside(wave: Wave) -> bool:
    """Tell whether a wave can be read beside one of the other side."""
    return _other(wave) is not None


def own_beside(request: Request) -> Beside | None:
    """Return one mentor's own answers beside what the program's mentees say together; None before both are out."""
    found = beside_of(request.wave) if request.wave.campaign.instrument.key == "mentor_self" else None
    response = Response.objects.filter(request=request).first()
    if found is None or response is None:
        return None
    answers = response.opened()
    said = {
        one.text: kind_of(one).told(answers[one.key], one)
        for one in questions_of(request.wave.version_id)
        if one.key in answers
    }
    acts = [Act(one.text, one.mentors, one.mentees, one.gap, said.get(one.text, "")) for one in found.acts]
    return Beside(found.mentors, found.mentees, acts)


def _other(wave: Wave) -> Wave | None:
    key = OTHER_SIDE.get(wave.campaign.instrument.key)
    if key is None or not Publication.objects.filter(wave=wave).exists():
        return None
    rows = Wave.objects.filter(
        campaign__instrument__key=key,
        campaign__scope_id=wave.campaign.scope_id,
        publication__isnull=False,
        closes_on__range=(wave.closes_on - WITHIN, wave.closes_on + WITHIN),
    )
    near = sorted(
        rows.select_related("campaign__instrument"), key=lambda one: abs(one.closes_on - wave.closes_on)
    )
    return near[0] if near else None


def _lines(wave: Wave) -> Mapping[str, Line]:
    """Return the lines of the acts of a wave by what they mean."""
    results = results_of(wave)
    keys = dict(
        Item.objects.filter(version_id=wave.version_id, bank_key__startswith=ACT).values_list(
            "key", "bank_key"
        )
    )
    return {keys[one.key]: one for one in results.lines if one.key in keys} if results else {}


def _gap(mentors: Said, mentees: Said) -> str:
    """Return how much more mentors say than mentees, from what is printed of both; nothing where one is told coarsely."""
    if not (_is_fine(mentors) and _is_fine(mentees)):
        return ""
    gap = round(_middle(mentors) - _middle(mentees), 1)
    said = {"gap": number_format(abs(gap), 1)}
    if gap > 0:
        return _("mentors say %(gap)s more") % said
    return _("mentees say %(gap)s more") % said if gap < 0 else _("the same")


def _is_fine(said: Said) -> bool:
    """Tell whether a mean is printed as one number, as one within a tenth is."""
    if not isinstance(said.mean, Figure):
        return False
    low, high = said.mean.limits["mean"]
    return high - low <= FINE + HAIR and low > LOW + HAIR and high < HIGH - HAIR


def _middle(said: Said) -> float:
    low, high = said.mean.limits["mean"] if isinstance(said.mean, Figure) else (0.0, 0.0)
    return (low + high) / 2
