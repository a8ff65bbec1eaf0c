"""What a mentee and a mentor say at intake, coded: the frozen schema that matching reads.

`from_json` accepts what the form or an import collected and raises AnswerError, whose message names
the answer and the fix; `to_json` gives the canonical form that is stored. Hours are whole hours of the
week in the person's own zone: 0 is Monday 0:00-1:00, 167 is Sunday 23:00-24:00.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, Self

from django.utils.translation import gettext as _

from rounds.core.errors import DomainError
from rounds.people.enums import Tier
from rounds.programs.enums import BudgetBand, MilestoneKind, Modality, Style

DOMAINS: Final = ("SELF", "ETH", "TEAM", "DEV", "IMP", "STR", "FIN", "POL")
WEEK_HOURS: Final = 168
VARIES: Final = "varies"
Hours = tuple[int, ...] | Literal["varies"]
LONGEST_TEXT: Final = 2_000


class AnswerError(DomainError):
    """An answer can't be used; `field` names it."""


@dataclass(frozen=True)
class Milestone:
    """One thing that a mentor has done; only a budget has a band."""

    kind: str
    band: str = ""


@dataclass(frozen=True)
class MenteeAnswers:
    """A mentee's coded answers; `hours` empty means not answered, "varies" is an answer."""

    gaps: Mapping[str, int] = field(default_factory=dict)  # domain key -> importance 0-3
    aspired_tier: str = ""
    aspired_roles: tuple[str, ...] = ()  # MilestoneKind values
    style: str = ""
    modalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # codes such as "en", "es"
    sites: tuple[str, ...] = ()  # ids of sites where meeting in person is possible
    interests: Mapping[str, int] = field(default_factory=dict)  # priority id -> 0-3
    hours: Hours = ()
    zone: str = ""
    goals: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            gaps=_levels(data, "gaps", top=3, keys=DOMAINS),
            aspired_tier=_choice(data, "aspired_tier", Tier.values),
            aspired_roles=_choices(data, "aspired_roles", MilestoneKind.values),
            style=_choice(data, "style", Style.values),
            interests=_levels(data, "interests", top=3),
            goals=_text(data, "goals"),
            **_shared(data),
        )

    def to_json(self) -> dict[str, Any]:
        return _plain(self)

    def missing(self) -> tuple[str, ...]:
        """Return the required answers that are not given."""
        return tuple(
            name
            for name, given in (
                ("gaps", any(self.gaps.values())),
                ("modalities", bool(self.modalities)),
                ("hours", bool(self.hours)),
            )
            if not given
        )


@dataclass(frozen=True)
class MentorAnswers:
    """A mentor's coded answers."""

    expertise: Mapping[str, int] = field(default_factory=dict)  # domain key -> level 0-5
    milestones: tuple[Milestone, ...] = ()
    styles: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    experience: Mapping[str, int] = field(default_factory=dict)  # priority id -> 0-2
    hours: Hours = ()
    zone: str = ""
    hours_per_month: int | None = None
    trained: bool | None = None  # whether mentor training was done, as the mentor says
    training_hours: int | None = None  # hours of it so far
    topics: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            expertise=_levels(data, "expertise", top=5, keys=DOMAINS),
            milestones=_milestones(data.get("milestones") or ()),
            styles=_choices(data, "styles", Style.values, at_most=2),
            experience=_levels(data, "experience", top=2),
            hours_per_month=_whole(data, "hours_per_month", 0, 40),
            trained=_yes_or_no(data, "trained"),
            training_hours=_whole(data, "training_hours", 0, 500),
            topics=_text(data, "topics"),
            **_shared(data),
        )

    def to_json(self) -> dict[str, Any]:
        return _plain(self)

    def missing(self) -> tuple[str, ...]:
        """Return the required answers that are not given."""
        return tuple(
            name
            for name, given in (
                ("expertise", any(self.expertise.values())),
                ("modalities", bool(self.modalities)),
                ("hours", bool(self.hours)),
            )
            if not given
        )


Answers = MenteeAnswers | MentorAnswers


def answers_from_json(side: str, data: Mapping[str, Any]) -> Answers:
    """Return the answers of a side ("mentee" or "mentor") from their stored form."""
    return MenteeAnswers.from_json(data) if side == "mentee" else MentorAnswers.from_json(data)


# the kinds of answers


def _shared(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "modalities": _choices(data, "modalities", Modality.values),
        "languages": tuple(sorted(set(map(str, _listed(data, "languages"))))),
        "sites": tuple(sorted(set(map(str, _listed(data, "sites"))))),
        "hours": hours_from_json(data.get("hours")),
        "zone": str(data.get("zone") or ""),
    }


