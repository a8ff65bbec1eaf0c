"""One person's way through intake: prefilled, saved topic by topic, checked, sent.

What was typed is kept as it was typed, right or wrong, in one sealed draft for each person who types and each enrollment.
Each page carries a digest of its topic as it was loaded: where another window has changed that topic
since, neither text is overwritten and whoever types chooses.
"""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.forms import MultipleChoiceField
from django.http import QueryDict

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.drafts import DraftChanged, SavedDraft, discard_draft, load_draft, save_draft
from rounds.people.models import CareerStage
from rounds.people.selectors import current_stages, sites_by_name, training_of
from rounds.people.selectors.merged_places import places_today, sites_today
from rounds.programs.enums import INTAKE_MINUTES, Side
from rounds.programs.forms.topic import Data, FormContext, TopicForm, Values
from rounds.programs.forms.topics import topics_for
from rounds.programs.models import Enrollment, Intake
from rounds.programs.selectors import (
    baseline_of,
    card_of,
    current_intakes,
    exclusions_of,
    intake_before,
    priorities_on,
    wishes_of,
)
from rounds.programs.services import BaselineFacts, CardWords, Submission, complete_intake, note_topic
from rounds.programs.values.answers import answers_from_json

NOT_ANSWERS = {"csrfmiddlewaretoken", "go", "seen", "find", "typed_by", "typed_seen"}


class TopicChanged(Exception):
    """Another window has saved this topic since it was loaded; `theirs` is what it holds."""

    def __init__(self, theirs: Data) -> None:
        super().__init__("topic changed in another window")
        self.theirs = theirs


@dataclass(frozen=True)
class Step:
    """One topic as the list of topics shows it."""

    topic: type[TopicForm]
    number: int
    is_answered: bool


class IntakeFlow:
    """The forms of one enrollment, for one person who types."""

    def __init__(self, viewer: Viewer, enrollment: Enrollment, *, with_draft: bool = True) -> None:
        self.viewer, self.enrollment = viewer, enrollment
        self.form_key = f"intake:{enrollment.id}"
        self.is_own = viewer.person_id == enrollment.person_id
        self.latest: Intake | None = current_intakes([enrollment.id]).get(enrollment.id)
        self._stage = current_stages([enrollment.person_id]).get(enrollment.person_id)
        self.context = _context_for(enrollment, self._stage, is_own=self.is_own)
        self.topics = topics_for(self.context)
        self._prefilled: Values | None = None
        self._draft: SavedDraft | None = load_draft(viewer, self.form_key) if with_draft else None

    @property
    def submitted_version(self) -> int:
        return self.latest.version if self.latest and self.latest.submitted_at else 0

    @property
    def saved(self) -> dict[str, Data]:
        topics: dict[str, Data] = self._draft.value["topics"] if self._draft else {}
        return topics

    @property
    def saved_at(self) -> Any:
        return self._draft.saved_at if self._draft else None

    def topic(self, key: str) -> type[TopicForm]:
        """Return a topic by its key; KeyError for one that is not asked here."""
        return {topic.key: topic for topic in self.topics}[key]

    def data(self, topic: type[TopicForm]) -> Data:
        """Return what the page of a topic holds: as saved, else prefilled."""
        saved = self.saved.get(topic.key)
        return saved if saved is not None else topic.data_of(self._prefill(), self.context)

    def form(self, topic: type[TopicForm]) -> TopicForm:
        """Return a topic's form to be filled in."""
        form = topic(context=self.context)
        for name, values in self.data(topic).items():
            if name in form.fields:
                many = isinstance(form.fields[name], MultipleChoiceField)
                form.initial[name] = values if many else values[0] if values else ""
        return form

    def bound(self, topic: type[TopicForm], data: Data | None = None) -> TopicForm:
        """Return a topic's form with answers in it, to be checked."""
        query = QueryDict(mutable=True)
        for name, values in (self.data(topic) if data is None else data).items():
            query.setlist(name, values)
        return topic(query, context=self.context)

    def seen(self, topic: type[TopicForm]) -> str:
        """Return a digest of a topic as it is now, for the page to carry."""
        return _digest(self.saved.get(topic.key))

    def keep(self, topic: type[TopicForm], data: Data, *, seen: str | None) -> None:
        """Save what was typed; raises TopicChanged where another window saved the topic since `seen`."""
        if seen is not None and seen != self.seen(topic) and data != self.saved.get(topic.key):
            raise TopicChanged(self.data(topic))
        value = {"base": self._base(), "topics": {**self.saved, topic.key: data}}
        version = self._draft.version if self._draft else 0
        try:
            self._draft = save_draft(by=self.viewer, form_key=self.form_key, value=value, version=version)
        except DraftChanged as changed:
            # Another request saved between our load and our save: look again, once.
            self._draft = changed.theirs
            if seen is not None and seen != self.seen(topic):
                raise TopicChanged(self.data(topic)) from None
            value["topics"] = {**self.saved, topic.key: data}
            self._draft = save_draft(
                by=self.viewer, form_key=self.form_key, value=value, version=changed.theirs.version
            )
        note_topic(by=self.viewer, enrollment=self.enrollment, topic=topic.key)

    def steps(self) -> list[Step]:
        return [
            Step(topic, number, topic.key in self.saved or self.submitted_version > 0)
            for number, topic in enumerate(self.topics, 1)
        ]

    def next_after(self, topic: type[TopicForm]) -> type[TopicForm] | None:
        place = self.topics.index(topic) + 1
        return self.topics[place] if place < len(self.topics) else None

    def before(self, topic: type[TopicForm]) -> type[TopicForm] | None:
        place = self.topics.index(topic)
        return self.topics[place - 1] if place else None

    def first_open(self) -> type[TopicForm] | None:
        """Return the first topic that nobody has answered yet; None when it is time to check."""
        return next((step.topic for step in self.steps() if not step.is_answered), None)

    def minutes_left(self, topic: type[TopicForm]) -> int:
        """Return about how long the rest takes: before the first topic what home says of the whole form."""
        seconds = [one.seconds for one in self.topics]
        share = sum(seconds[self.topics.index(topic) :]) / sum(seconds)
        return max(1, round(INTAKE_MINUTES[Side(self.enrollment.side)] * share))

    def checked(self) -> list[TopicForm]:
        """Return every topic's form with its answers, validated."""
        forms = [self.bound(topic) for topic in self.topics]
        for form in forms:
            form.is_valid()
        return forms

    def send(self) -> Intake | None:
        """Submit everything; None where a topic is not valid. Raises OutOfOrder when somebody was first."""
        forms = self.checked()
        if not all(form.is_valid() for form in forms):
            return None
        values: Values = {}
        for form in forms:
            values |= form.values()
        intake = complete_intake(
            by=self.viewer,
            enrollment=self.enrollment,
            submission=_submission(self.context.side, values),
            baseline=_baseline(values),
            card=CardWords(
                **{name: values[name] for name in ("headline", "about", "ask_me_about", "approve")}
            ),
            expected_version=self._base(),
        )
        discard_draft(by=self.viewer, form_key=self.form_key)
        return intake

    def forget(self) -> None:
        """Throw the draft away: what was submitted before stays."""
        discard_draft(by=self.viewer, form_key=self.form_key)

    def _base(self) -> int:
        return int(self._draft.value["base"]) if self._draft else self.submitted_version

    def _prefill(self) -> Values:
        if self._prefilled is None:
            self._prefilled = _prefill(self.enrollment, self.latest, self._stage)
        return self._prefilled


