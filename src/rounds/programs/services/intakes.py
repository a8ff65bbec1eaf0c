"""What people say: intake with wishes and exclusions, and the facts from before the first pair."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.enums import ConsentKind
from rounds.people.models import Person
from rounds.people.services import give_consent, withdraw_consent
from rounds.people.values.consents import current_text
from rounds.programs.enums import Confidence, EnrollmentState, Side
from rounds.programs.models import Baseline, Enrollment, Exclusion, Intake, Wish
from rounds.programs.selectors.intake import only_wishable
from rounds.programs.services.cards import CardWords, save_card
from rounds.programs.services.enrollments import NewEnrollment, check_numbers, take_numbers
from rounds.programs.services.recording import record_enrollment
from rounds.programs.values.answers import Answers, answers_from_json

MOST_WISHES = 5
MOST_EXCLUSIONS = 20


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Everything that one intake says; None leaves what is on record."""

    answers: Answers
    demand: int | None = None
    capacity: int | None = None
    outside_mentees: int | None = None
    hours_per_month: int | None = None
    wishes: Sequence[UUID] | None = None
    exclusions: Sequence[UUID] | None = None


@dataclass(frozen=True, kw_only=True)
class BaselineFacts:
    """Facts from before the first pair; items that were skipped are absent."""

    items: Mapping[str, int]
    protected_hours: Any = None
    promised_by: str = ""
    follow_up_consent: bool | None = None


@transaction.atomic
def submit_intake(
    *, by: Viewer, enrollment: Enrollment, submission: Submission, expected_version: int | None = None
) -> Intake:
    """Store a new version of somebody's answers; an invited person thereby accepts.

    `expected_version` is the version that the form began from (0: none): another one since raises
    OutOfOrder. Entered by somebody else, the answers wait for their owner's confirmation.
    """
    locked = (
        Enrollment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__cycle")
        .get(id=enrollment.id)
    )
    latest = locked.intakes.order_by("-version").first()
    submitted = latest.version if latest and latest.submitted_at else (latest.version - 1 if latest else 0)
    if expected_version is not None and expected_version != submitted:
        raise OutOfOrder(
            _("These answers were sent from another place while you wrote. Nothing is lost: look at both.")
        )
    _check_complete(submission.answers)
    if latest is not None and latest.submitted_at is None:
        latest.delete()  # what an import prefilled has served its end
    on_behalf = by.person_id != locked.person_id
    moment = now()
    intake: Intake = Intake.objects.create(
        enrollment=locked,
        version=submitted + 1,
        answers=submission.answers.to_json(),
        submitted_at=moment,
        entered_by_id=by.person_id if on_behalf else None,
        confirmed_at=None if on_behalf else moment,
    )
    _store_numbers(locked, submission, accepts=not on_behalf)
    if set(submission.wishes or ()) & set(submission.exclusions or ()):
        raise DomainError(
            _(
                "Somebody is both among your wishes and among those you must not be paired with. Take one out."
            ),
            field="exclusions",
        )
    if submission.wishes is not None:
        _store_wishes(locked, submission.wishes)
    if submission.exclusions is not None:
        _store_exclusions(locked, submission.exclusions)
    enrollment.refresh_from_db()
    # Counts of exclusions stay out of the record: that somebody named anybody is private too.
    record_enrollment(
        "programs.intake.submitted",
        by=by,
        enrollment=locked,
        person=locked.person_id,
        version=intake.version,
        on_behalf=on_behalf,
    )
    events.emit("programs.intake.submitted", institution_id=by.institution_id, enrollment=locked.id)
    return intake


@transaction.atomic
def complete_intake(
    *,
    by: Viewer,
    enrollment: Enrollment,
    submission: Submission,
    baseline: BaselineFacts,
    card: CardWords,
    expected_version: int,
) -> Intake:
    """Store answers, baseline and card together, or none of them."""
    intake = submit_intake(
        by=by, enrollment=enrollment, submission=submission, expected_version=expected_version
    )
    record_baseline(by=by, enrollment=enrollment, facts=baseline)
    save_card(by=by, enrollment=enrollment, words=card)
    return intake


@transaction.atomic
def prefill_intakes(*, by: Viewer, answers: Mapping[UUID, Mapping[str, Any]]) -> int:
    """Keep what an import says of people's answers, by enrollment id, until they submit their own.

    Submitted intakes are left alone. A second import replaces the answers it names. Returns how many
    changed. One bulk write, one audit event.
    """
    enrollments = {
        one.id: one for one in Enrollment.objects.filter(id__in=answers).prefetch_related("intakes")
    }
    new, changed = [], []
    for enrollment_id, given in answers.items():
        enrollment = enrollments[enrollment_id]
        versions = sorted(enrollment.intakes.all(), key=lambda one: one.version)
        if versions and versions[-1].submitted_at is not None:
            continue
        before = versions[-1].answers if versions else {}
        merged = answers_from_json(enrollment.side, {**before, **given}).to_json()
        if versions and merged != before:
            versions[-1].answers = merged
            changed.append(versions[-1])
        elif not versions:
            new.append(Intake(enrollment=enrollment, version=1, answers=merged))
    Intake.objects.bulk_create(new, batch_size=500)
    Intake.objects.bulk_update(changed, ["answers"], batch_size=500)
    if new or changed:
        audit.record("programs.intake.prefilled", by=by, kind="intake", added=len(new), changed=len(changed))
    return len(new) + len(changed)