def hours_from_json(value: Any) -> Hours:
    """Return sorted hours of the week, or "varies"; () where nothing was said."""
    if value == VARIES:
        return VARIES
    if not value:
        return ()
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise AnswerError(_("Availability: a list of hours of the week, or that it varies."), field="hours")
    hours = set(value)
    if any(isinstance(hour, bool) or not isinstance(hour, int) for hour in hours):
        raise AnswerError(_("Availability: hours of the week are whole numbers."), field="hours")
    if any(not 0 <= hour < WEEK_HOURS for hour in hours):
        raise AnswerError(_("Availability: hours of the week run from 0 to 167."), field="hours")
    return tuple(sorted(hours))


def _levels(
    data: Mapping[str, Any], name: str, *, top: int, keys: Collection[str] | None = None
) -> dict[str, int]:
    given = data.get(name) or {}
    if not isinstance(given, Mapping):
        raise AnswerError(_("%(name)s: one number for each line.") % {"name": name}, field=name)
    levels = {}
    for key, level in sorted(given.items()):
        if keys is not None and key not in keys:
            raise AnswerError(_("%(name)s: %(key)s is not known.") % {"name": name, "key": key}, field=name)
        if level is None:
            continue
        if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= top:
            raise AnswerError(
                _("%(name)s, %(key)s: choose a whole number from 0 to %(top)s.")
                % {"name": name, "key": key, "top": top},
                field=name,
            )
        levels[str(key)] = level
    return levels


def _choice(data: Mapping[str, Any], name: str, known: Collection[str]) -> str:
    value = data.get(name) or ""
    if value and value not in known:
        raise AnswerError(
            _("%(name)s: “%(value)s” is not one of the choices.") % {"name": name, "value": value},
            field=name,
        )
    return str(value)


def _choices(
    data: Mapping[str, Any], name: str, known: Collection[str], *, at_most: int | None = None
) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(str(value) for value in _listed(data, name)))
    for value in values:
        if value not in known:
            raise AnswerError(
                _("%(name)s: “%(value)s” is not one of the choices.") % {"name": name, "value": value},
                field=name,
            )
    if at_most is not None and len(values) > at_most:
        raise AnswerError(
            _("%(name)s: choose at most %(most)s.") % {"name": name, "most": at_most}, field=name
        )
    order = list(known)
    return tuple(sorted(values, key=order.index))


def _listed(data: Mapping[str, Any], name: str) -> Iterable[Any]:
    value = data.get(name) or ()
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise AnswerError(_("%(name)s: a list is needed.") % {"name": name}, field=name)
    return value


def _milestones(value: Any) -> tuple[Milestone, ...]:
    found = set()
    for entry in value:
        kind = _choice(entry, "kind", MilestoneKind.values)
        band = _choice(entry, "band", BudgetBand.values)
        if not kind:
            raise AnswerError(_("A milestone needs its kind."), field="milestones")
        if band and kind != MilestoneKind.BUDGET:
            raise AnswerError(_("Only a budget has a size."), field="milestones")
        if kind == MilestoneKind.BUDGET and not band:
            raise AnswerError(_("Budget: choose its size."), field="milestones")
        found.add(Milestone(kind, band))
    order = MilestoneKind.values
    bands = ["", *BudgetBand.values]
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), bands.index(one.band))))


def _whole(data: Mapping[str, Any], name: str, low: int, high: int) -> int | None:
    value = data.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise AnswerError(
            _("%(name)s: a whole number from %(low)s to %(high)s.")
            % {"name": name, "low": low, "high": high},
            field=name,
        )
    return value


def _yes_or_no(data: Mapping[str, Any], name: str) -> bool | None:
    value = data.get(name)
    if value is not None and not isinstance(value, bool):
        raise AnswerError(_("%(name)s: yes or no.") % {"name": name}, field=name)
    return value


def _text(data: Mapping[str, Any], name: str) -> str:
    text = str(data.get(name) or "").strip()
    if len(text) > LONGEST_TEXT:
        raise AnswerError(
            _("%(name)s: %(length)s characters are too many; %(most)s fit.")
            % {"name": name, "length": len(text), "most": LONGEST_TEXT},
            field=name,
        )
    return text


def _plain(answers: Answers) -> dict[str, Any]:
    """Return JSON values only, lists for tuples, with keys in order."""
    plain = asdict(answers)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in sorted(plain.items())}
