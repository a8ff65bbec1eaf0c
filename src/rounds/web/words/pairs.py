"""Everything about matching that people read: criteria, rules, gaps, states, one sentence a pair."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rounds.matching.enums import Rule
from rounds.matching.runs.values.reasons import Reasons
from rounds.matching.runs.values.scores import percent
from rounds.people.enums import Tier
from rounds.programs.enums import MilestoneKind
from rounds.programs.values.domains import DOMAIN_WORDS

Words = str | Promise

CRITERIA: Mapping[str, tuple[Words, Words]] = {
    "gaps": (
        gettext_lazy("Skill gaps"),
        gettext_lazy("How much of what the mentee wants to learn the mentor is good at."),
    ),
    "ambition": (
        gettext_lazy("Aspired role"),
        gettext_lazy("How many milestones on the way to it the mentor has reached."),
    ),
    "tier": (
        gettext_lazy("Tier step"),
        gettext_lazy("Whether the mentor is at the next tier up, or at the one aspired to."),
    ),
    "style": (
        gettext_lazy("Leadership style"),
        gettext_lazy("Whether the mentor leads in the way the mentee prefers."),
    ),
    "site": (gettext_lazy("Site"), gettext_lazy("Whether both can meet at the same site.")),
    "modality": (gettext_lazy("Way of meeting"), gettext_lazy("Whether both want to meet in the same way.")),
    "language": (gettext_lazy("Language"), gettext_lazy("Whether both share a language.")),
    "department": (
        gettext_lazy("Department"),
        gettext_lazy("Whether the departments fit as the program prefers."),
    ),
    "specialty": (
        gettext_lazy("Specialty"),
        gettext_lazy("Whether the specialties fit as the program prefers."),
    ),
    "availability": (
        gettext_lazy("Time in common"),
        gettext_lazy("How many hours of the week both are free."),
    ),
    "wishes": (
        gettext_lazy("Mutual wishes"),
        gettext_lazy("Whether they asked for each other, and how high on the list."),
    ),
}

RULE_MEANINGS: Mapping[str, Words] = {
    Rule.TIER: gettext_lazy("A mentor is at a tier above the mentee's."),
    Rule.LINE_MANAGER: gettext_lazy("A line manager does not mentor the people they manage."),
    Rule.PROGRAM_DIRECTOR: gettext_lazy(
        "A program director (PD) does not mentor the trainees of their own program."
    ),
    Rule.EVALUATOR: gettext_lazy("A standing evaluator does not mentor the people they evaluate."),
    Rule.EXCLUSION: gettext_lazy("One of the two asked not to be paired with the other."),
    Rule.ENDED: gettext_lazy("They were proposed or paired before, and it ended."),
    Rule.BAN: gettext_lazy("The program office or the program director (PD) keeps them apart."),
    Rule.MUTUAL: gettext_lazy(
        "Peers never mentor each other in a ring, neither two nor more; who covers more of the others' gaps"
        " mentors, and a pair that runs already keeps its direction."
    ),
    Rule.PANEL: gettext_lazy("The mentor sits on the mentee's panel already."),
    Rule.MINIMUM: gettext_lazy("The pair is under the lowest score that the program allows."),
    Rule.FLOOR: gettext_lazy("The least lucky mentee would have less than this run gives to everybody."),
    Rule.CAPACITY: gettext_lazy("The mentor has no place left."),
    Rule.SELF: gettext_lazy("Nobody mentors themselves."),
    Rule.PERSONAL: gettext_lazy("Not available."),
}
NOTES: Mapping[str, Words] = {
    "committee": gettext_lazy("Sits on the competency committee: does not rate the mentee there"),
    "rotation": gettext_lazy("Attending on a rotation"),
    "section": gettext_lazy("Same section"),
    "exception to line_manager": gettext_lazy("Line manager, by declared exception"),
    "exception to program_director": gettext_lazy("Program director (PD), by declared exception"),
    "exception to evaluator": gettext_lazy("Evaluator, by declared exception"),
}

# why a pair is among the first to look at: badge words, tone, icon
DOUBTS: Mapping[str, tuple[Words, str, str]] = {
    "lowest": (gettext_lazy("Lowest new pair"), "wait", "exclamation-circle"),
    "warned": (gettext_lazy("Stays in with a warning"), "wait", "exclamation-circle"),
    "close": (gettext_lazy("Close call"), "info", "arrow-left-right"),
    "style": (gettext_lazy("Styles differ"), "wait", "exclamation-circle"),
    "time": (gettext_lazy("Little shared time"), "wait", "clock"),
    "gaps": (gettext_lazy("No gap covered"), "wait", "exclamation-circle"),
}
KEPT: Mapping[str, tuple[Words, str]] = {
    "running": (gettext_lazy("Running already"), "lock-fill"),
    "lock": (gettext_lazy("Locked"), "lock-fill"),
    "hand": (gettext_lazy("By hand"), "person-lock"),
}
AIM_WORDS: Mapping[str, Words] = {
    "total": gettext_lazy("The cohort as a whole does best"),
    "fair": gettext_lazy("The least lucky mentee does as well as possible"),
    "stable": gettext_lazy("No mentee and mentor would both rather have each other"),
}
HELP_WANTED = (gettext_lazy("none"), gettext_lazy("a little"), gettext_lazy("much"), gettext_lazy("most"))
UNMATCHED: Mapping[str, tuple[Words, Words]] = {
    "rules": (
        gettext_lazy("Every mentor is ruled out."),
        gettext_lazy(
            "Invite a mentor from another department or a higher tier, or declare an exception with a reason."
        ),
    ),
    "capacity": (
        gettext_lazy("All places of the mentors who could be had are taken."),
        gettext_lazy("One more place with any of them would do."),
    ),
    "minimum": (
        gettext_lazy("Every possible pair is under the lowest score that the program allows."),
        gettext_lazy("Lower that score, or invite more mentors."),
    ),
    "count": (
        gettext_lazy("The pair would cost more than it is worth."),
        gettext_lazy("Put everybody's first mentor first."),
    ),
}


def criterion_title(key: str, priorities: Mapping[str, str]) -> str:
    """Name a criterion; a priority by its own name."""
    if key.startswith("priority:"):
        return priorities.get(key.partition(":")[2], _("Priority"))
    return str(CRITERIA[key][0])


def criterion_meaning(key: str) -> str:
    """Say what a criterion asks; nothing for a priority, whose name says it."""
    return str(CRITERIA[key][1]) if key in CRITERIA else ""


def proven_sentences(sentences: Iterable[str]) -> str:
    """Return what was proven best as one text."""
    return " ".join(_(sentence) for sentence in sentences)


def rule_names(rules: Iterable[str]) -> list[str]:
    """Name rules as they are told."""
    return [str(Rule(rule).label) for rule in rules]


def area_name(key: str) -> str:
    """Name an area of leadership."""
    return str(DOMAIN_WORDS[key][0]) if key in DOMAIN_WORDS else key


def note_words(notes: Iterable[str]) -> list[str]:
    """Say what only warns."""
    return [str(NOTES[note]) for note in notes if note in NOTES]


def sentence(reasons: Reasons, *, mentor: str) -> str:
    """Say in one sentence, for people, why these two fit; no score in it."""
    parts = reason_list(reasons)
    if not parts:
        return _("%(mentor)s has a place, and nothing speaks against this pair.") % {"mentor": mentor}
    return f"{mentor} {get_text_list(parts, _('and'))}."


def reason_list(reasons: Reasons) -> list[str]:
    """List reasons as ends of a sentence that begins with the mentor's name."""
    found = []
    all_gaps = len(reasons.covered) + len(reasons.uncovered)
    if reasons.covered:
        names = get_text_list([area_name(key) for key in reasons.covered[:3]], _("and"))
        if len(reasons.covered) == all_gaps:
            found.append(_("can help with %(names)s, everything asked for") % {"names": names})
        else:
            found.append(
                ngettext(
                    "can help with %(names)s, one of %(all)s gaps",
                    "can help with %(names)s, %(count)s of %(all)s gaps",
                    len(reasons.covered),
                )
                % {"names": names, "count": len(reasons.covered), "all": all_gaps}
            )
    for key, least, words in _FITS:
        part = reasons.part(key)
        if part and not part.missing and part.value >= least:
            found.append(str(words))
    if any(part.key.startswith("priority:") and part.micro for part in reasons.parts):
        found.append(_("knows a priority of the institution"))
    return found[:4]


