"""So many running pairs in the middle of their year, made in bulk: most have signed, talked lately, and answered intake."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

TALKS, NOTES = 30, 10
HALF_A_YEAR = 190
# One of so many has not signed.
SIGNED_BUT_ONE = 10


def make_year(institution: Any, count: int) -> Any:
    """Make so many pairs that are half a year old, with their conversations and notes, in bulk."""
    from rounds.core.clock import institution_today, now
    from rounds.mentorships.models import Conversation, Mentorship, Note
    from rounds.people.models import Person
    from rounds.programs.models import Enrollment, Intake
    from tests.matching.scenes import make_scene

    begun = time.monotonic()
    scene, today = make_scene(institution), institution_today()
    scene.program.state = "running"
    scene.program.save()
    scene.cohort.cycle.starts_on = today - timedelta(days=HALF_A_YEAR)
    scene.cohort.cycle.save()
    people = Person.objects.bulk_create(
        Person(given_name=f"Person{n}", family_name="Test", email=f"person{n}@example.org")
        for n in range(count + count // 3)
    )
    sides = [
        Enrollment(
            cohort=scene.cohort, person=person, side="mentee" if n < count else "mentor", state="enrolled"
        )
        for n, person in enumerate(people)
    ]
    Enrollment.objects.bulk_create(sides)
    Intake.objects.bulk_create(
        Intake(enrollment=side, version=1, submitted_at=now() - timedelta(days=210)) for side in sides
    )
    mentors = [*sides[count:], scene.enrollments["Bob", "mentor"]]
    pairs = Mentorship.objects.bulk_create(
        Mentorship(
            cycle=scene.cohort.cycle,
            mentee_enrollment=mentee,
            mentor_enrollment=mentors[-1] if n < 3 else mentors[n % (len(mentors) - 1)],
            mentee_id=mentee.person_id,
            mentor_id=(mentors[-1] if n < 3 else mentors[n % (len(mentors) - 1)]).person_id,
            state="active",
            opened_on=today - timedelta(days=HALF_A_YEAR - n % 20),
            created_at=now() - timedelta(days=200),
        )
        for n, mentee in enumerate(sides[:count])
    )
    talks = Conversation.objects.bulk_create(
        (
            Conversation(
                mentorship=pair,
                state="held",
                held_on=today - timedelta(days=5 * back + n % 40),
                minutes=30,
                logged_by_id=pair.mentee_id,
            )
            for n, pair in enumerate(pairs)
            for back in range(TALKS)
        ),
        batch_size=2000,
    )
    sealed = Note()
    sealed.seal_value({"text": "A private line."})
    Note.objects.bulk_create(
        (
            Note(
                mentorship_id=talk.mentorship_id,
                conversation=talk,
                author_id=talk.logged_by_id,
                audience="private",
                sealed=sealed.sealed,
            )
            for n, talk in enumerate(talks)
            if n % TALKS < NOTES
        ),
        batch_size=2000,
    )
    sign([pair for n, pair in enumerate(pairs) if n % SIGNED_BUT_ONE])
    made = f"{len(pairs)} running pairs, {len(talks)} conversations, {len(pairs) * NOTES} notes"
    print(f"{made}, made in {time.monotonic() - begun:.0f} s", flush=True)
    return scene


def sign(pairs: list[Any]) -> None:
    """Make the agreement of pairs, signed by both."""
    from rounds.core.clock import institution_today
    from rounds.mentorships.models import AgreementVersion, Signature

    sealed = AgreementVersion()
    sealed.seal_value({"where": "In the library."})
    versions = AgreementVersion.objects.bulk_create(
        AgreementVersion(
            mentorship=pair,
            number=1,
            interval_days=30,
            minutes=30,
            review_on=institution_today() + timedelta(days=60),
            proposed_by_id=pair.mentee_id,
            digest="0" * 64,
            sealed=sealed.sealed,
        )
        for pair in pairs
    )
    Signature.objects.bulk_create(
        Signature(version=version, person_id=person, digest="0" * 64)
        for version, pair in zip(versions, pairs, strict=True)
        for person in (pair.mentee_id, pair.mentor_id)
    )
