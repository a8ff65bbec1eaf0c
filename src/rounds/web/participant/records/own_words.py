"""Rows of one's record in words: what a value says, and what was written under seal."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Field, ForeignKey
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rounds.core.reading import read_id
from rounds.development.models import Entry, Offering, TrainingSession
from rounds.development.selectors.training import title_of
from rounds.framework.models import Indicator
from rounds.mentorships import models as together
from rounds.mentorships.agreements.values.terms import Terms, differences
from rounds.mentorships.debriefs.values import PROMPTS
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.growth.values.acts import ACTS, OFTEN
from rounds.mentorships.growth.values.scale import CLEARED
from rounds.people import models as people
from rounds.programs.models import Cohort, Enrollment
from rounds.surveys import models as surveys
from rounds.surveys.instruments.selectors import questions_of
from rounds.surveys.kinds import kind_of
from rounds.web.auditor.deeds import kind_words
from rounds.web.auditor.words import opening_words, words_of
from rounds.web.participant.records.own_answers import answers_in_words, items_in_words, languages_in_words
from rounds.web.typed.keeping import words_typed
from rounds.web.words.dues import due_words

# What is said only where it is so.
SAID_WHEN_TRUE = frozenset(["by_office", "is_let_go"])
Said = Iterator[tuple[str, str]]


class Names:
    """What rows lead to, in words, each looked up once."""

    def __init__(self, owner_id: UUID) -> None:
        # Whose record it is: said once, at its head.
        self.owner_id = owner_id
        self._known: dict[tuple[Any, Any], str] = {}

    def of(self, row: Any, field: ForeignKey[Any, Any]) -> str:
        """Return what a row leads to, in words; empty for what has none."""
        key = (field.related_model, getattr(row, field.attname))
        if key[1] is None:
            return ""
        if key not in self._known:
            said = _NAMED.get(field.related_model, str)  # type: ignore[arg-type]
            self._known[key] = said(getattr(row, field.name))
        return self._known[key]


def _day(day: date) -> str:
    return date_format(day, "j M Y")


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "j M Y, g:i A")


def _talk(one: together.Conversation) -> str:
    return _day(one.held_on) if one.held_on else _moment(one.starts_at) if one.starts_at else ""


def _pair(one: together.Mentorship) -> str:
    return _("%(mentee)s with %(mentor)s") % {
        "mentee": one.mentee.full_name,
        "mentor": one.mentor.display_name,
    }


def _place(one: Enrollment) -> str:
    return f"{one.cohort.cycle.program.name}, {one.cohort.name}, {one.get_side_display()}"


def _words_of_goal(one: together.Goal) -> str:
    newest = one.words.order_by("-number").first()
    return str(newest.opened()["text"]) if newest else ""


def _due(one: together.DueItem) -> str:
    return due_words(Rule(one.rule), one.due_on) if one.due_on else ""


_NAMED: dict[Any, Callable[[Any], str]] = {
    people.Person: lambda one: str(one.full_name),
    Enrollment: _place,
    Cohort: lambda one: f"{one.cycle.program.name}, {one.name}",
    together.Mentorship: _pair,
    together.Conversation: _talk,
    together.Goal: _words_of_goal,
    together.DueItem: _due,
    together.AgreementVersion: lambda one: (
        _("version %(number)s of %(day)s")
        % {"number": one.number, "day": _day(localtime(one.proposed_at).date())}
    ),
    surveys.Wave: lambda one: str(one.campaign.name),
    surveys.Request: lambda one: str(one.wave.campaign.name),
    Entry: lambda one: str(one.title),
    Offering: lambda one: str(one.entry.title),
    TrainingSession: lambda one: f"{title_of(one.module)}, {_moment(one.starts_at)}",
    together.MilestoneReport: lambda one: _day(localtime(one.written_at).date()),
}


def value_in_words(row: Any, field: Field[Any, Any], names: Names) -> str:
    """Return what a column says of a row; empty where it says nothing."""
    special = _SPECIAL.get((row._meta.object_name, field.name)) or _SPECIAL.get(("", field.name))
    value = getattr(row, field.attname)
    if value in (None, "", [], {}, ()) or (value is False and field.name in SAID_WHEN_TRUE):
        return ""
    if special is not None:
        return special(row)
    if isinstance(field, ForeignKey):
        return names.of(row, field)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, Decimal):
        return f"{float(value):g}"
    if isinstance(value, int):
        return str(number_format(value))
    return ", ".join(str(one) for one in value) if isinstance(value, (list, tuple)) else str(value)


def _reader(row: Any) -> str:
    return str(people.Person.objects.filter(id=row.reader_person_id).first() or "")


_SPECIAL: dict[tuple[str, str], Callable[[Any], str]] = {
    ("AuditEvent", "action"): lambda row: words_of(row.action),
    ("Opening", "kind"): lambda row: opening_words(row.kind, 1),
    ("", "reader_person_id"): _reader,
    ("Person", "languages"): lambda row: languages_in_words(row.languages),
    ("Intake", "answers"): lambda row: answers_in_words(row.answers),
    ("Baseline", "items"): lambda row: items_in_words(row.items),
    ("MailChoice", "weekday"): lambda row: str(WEEKDAYS[row.weekday]) if row.rhythm == "weekly" else "",
    ("MailChoice", "hour"): lambda row: f"{row.hour}:00",
    ("ProposedTimes", "times"): lambda row: "; ".join(_moment(one) for one in row.moments),
    ("AuditEvent", "object_kind"): lambda row: kind_words(row.object_kind),
}


def sealed_in_words(row: Any) -> Said:
    """Yield what was written under seal, each with its name. Whoever asks has found the row for its reader."""
    value = row.opened() if row.sealed else {}
    said = _SEALED.get(row._meta.object_name)
    if said is not None and value:
        yield from ((label, text) for label, text in said(row, value) if text)


def _keys(*named: tuple[str, str]) -> Callable[[Any, Any], Said]:
    """Return how the values of some keys are said."""
    return lambda _row, value: ((str(label), str(value.get(key) or "")) for key, label in named)


def _terms(_row: Any, value: Any) -> Said:
    return ((one.label, one.after) for one in differences(None, Terms.from_json(value)))


def _goal(row: Any, value: Any) -> Said:
    yield _("Goal"), value["text"]
    yield _("How you will notice"), value["measure"]
    yield _("Until"), _day(date.fromisoformat(value["until"])) if value["until"] else ""
    yield _("Steps"), "\n".join(text for _key, text in value["steps"])
    yield _("What it is about"), "\n".join(_indicators(row, value["indicators"]).values())


def _indicators(row: Any, keys: Any) -> dict[str, str]:
    """Return the words of indicators in the version in which they were chosen."""
    found = Indicator.objects.filter(version_id=row.framework_version_id, key__in=list(keys))
    return {one.key: one.text for one in found}


def _ratings(row: Any, value: Any) -> Said:
    for key, text in _indicators(row, value).items():
        words = {None: _("not seen yet"), CLEARED: _("taken away")}
        yield text, words.get(value[key], value[key])


def _debrief(row: Any, value: dict[str, Any]) -> Said:
    yield from ((str(label), value.get(key, "")) for key, label in PROMPTS.items())
    for former in row.former:
        words = "\n".join(f"{PROMPTS[key]}: {text}" for key, text in former.answers.items())
        yield _("Until %(at)s") % {"at": _moment(former.until)}, words


def _feedback(_row: Any, value: Any) -> Said:
    yield _("What helps"), value.get("helps", "")
    yield _("What would help more"), value.get("more", "")
    for act, often in value.get("acts", {}).items():
        yield _("The mentor %(does)s") % {"does": ACTS[act]}, str(OFTEN.get(often, often))


def _survey(row: surveys.Response, value: Any) -> Said:
    asked = row.request
    about = asked.subject.full_name if asked.subject else ""
    for one in questions_of(asked.wave.version_id, about=about):
        if one.key in value:
            yield one.text, kind_of(one).told(value[one.key], one)


def _excluded(_row: Any, value: Any) -> Said:
    yield _("Person"), str(people.Person.objects.filter(id=read_id(str(value["person"]))).first() or "")


def _coaching(_row: Any, value: Any) -> Said:
    yield _("Aims"), "\n".join(value["aims"])
    yield _("Talks"), "\n".join(_day(date.fromisoformat(day)) for day, _seen in value["talks"])
    yield _("What the mentor wrote"), value["mentor"]
    yield _("What the coach wrote"), value["coach"]


def _dossier(_row: Any, value: Any) -> Said:
    yield _("In words"), value["choice"]["words"]
    for part in (value["facts"] or {"sections": ()})["sections"]:
        yield part["title"], "\n".join(f"{what}: {said}" for what, said in part["rows"])


def _step(row: together.GoalMark) -> str:
    newest = row.goal.words.order_by("-number").first()
    steps = dict(newest.opened()["steps"]) if newest else {}
    return str(steps.get(str(row.step), ""))


_SPECIAL["GoalMark", "step"] = _step
_SEALED: dict[str, Callable[[Any, Any], Said]] = {
    "Note": _keys(("text", _("Note"))),
    "GroupNote": _keys(("text", _("Note"))),
    "ChangeRequest": _keys(("text", _("Reason"))),
    "Action": _keys(("text", _("What was agreed"))),
    "AgreementVersion": _terms,
    "StandingTerms": _terms,
    "Debrief": _debrief,
    "Goal": _keys(("reason", _("Why it was let go"))),
    "GoalWords": _goal,
    "GoalEvidence": _keys(("what", _("What happened")), ("link", _("Link, or the name of a file"))),
    "IndicatorRatings": _ratings,
    "RatingAsk": lambda row, value: iter([(_("About"), "\n".join(_indicators(row, value["keys"]).values()))]),
    "Ask": _keys(("question", _("Question")), ("answer", _("Answer"))),
    "OpenFeedback": _feedback,
    "SponsorshipAct": _keys(("what", _("What it was")), ("came", _("What came of it"))),
    "MilestoneReport": _keys(("report", _("Report"))),
    "MilestoneFeedback": _keys(("saw", _("What the mentor saw")), ("next", _("What to try next"))),
    "Rehearsal": _keys(("mentee", _("What the mentee took along")), ("mentor", _("What the mentor saw"))),
    "CoachingPlan": _coaching,
    "Dossier": _dossier,
    "Nomination": _keys(("words", _("What they did"))),
    "Exclusion": _excluded,
    "Response": _survey,
    "CallRequest": _keys(("reach", _("Number, and when it suits"))),
    "Draft": lambda _row, value: iter([(_("What you typed"), "\n".join(words_typed(value)))]),
}
