"""Locks, bans, pairs by hand, swaps and vetoes; each undone as one action."""

import uuid
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.errors import DomainError, OutOfOrder
from rounds.matching.decisions.selectors.pairs import Pair, enrollments_of
from rounds.matching.enums import KEEPS, Decision, Rule
from rounds.matching.input.selectors.gathering import gather
from rounds.matching.input.values.relations import as_told
from rounds.matching.models import PairDecision
from rounds.mentorships.selectors import is_open_pair, places_taken
from rounds.programs.models import Cohort, Enrollment


@transaction.atomic
def lock_pair(*, cohort: Cohort, pair: Pair, by: Viewer) -> PairDecision:
    """Keep a pair in every later run."""
    return _decide(cohort, Decision.LOCK, [pair], "", by)[0]


@transaction.atomic
def assign_by_hand(*, cohort: Cohort, pair: Pair, reason: str, by: Viewer) -> PairDecision:
    """Put two people together in every later run."""
    return _decide(cohort, Decision.HAND, [pair], reason, by)[0]


@transaction.atomic
def swap_pairs(*, cohort: Cohort, first: Pair, second: Pair, reason: str, by: Viewer) -> list[PairDecision]:
    """Let two mentees change mentors."""
    if first[0] == second[0] or first[1] == second[1]:
        raise DomainError(_("Choose a mentee who has another mentor."), field="other")
    return _decide(cohort, Decision.HAND, [(first[0], second[1]), (second[0], first[1])], reason, by)


@transaction.atomic
def forbid_pair(*, cohort: Cohort, pair: Pair, reason: str, by: Viewer) -> PairDecision:
    """Keep two people apart in every later run."""
    return _decide(cohort, Decision.FORBID, [pair], reason, by)[0]


@transaction.atomic
def veto_pair(*, cohort: Cohort, pair: Pair, reason: str, by: Viewer) -> PairDecision:
    """Keep a trainee and a mentor apart, as the trainee's program director (PD) asks."""
    return _decide(cohort, Decision.VETO, [pair], reason, by)[0]


@transaction.atomic
def lift_decisions(*, cohort: Cohort, action_id: UUID, by: Viewer) -> int:
    """Undo one action; a director's veto is lifted by that director or by a coordinator."""
    rows = list(
        PairDecision.objects.select_for_update(no_key=True).filter(
            cohort=cohort, action_id=action_id, undone_at=None
        )
    )
    if not rows:
        raise OutOfOrder(
            _undone_words(PairDecision.objects.filter(cohort=cohort, action_id=action_id).first())
        )
    PairDecision.objects.filter(id__in=[row.id for row in rows]).update(
        undone_at=now(), undone_by_name=by.name
    )
    _record("decision.lifted", cohort, by, rows)
    return len(rows)


@transaction.atomic
def lift_pair(*, cohort: Cohort, pair: Pair, by: Viewer) -> int:
    """Undo the decision about a pair; who comes second is told who was first."""
    rows = PairDecision.objects.filter(cohort=cohort, mentee__person_id=pair[0], mentor__person_id=pair[1])
    standing = rows.filter(undone_at=None).first()
    if standing is None:
        raise OutOfOrder(_undone_words(rows.order_by("-undone_at").first()))
    return lift_decisions(cohort=cohort, action_id=standing.action_id, by=by)


@transaction.atomic
def undo_last(*, cohort: Cohort, by: Viewer) -> PairDecision:
    """Undo the viewer's own last action in a cohort; returns one decision of it."""
    last: PairDecision | None = (
        PairDecision.objects.filter(cohort=cohort, undone_at=None, made_by_id=by.person_id)
        .order_by("-made_at")
        .first()
    )
    if last is None:
        raise OutOfOrder(_("There is nothing of yours to undo here."))
    lift_decisions(cohort=cohort, action_id=last.action_id, by=by)
    return last


def _decide(cohort: Cohort, kind: str, pairs: Sequence[Pair], reason: str, by: Viewer) -> list[PairDecision]:
    reason = reason.strip()
    if kind != Decision.LOCK and not reason:
        raise DomainError(_("Say why in a few words; the run's record shows it."), field="reason")
    if len(reason) > 500:
        raise DomainError(_("Say it in at most 500 characters."), field="reason")
    Cohort.objects.select_for_update(no_key=True).get(
        id=cohort.id
    )  # one decision at a time: limits are counted
    action, rows = uuid.uuid4(), []
    for pair in pairs:
        mentee, mentor = enrollments_of(cohort, pair)
        _refuse_open_pair(mentee, mentor)
        if kind in KEEPS:
            _check_rules(cohort, mentee, mentor, pairs, by)
            _check_room(mentee, mentor, pairs)
        rows.append(
            PairDecision(
                cohort=cohort,
                kind=kind,
                mentee=mentee,
                mentor=mentor,
                reason=reason,
                action_id=action,
                made_by_id=by.person_id,
                made_by_name=by.name,
            )
        )
    try:
        with transaction.atomic():
            PairDecision.objects.bulk_create(rows)
    except IntegrityError as error:
        raise OutOfOrder(_already_decided(rows)) from error
    _record(f"decision.{kind}", cohort, by, rows)
    return rows