@transaction.atomic
def confirm_intake(*, by: Viewer, enrollment: Enrollment) -> None:
    """Record that what was entered is right, as the owner says; that also accepts an invitation."""
    if by.person_id != enrollment.person_id:
        raise DomainError(_("Only the person concerned can confirm these answers."))
    intake = enrollment.intakes.filter(submitted_at__isnull=False).order_by("-version").first()
    if intake is None:
        raise OutOfOrder(_("There are no answers to confirm yet."))
    if intake.confirmed_at is not None:
        return
    Intake.objects.filter(id=intake.id).update(confirmed_at=now())
    if enrollment.state == EnrollmentState.INVITED:
        Enrollment.objects.filter(id=enrollment.id).update(state=EnrollmentState.ENROLLED, state_at=now())
    record_enrollment("programs.intake.confirmed", by=by, enrollment=enrollment, version=intake.version)


def note_reading(*, by: Viewer, enrollment: Enrollment) -> None:
    """Record that somebody of the program office opened a person's answers; the person's own log shows it."""
    record_enrollment("programs.intake.opened", by=by, enrollment=enrollment)


@transaction.atomic
def note_topic(*, by: Viewer, enrollment: Enrollment, topic: str) -> None:
    """Remember how far a form has come, so that the program office can help; never what was typed."""
    Enrollment.objects.filter(id=enrollment.id).update(intake_topic=topic, intake_topic_at=now())


@transaction.atomic
def record_baseline(*, by: Viewer, enrollment: Enrollment, facts: BaselineFacts) -> Baseline:
    """Keep the facts from before the first pair; a later call corrects them and is audited.

    Consent to follow-up counts from the person alone: what somebody else enters leaves it as it was.
    """
    for key, value in facts.items.items():
        if key not in Confidence.values or not 0 <= value <= 10:
            raise DomainError(_("Confidence: choose a number from 0 to 10."), field=key)
    if facts.protected_hours is not None and not 0 <= facts.protected_hours <= 80:
        raise DomainError(_("Protected hours a month: a number from 0 to 80."), field="protected_hours")
    person = enrollment.person
    answer = facts.follow_up_consent if by.person_id == person.id else None
    consent = {"follow_up_consent": answer, "consent_version": current_text(ConsentKind.FOLLOW_UP).version}
    if answer is True:
        give_consent(person=person, kind=ConsentKind.FOLLOW_UP, by=by)
    elif answer is False:
        withdraw_consent(person=person, kind=ConsentKind.FOLLOW_UP, by=by)
    baseline: Baseline
    baseline, made = Baseline.objects.update_or_create(
        enrollment=enrollment,
        defaults={
            "items": dict(facts.items),
            "protected_hours": facts.protected_hours,
            "promised_by": facts.promised_by.strip(),
            "recorded_at": now(),
            **({} if answer is None else consent),
        },
    )
    record_enrollment(
        "programs.baseline.recorded" if made else "programs.baseline.corrected",
        by=by,
        enrollment=enrollment,
        answered=len(facts.items),
        follow_up_consent=answer,
        consent_version=baseline.consent_version,
    )
    return baseline


def _check_complete(answers: Answers) -> None:
    words = {
        "gaps": _("Say of at least one area how much a mentor should help."),
        "expertise": _("Say of at least one area how strong you are."),
        "modalities": _("Choose at least one way to meet."),
        "hours": _("Tick when you can usually meet, or that your shifts vary."),
    }
    for name in answers.missing():
        raise DomainError(words[name], field=name)


def _store_numbers(enrollment: Enrollment, submission: Submission, *, accepts: bool) -> None:
    numbers = NewEnrollment(
        person_id=enrollment.person_id,
        side=enrollment.side,
        demand=submission.demand,
        capacity=submission.capacity,
        outside_mentees=submission.outside_mentees,
        hours_per_month=submission.hours_per_month,
    )
    check_numbers(numbers)
    if enrollment.side == Side.MENTOR and submission.capacity is None and enrollment.capacity is None:
        raise DomainError(_("Say how many mentees you can take; 0 is an answer."), field="capacity")
    take_numbers(enrollment, numbers)
    if accepts and enrollment.state == EnrollmentState.INVITED:
        enrollment.state, enrollment.state_at = EnrollmentState.ENROLLED, now()
    enrollment.intake_topic = ""
    enrollment.save()


def _store_wishes(enrollment: Enrollment, people: Sequence[UUID]) -> None:
    if len(people) > MOST_WISHES or len(set(people)) < len(people):
        raise DomainError(_("Choose up to five people, each once."), field="wishes")
    if enrollment.person_id in people:
        raise DomainError(_("You can't choose yourself."), field="wishes")
    if only_wishable(enrollment, people) != set(people):
        _refuse("wishes")
    enrollment.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(enrollment=enrollment, rank=rank, person_id=person_id)
        for rank, person_id in enumerate(people, 1)
    )


def _refuse_unknown(people: Sequence[UUID], field: str) -> None:
    """Raise DomainError where somebody is named who is not of this institution."""
    known = Person.objects.filter(id__in=people).count()
    if known < len(set(people)):
        _refuse(field)


def _refuse(field: str) -> NoReturn:
    raise DomainError(
        _(
            "Somebody you chose is not known here any more. Take out whom you no longer see, and choose again."
        ),
        field=field,
    )


def _store_exclusions(enrollment: Enrollment, people: Sequence[UUID]) -> None:
    if len(people) > MOST_EXCLUSIONS:
        raise DomainError(
            _("Name up to 20 people here; talk to the program office about more."), field="exclusions"
        )
    _refuse_unknown(people, "exclusions")
    enrollment.exclusions.all().delete()
    for person_id in dict.fromkeys(people):
        exclusion = Exclusion(enrollment=enrollment)
        exclusion.seal_value({"person": str(person_id)})
        exclusion.save()