def reasons_for_mentor(reasons: Reasons) -> list[str]:
    """List the same reasons as a mentor reads them: what the mentee asked for, and what makes it easy."""
    areas = [
        _("would like to learn more about: %(name)s") % {"name": area_name(key)}
        for key in reasons.covered[:3]
    ]
    fits = [
        str(words)
        for key, least, words in _FITS_OF_MENTEE
        if (part := reasons.part(key)) and not part.missing and part.value >= least
    ]
    return [*areas, *fits][:4]


_FITS: Sequence[tuple[str, float, Words]] = (
    ("ambition", 0.5, gettext_lazy("has held a role on the way ahead")),
    ("tier", 0.99, gettext_lazy("is at a career tier that fits")),
    ("style", 0.99, gettext_lazy("leads in the preferred way")),
    ("availability", 0.75, gettext_lazy("is free at the same hours")),
    ("site", 0.99, gettext_lazy("works at the same site")),
)

_FITS_OF_MENTEE: Sequence[tuple[str, float, Words]] = (
    ("ambition", 0.5, gettext_lazy("is on the way to a role that you know")),
    ("style", 0.99, gettext_lazy("looks for the way in which you lead")),
    ("availability", 0.75, gettext_lazy("is free at the same hours")),
    ("site", 0.99, gettext_lazy("works at the same site")),
)