def posted(query: QueryDict) -> Data:
    """Return what a page sent, without its buttons and marks."""
    return {name: values for name, values in query.lists() if name not in NOT_ANSWERS and any(values)}


def _digest(data: Data | None) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def _context_for(enrollment: Enrollment, stage: CareerStage | None, *, is_own: bool) -> FormContext:
    zone = (stage.site.timezone if stage and stage.site else "") or enrollment.institution.timezone
    day = institution_today()
    priorities = priorities_on(
        enrollment.cohort.cycle.program_id, max(day, enrollment.cohort.cycle.starts_on)
    )
    return FormContext(
        side=enrollment.side,
        zone=zone,
        is_own=is_own,
        tier=stage.tier if stage else "",
        sites=tuple((str(site.id), site.name) for site in sites_by_name()),
        priorities=tuple((str(one.id), one.name, one.rationale) for one in priorities),
    )


def _prefill(enrollment: Enrollment, latest: Intake | None, stage: CareerStage | None) -> Values:
    """Gather what is known already: roster, last year, an import, what was sent before; the last wins."""
    values: Values = {
        "languages": list(enrollment.person.languages or []),
        "sites": [str(stage.site_id)] if stage and stage.site_id else [],
        "headline": _headline(stage),
    }
    earlier = None if latest and latest.submitted_at else intake_before(enrollment)
    cards = [card_of(enrollment.id)]
    if earlier is not None:
        values |= _given(earlier.answers)
        cards.append(card_of(earlier.enrollment_id))
    if latest is not None:
        values |= _given(latest.answers)
    if values["sites"]:
        values["sites"] = list(sites_today(values["sites"], places_today("site")))
    if "trained" not in values and (values.get("training_hours") or training_of(enrollment.person_id)):
        values["trained"] = True
    values["priorities"] = values.get("interests") or values.get("experience") or {}
    for name in ("demand", "capacity", "outside_mentees", "hours_per_month"):
        number = getattr(enrollment, name)
        if number is not None and not (name == "outside_mentees" and number == 0):
            values[name] = number
    card = next((one for one in cards if one is not None), None)
    if card is not None:
        values |= {name: getattr(card, name) for name in ("headline", "about", "ask_me_about")}
        values["approve"] = card.approved_at is not None and card.enrollment_id == enrollment.id
    baseline = baseline_of(enrollment.id)
    if baseline is not None:
        values |= {
            "items": baseline.items,
            "protected_hours": baseline.protected_hours,
            "promised_by": baseline.promised_by,
            "follow_up": baseline.follow_up_consent,
        }
    values["wishes"] = list(map(str, wishes_of(enrollment)))
    values["private"] = exclusions_of(enrollment)
    return values


def _given(answers: Values) -> Values:
    return {name: value for name, value in answers.items() if value not in (None, "", [], {})}


def _headline(stage: CareerStage | None) -> str:
    if stage is None:
        return ""
    department = stage.department.name if stage.department else ""
    return ", ".join(part for part in (stage.title, department) if part)[:120]


def _submission(side: str, values: Values) -> Submission:
    coded = {**values, ("interests" if side == Side.MENTEE else "experience"): values.get("priorities", {})}
    return Submission(
        answers=answers_from_json(side, coded),
        demand=values.get("demand"),
        capacity=values.get("capacity"),
        outside_mentees=values.get("outside_mentees"),
        hours_per_month=values.get("hours_per_month"),
        wishes=[UUID(one) for one in values["wishes"]],
        exclusions=[UUID(one) for one in values["private"]],
    )


def _baseline(values: Values) -> BaselineFacts:
    hours = values["protected_hours"]
    return BaselineFacts(
        items=values["items"],
        protected_hours=None if hours is None else Decimal(hours),
        promised_by=values["promised_by"],
        follow_up_consent=values["follow_up"],
    )
