"""Which program directors (PDs) are asked about a run, and what each has answered: one selector for page and mail."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.folding import order_key
from rounds.core.mail import STOP_MINUTES
from rounds.core.models import OutgoingMail
from rounds.matching.decisions.selectors.vetoes import cleared_keys, open_keys
from rounds.matching.enums import BEFORE_PEOPLE, Decision, Step
from rounds.matching.models import MatchRun, NoObjection, PairDecision
from rounds.people.enums import TrainingKind
from rounds.people.models import Person, TrainingProgram, TrainingProgramMember
from rounds.people.selectors.people import directing_roles

Key = tuple[str, str]
State = OutgoingMail.State
NOT_LEFT = (State.WAITING, State.SENDING, State.HELD)


@dataclass(frozen=True)
class Asked:
    """One program director (PD): the pairs of own trainees, whom they said no to and why, the rest."""

    person: Person
    pairs: int
    # whoever of the directors of the same trainees said it
    vetoes: list[PairDecision]
    no_objection: NoObjection | None
    # pairs to which they had no objection in an earlier run
    cleared: int
    # their mail has left, or still waits
    is_told: bool
    mail_waits: bool

    @property
    def unanswered(self) -> int:
        return 0 if self.no_objection else max(0, self.pairs - len(self.vetoes) - self.cleared)

    @property
    def has_answered(self) -> bool:
        return not self.unanswered

    @property
    def is_mail_waiting(self) -> bool:
        return self.mail_waits and not self.has_answered

    @property
    def has_said_no(self) -> bool:
        return any(one.made_by_id == self.person.id for one in self.vetoes)


@dataclass(frozen=True)
class Directors:
    """Everybody who is asked about a run, by name; and programs with trainees in it whom nobody speaks for."""

    asked: list[Asked]
    # (training program, its trainees in the run)
    unheard: list[tuple[str, int]]
    # when the mail to them leaves or left
    mail_leaves_at: datetime | None

    @property
    def answered(self) -> int:
        return sum(one.has_answered for one in self.asked)

    @property
    def to_ask(self) -> list[Asked]:
        """Return who has still something to say: they get the mail."""
        return [one for one in self.asked if not one.has_answered]

    @property
    def only_said_no(self) -> int:
        """Return how many said no to a pair and nothing of their others."""
        return sum(one.has_said_no and not one.has_answered for one in self.asked)

    @property
    def told(self) -> int:
        return sum(one.is_told for one in self.asked)

    @property
    def mail_waiting(self) -> int:
        return sum(one.is_mail_waiting for one in self.asked)


def directors_of(run: MatchRun) -> Directors:
    """Return the program directors (PDs) of the trainees in a run's new pairs, and their answers."""
    keys = open_keys(run)
    trainees = _trainees({mentee for mentee, _mentor in keys})
    directed: dict[UUID, set[UUID]] = defaultdict(set)
    people: dict[UUID, Person] = {}
    roles = directing_roles(institution_today()).filter(scope_id__in=list(trainees))
    rows = roles.select_related("person")
    for row in rows:
        if row.scope_id is not None:
            people[row.person_id] = row.person
            directed[row.person_id].add(row.scope_id)
    vetoes = _vetoes(run, keys)
    objections = {one.by_id: one for one in NoObjection.objects.filter(run=run, undone_at=None)}
    sent_at, mail = _mail_of(run)
    cleared = cleared_keys(run)
    vetoed = {(str(one.mentee.person_id), str(one.mentor.person_id)) for one in vetoes}
    asked = []
    for person_id, person in people.items():
        own = {mentee for program in directed[person_id] for mentee in trainees[program]}
        asked.append(
            Asked(
                person,
                sum(mentee in own for mentee, _mentor in keys),
                [one for one in vetoes if str(one.mentee.person_id) in own],
                objections.get(person_id),
                sum(key[0] in own for key in (cleared.get(person_id, set()) & keys) - vetoed),
                mail.get(person_id) == State.SENT,
                # what is sent for approval is queued by the worker in a moment
                run.state in BEFORE_PEOPLE and mail.get(person_id, State.WAITING) in NOT_LEFT,
            )
        )
    return Directors(
        sorted(asked, key=lambda one: order_key(one.person.sort_name)),
        _unheard(trainees, set().union(*directed.values())),
        sent_at + timedelta(minutes=STOP_MINUTES) if sent_at else None,
    )


def _mail_of(run: MatchRun) -> tuple[datetime | None, dict[UUID | None, str]]:
    """Return when a run was last sent for approval, and by person what became of the mail about it."""
    sent = run.steps.filter(step=Step.SENT).order_by("-at").first()
    if sent is None:
        return None, {}
    rows = OutgoingMail.objects.filter(batch_id=sent.id)
    return sent.at, dict(rows.values_list("to_person_id", "state"))


def _trainees(mentees: set[str]) -> dict[UUID, set[str]]:
    """Return the residents among some people by training program."""
    found: dict[UUID, set[str]] = defaultdict(set)
    members = TrainingProgramMember.objects.filter(open_on(institution_today()), kind=TrainingKind.RESIDENT)
    for program, person in members.values_list("training_program_id", "person_id"):
        if str(person) in mentees:
            found[program].add(str(person))
    return found


def _vetoes(run: MatchRun, keys: set[Key]) -> list[PairDecision]:
    rows = PairDecision.objects.filter(cohort_id=run.cohort_id, undone_at=None, kind=Decision.VETO)
    return [
        one
        for one in rows.select_related("mentee__person", "mentor__person")
        if (str(one.mentee.person_id), str(one.mentor.person_id)) in keys
    ]


def _unheard(trainees: dict[UUID, set[str]], heard: set[UUID]) -> list[tuple[str, int]]:
    silent = trainees.keys() - heard
    names = TrainingProgram.objects.filter(id__in=list(silent)).order_by("name").values_list("id", "name")
    return [(name, len(trainees[key])) for key, name in names]