def missing_words(missing: Sequence[str]) -> str:
    """Say whose answer is missing, where the middle was taken instead."""
    if not missing:
        return ""
    return _("no answer, counted as half")


def rival_costs(costs: tuple[int, int] | None, *, name: str, is_full: bool) -> str:
    """Say what another mentor instead would cost the cohort, and where that is not proven."""
    if costs is None:
        return _(
            "What %(name)s instead would cost the cohort is not proven: the pair is kept, or the aim has no sum."
        ) % {"name": name}
    people, micro = costs
    full = _("%(name)s is full.") % {"name": name} + " " if is_full else ""
    if people > 0:
        return full + ngettext(
            "Instead, at least %(count)s mentee would be left without a mentor.",
            "Instead, at least %(count)s mentees would be left without a mentor.",
            people,
        ) % {"count": people}
    if micro <= 0:
        return full + _(
            "Instead, others would have to move; it is not proven that the cohort as a whole would lose by it."
        )
    return full + _("Instead, it would cost the cohort at least %(points)s points in all.") % {
        "points": percent(micro)
    }


def price_words(costs: tuple[int, int] | None, *, is_exact: bool = False) -> str:
    """Say what something costs the cohort, exactly or at least, and where that is not proven."""
    if costs is None:
        return _("not proven")
    people, micro = costs
    points = percent(abs(micro))
    if people > 0:
        exact = ngettext("%(count)s mentee without a mentor", "%(count)s mentees without a mentor", people)
        least = ngettext(
            "at least %(count)s mentee without a mentor",
            "at least %(count)s mentees without a mentor",
            people,
        )
        return (exact if is_exact else least) % {"count": people}
    if micro > 0:
        words = _("%(points)s points in all") if is_exact else _("at least %(points)s points in all")
        return words % {"points": points}
    if not is_exact:
        return _("not proven")
    return _("nothing") if micro == 0 else _("nothing: %(points)s points more in all") % {"points": points}


def need_words(kind: str, code: str, count: int) -> str:
    """Say what more places would help most, as places, never as people."""
    if kind == "expertise":
        what = _("experience in %(what)s") % {"what": area_name(code)}
    elif kind == "milestone":
        what = _("this experience: %(what)s") % {"what": MilestoneKind(code).label}
    elif kind == "tier":
        what = _("the tier %(what)s") % {"what": Tier(code).label}
    else:
        what = _("the site that these mentees asked for")
    return ngettext("One more place with %(what)s", "%(count)s more places with %(what)s", count) % {
        "count": count,
        "what": what,
    }
