"""Everything that is kept about somebody, as rows: what is about them and what they may read, nothing that others keep to themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Field, ForeignKey, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.core.access import Viewer
from rounds.core.audit.log import list_events_about
from rounds.core.models import Opening, SealedRecord
from rounds.core.reading import read_id
from rounds.mentorships import models as together
from rounds.mentorships.enums import Audience
from rounds.mentorships.selectors import own_mentorships
from rounds.people import models as people
from rounds.programs import models as programs

Rows = QuerySet[Any, Any]
# What says nothing to its owner.
LEFT_OUT = frozenset(
    {"institution", "sealed", "entry_id", "folded_given", "folded_family", "merged_into", "user"}
)


@dataclass(frozen=True)
class Part:
    """One kind of row: its key in the file, what it is called, and which rows of it are somebody's."""

    key: str
    label: str | Promise
    rows: Callable[[Viewer], Rows]
    # Which columns, where not all of them are for somebody.
    only: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """The rows of a part, each as names with values."""

    key: str
    label: str
    rows: list[dict[str, Any]]


def _of(model: Any, path: str) -> Callable[[Viewer], Rows]:
    """Return the rows of a model that lead to somebody."""
    return lambda viewer: model.objects.filter(**{path: viewer.own_id})


def _pairs(viewer: Viewer) -> Rows:
    return own_mentorships(viewer).order_by().values("id")


def _in_pairs(model: Any, path: str = "mentorship_id") -> Callable[[Viewer], Rows]:
    """Return the rows of a model of the pairs that somebody may know of."""
    return lambda viewer: model.objects.filter(**{f"{path}__in": _pairs(viewer)})


def _notes(viewer: Viewer) -> Rows:
    readable = Q(author_id=viewer.own_id) | Q(audience=Audience.PAIR)
    return together.Note.objects.filter(readable, mentorship_id__in=_pairs(viewer))


PARTS: tuple[Part, ...] = (
    Part("person", _("Who you are"), _of(people.Person, "id")),
    Part("career_stages", _("Career stages"), _of(people.CareerStage, "person_id")),
    Part("training_programs", _("Training programs"), _of(people.TrainingProgramMember, "person_id")),
    Part("authority", _("Who has authority over you"), _of(people.AuthorityLine, "subject_id")),
    Part("roles", _("Roles"), _of(people.RoleAssignment, "person_id")),
    Part("program_roles", _("Roles in programs"), _of(programs.ProgramRole, "person_id")),
    Part("consents", _("Consents"), _of(people.Consent, "person_id")),
    Part("mentor_training", _("Mentor training"), _of(people.TrainingRecord, "person_id")),
    Part("days_away", _("Days away"), _of(people.Leave, "person_id")),
    Part("enrollments", _("Places in programs"), _of(programs.Enrollment, "person_id")),
    Part(
        "intake",
        _("Intake answers"),
        lambda viewer: programs.Intake.objects.filter(enrollment__person_id=viewer.own_id).exclude(
            submitted_at=None
        ),
    ),
    Part("baselines", _("Answers before the first pair"), _of(programs.Baseline, "enrollment__person_id")),
    Part("cards", _("Introduction cards"), _of(programs.IntroductionCard, "enrollment__person_id")),
    Part("wishes", _("Whom you wish for"), _of(programs.Wish, "enrollment__person_id")),
    Part(
        "exclusions", _("Whom you must not be paired with"), _of(programs.Exclusion, "enrollment__person_id")
    ),
    Part(
        "pairs",
        _("Pairs"),
        lambda viewer: together.Mentorship.objects.filter(id__in=_pairs(viewer)),
        only=frozenset({"mentee", "mentor", "cycle", "state", "opened_on", "ended_on", "planned_end_on"}),
    ),
    Part("usual_terms", _("Your usual terms"), _of(together.StandingTerms, "enrollment__person_id")),
    Part("agreements", _("Agreements"), _in_pairs(together.AgreementVersion)),
    Part("signatures", _("Signatures"), _in_pairs(together.Signature, "version__mentorship_id")),
    Part(
        "conversations",
        _("Conversations"),
        lambda viewer: together.Conversation.objects.filter(
            mentorship_id__in=_pairs(viewer), taken_back_at=None
        ),
    ),
    Part("notes", _("Notes that you may read"), _notes),
    Part("agreed", _("What was agreed for next time"), _in_pairs(together.Action)),
    Part("goals", _("Goals"), _of(together.Goal, "mentee_id")),
    Part("goal_evidence", _("Evidence of goals"), _of(together.GoalEvidence, "goal__mentee_id")),
    Part(
        "goal_words",
        _("Words of goals"),
        lambda viewer: together.GoalWords.objects.filter(
            goal__mentee_id=viewer.own_id, number=F("goal__version")
        ),
    ),
    Part(
        "ratings",
        _("Ratings"),
        lambda viewer: together.IndicatorRatings.objects.filter(
            Q(rated_by_id=viewer.own_id) | Q(mentee_id=viewer.own_id)
        ),
    ),
    Part("debriefs", _("Debriefs"), _in_pairs(together.Debrief)),
    Part("asks", _("Questions between conversations"), _in_pairs(together.Ask)),
    Part("feedback", _("Open feedback"), _in_pairs(together.OpenFeedback)),
    Part("reports", _("Reports of the milestone"), _in_pairs(together.MilestoneReport)),
    Part("lost_time", _("Lost time"), _of(together.LostTime, "enrollment__person_id")),
    Part(
        "opened",
        _("Who opened what you wrote"),
        _of(Opening, "owner_person_id"),
        only=frozenset({"kind", "on", "reader_person_id"}),
    ),
    Part(
        "done_with_it",
        _("What others did with your record"),
        list_events_about,
        only=frozenset({"at", "action", "by_name"}),
    ),
)