def _refuse_open_pair(mentee: Enrollment, mentor: Enrollment) -> None:
    """Refuse a decision about a pair that is published: only ending it changes it."""
    if is_open_pair(mentee.id, mentor.id):
        raise OutOfOrder(
            _(
                "%(mentee)s and %(mentor)s are published as a pair. A run no longer decides about them; end the pair first."
            )
            % {"mentee": mentee.person.full_name, "mentor": mentor.person.full_name}
        )


def _check_rules(
    cohort: Cohort, mentee: Enrollment, mentor: Enrollment, pairs: Sequence[Pair], by: Viewer
) -> None:
    """Refuse a pair by hand that breaks a rule; a conflict needs an exception with a second person."""
    gathering = gather(cohort, wanted=[(str(one), str(other)) for one, other in pairs])
    kinds = gathering.rules_between(mentee.person_id, mentor.person_id)
    if kinds:
        told = as_told(kinds, is_coordinator=is_coordinator(by, cohort))
        raise DomainError(
            _("%(mentee)s and %(mentor)s are ruled out: %(rules)s.")
            % {
                "mentee": mentee.person.full_name,
                "mentor": mentor.person.full_name,
                "rules": "; ".join(str(Rule(rule).label) for rule in told),
            }
        )


def _check_room(mentee: Enrollment, mentor: Enrollment, pairs: Sequence[Pair]) -> None:
    kept = PairDecision.objects.filter(undone_at=None, kind__in=KEEPS)
    for_mentee = list(kept.filter(mentee=mentee).select_related("mentor__person"))
    if len(for_mentee) >= (mentee.demand or 1) and for_mentee[0].mentor_id != mentor.id:
        raise OutOfOrder(
            _(
                "%(name)s was first: %(mentee)s is kept with %(mentor)s. Undo that before you decide otherwise."
            )
            % {
                "name": for_mentee[0].made_by_name or _("Somebody"),
                "mentee": mentee.person.full_name,
                "mentor": for_mentee[0].mentor.person.full_name,
            }
        )
    places = max(0, (mentor.capacity or 0) - mentor.outside_mentees)
    # The newest first; a pair that is open by now takes its place as one of `places_taken`.
    promised = [
        one
        for one in kept.filter(mentor=mentor).select_related("mentee__person")
        if not is_open_pair(one.mentee_id, mentor.id)
    ]
    taken = len(promised) + places_taken([mentor.person_id]).get(mentor.person_id, 0)
    if taken >= places:
        raise OutOfOrder(_no_place_words(mentor, promised, taken, places))


def _no_place_words(mentor: Enrollment, promised: list[PairDecision], taken: int, places: int) -> str:
    said = _(
        "%(mentor)s has no place left to promise: %(taken)s of %(places)s are kept or taken. Choose another mentor."
    ) % {"mentor": mentor.person.full_name, "taken": taken, "places": places}
    if not promised:
        return said
    last = promised[0]
    first = _("%(name)s was first: %(mentee)s is %(state)s here.") % {
        "name": last.made_by_name or _("Somebody"),
        "mentee": last.mentee.person.full_name,
        "state": last.get_kind_display(),
    }
    return f"{first} {said}"


def _undone_words(undone: PairDecision | None) -> str:
    if undone is None:
        return _("There is no decision about this pair, or it is undone already. Open the run to see.")
    return _("%(name)s was first: that is undone already. Open the run to see.") % {
        "name": undone.undone_by_name or _("Somebody")
    }


def _already_decided(rows: Sequence[PairDecision]) -> str:
    pairs = [(row.mentee_id, row.mentor_id) for row in rows]
    for one in PairDecision.objects.filter(
        mentee_id__in=[mentee for mentee, _mentor in pairs], undone_at=None
    ):
        if (one.mentee_id, one.mentor_id) in pairs:
            return _(
                "%(name)s was first: this pair is %(state)s already. Undo that before you decide otherwise."
            ) % {
                "name": one.made_by_name or _("Somebody"),
                "state": one.get_kind_display(),
            }
    return _("This pair is decided already.")


def is_coordinator(viewer: Viewer, cohort: Cohort) -> bool:
    """Tell whether the viewer may know of exclusions and other personal rules of a cohort."""
    return viewer.has(Role.COORDINATOR, scope_id=cohort.cycle.program_id)


def _record(action: str, cohort: Cohort, by: Viewer, rows: Sequence[PairDecision]) -> None:
    audit.record(
        action,
        by=by,
        kind="cohort",
        object_id=cohort.id,
        program_id=cohort.cycle.program_id,
        pairs=[[str(row.mentee_id), str(row.mentor_id)] for row in rows],
    )