def own_tables(viewer: Viewer) -> list[Table]:
    """Return what is kept about somebody, part by part; parts without rows are left out."""
    found = []
    for part in PARTS:
        names = _Names()
        rows = [_row(one, part, names) for one in part.rows(viewer).order_by("pk")]
        if rows:
            found.append(Table(part.key, str(part.label), rows))
    return found


class _Names:
    """Names of what rows lead to, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, Any], str] = {}

    def of(self, row: Any, field: ForeignKey[Any, Any]) -> str:
        """Return what a row leads to, in words; empty for what has none."""
        key = (field.related_model, getattr(row, field.attname))
        if key[1] is None:
            return ""
        if key not in self._known:
            words = str(getattr(row, field.name))
            self._known[key] = "" if " object (" in words else words
        return self._known[key]


def _row(row: Any, part: Part, names: _Names) -> dict[str, Any]:
    found = {name: value for name, value in _values(row, part, names) if value not in ("", None, [], {})}
    if isinstance(row, SealedRecord) and row.sealed:
        found["text"] = _said(row.opened())
    return found


def _said(text: Any) -> Any:
    """Return what is sealed; a person in it by name."""
    if not isinstance(text, dict) or "person" not in text:
        return text
    named = people.Person.objects.filter(id=read_id(str(text["person"]))).first()
    return {**text, "person": str(named) if named else ""}


def _values(row: Any, part: Part, names: _Names) -> Iterator[tuple[str, Any]]:
    for field in row._meta.concrete_fields:
        is_shown = field.name in part.only if part.only else field.name not in LEFT_OUT
        if is_shown and not field.primary_key:
            yield field.name, _value(row, field, names)


def _value(row: Any, field: Field[Any, Any], names: _Names) -> Any:
    if isinstance(field, ForeignKey):
        return names.of(row, field)
    value = getattr(row, field.attname)
    if field.name == "reader_person_id":
        return str(people.Person.objects.filter(id=value).first() or "")
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value if isinstance(value, (str, int, float, bool, list, dict)) or value is None else str(value)
