"""Unique words in what people write and nobody else should read: the readers by hand, from the visibility matrix."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from rounds.core.access import Grant, Viewer
from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.drafts import save_draft
from tests.world import World

LONG_AGO = date(2026, 1, 1)
COORDINATORS = {"alice", "chief"}
OFFICE = {*COORDINATORS, "director"}
# where the office and those who give roles find anybody by name
LISTS_OF_PEOPLE = (
    "people:",
    "access:ask",
    "access:invite_all",
    "access:send_invitations",
    "programs:find_people",
    "programs:roles",
    "frame:find",
    "imports:people",
)


def add(world: World) -> None:
    with scope(world.here.id):
        _intake(world)
        _pairs(world)
        _lines(world)
        _rows_that_stay_out(world)


def viewer_of(world: World, name: str) -> Viewer:
    actor = world.actors[name]
    grants = frozenset(Grant(role) for role in actor.roles)
    return Viewer(actor.institution.id, actor.user.pk, actor.person.id, actor.person.full_name, grants)


def _intake(world: World) -> None:
    from rounds.programs.models import Baseline, Exclusion, Intake, IntroductionCard, Wish

    for name, side, field in (("cleo", "mentee", "goals"), ("bob", "mentor", "topics")):
        enrollment = world.rows[f"{side} {name}"]
        words = {
            "answers": world.word("Intake.answers", name, *OFFICE),
            "promised_by": world.word("Baseline.promised_by", name, may=OFFICE),
            "about": world.word("IntroductionCard.about", name, may={*OFFICE, *_partners(world, enrollment)}),
        }
        Intake.objects.create(
            enrollment=enrollment,
            version=1,
            submitted_at=now(),
            confirmed_at=now(),
            answers={field: words["answers"], "modalities": ["video"], "hours": [8, 9], "zone": "UTC"},
        )
        Baseline.objects.create(enrollment=enrollment, promised_by=words["promised_by"], items={})
        IntroductionCard.objects.create(enrollment=enrollment, about=words["about"], approved_at=now())
    cleos = world.rows["mentee cleo"]
    _draft(world, world.rows["mentee both"])
    Wish.objects.create(enrollment=cleos, rank=1, person=world.actors["both"].person)
    exclusion = Exclusion(enrollment=cleos)
    exclusion.seal_value({"person": str(_stranger(world, "Exclusion.sealed", "cleo", *COORDINATORS).id)})
    exclusion.save()


def _draft(world: World, enrollment) -> None:
    word = world.word("Draft.sealed", "both")
    save_draft(
        by=viewer_of(world, "both"),
        form_key=f"intake:{enrollment.id}",
        value={"base": 0, "topics": {"aim": {"goals": [word]}}},
    )
    world.add_thing(
        "aim of both", program="ladder", owners={"both"}, enrollment_id=enrollment.id, topic="aim"
    )


def _stranger(world: World, field: str, *readers: str):
    """Return somebody who is named in one private place; the office knows them from the list of people."""
    from rounds.people.models import Person

    word = world.word(field, *readers, lists=LISTS_OF_PEOPLE)
    return Person.objects.create(given_name="Nobody", family_name=word)


def _partners(world: World, enrollment) -> set[str]:
    """Return who reads a person's card: the other side, once the pair was told to them."""
    from rounds.matching.models import Offer

    people = {actor.person.id: actor.name for actor in world.actors.values() if actor.person}
    offers = Offer.objects.filter(mentorship__mentee_enrollment=enrollment).select_related("mentorship")
    return {people[offer.mentorship.mentor_id] for offer in offers if offer.mentorship.mentor_id in people}


def _pairs(world: World) -> None:
    from rounds.matching.enums import Decision, RunState
    from rounds.matching.models import ConflictException, FitNote, Offer, PairDecision, RunStep
    from rounds.matching.runs.selectors import result_of
    from rounds.programs.models import Enrollment

    run, cohort = world.rows["ladder run"], world.rows["ladder cohort"]
    people = {actor.person.id: actor.name for actor in world.actors.values() if actor.person}
    pairs = [
        SimpleNamespace(
            mentee=Enrollment.objects.get(cohort=cohort, side="mentee", person_id=pair.mentee),
            mentor=Enrollment.objects.get(cohort=cohort, side="mentor", person_id=pair.mentor),
        )
        for pair in result_of(run).solution.pairs
    ]
    cleos = next(pair for pair in pairs if people[pair.mentee.person_id] == "cleo")
    other = next(pair for pair in pairs if pair is not cleos)
    for pair, kind, readers in (
        (cleos, Decision.VETO, {*OFFICE, "residency_director"}),
        (other, Decision.FORBID, OFFICE),
    ):
        PairDecision.objects.create(
            cohort=cohort,
            kind=kind,
            mentee=pair.mentee,
            mentor=pair.mentor,
            made_by_name="Somebody",
            made_by_id=world.actors["residency_director"].person.id if kind == Decision.VETO else None,
            reason=world.word(f"PairDecision.reason {kind}", *OFFICE, may=readers),
        )
    ConflictException.objects.filter(cohort=cohort).update(
        reason=world.word("ConflictException.reason", *OFFICE)
    )
    note = FitNote(mentee=other.mentee, mentor=other.mentor, by_name="Somebody")
    note.seal_value(world.word("FitNote.sealed", *OFFICE))
    note.save()
    RunStep.objects.create(run=run, step="returned", note=world.word("RunStep.note", *OFFICE))
    assert run.state == RunState.IN_REVIEW
    offer = world.rows["offer"]
    reason = world.word("Offer.decline_reason", *OFFICE, may={people[offer.mentorship.mentor_id]})
    Offer.objects.filter(id=offer.id).update(decline_reason=reason)


def _lines(world: World) -> None:
    """Put somebody over Cleo who evaluates her: that is known to those who keep the records."""
    from rounds.people.models import AuthorityLine

    evaluator = _stranger(world, "AuthorityLine.over", "cleo")
    AuthorityLine.objects.create(
        subject=world.actors["cleo"].person, over=evaluator, kind="standing_evaluator", from_on=LONG_AGO
    )


def _rows_that_stay_out(world: World) -> None:
    """Let the director bring a file in with somebody who stays out, and whom she must not be paired with."""
    from rounds.integrations.spreadsheets.services import stage_file

    # whose file it is may read the rest of it
    left_out = world.word("StagedRows.sealed, a row that stays out", "director", *COORDINATORS)
    private = world.word("StagedRows.sealed, whom not to be paired with", *COORDINATORS)
    text = f"First name,Last name,E-mail,DOB,Do not match with\nUna,{left_out},,1990-01-01,Nobody {private}\n"
    spreadsheet = stage_file(
        by=viewer_of(world, "director"),
        kind="mentees",
        data=text.encode(),
        name="applications.csv",
        cohort_id=world.rows["ladder cohort"].id,
    )
    # a file of the program is its office's
    about = {"owners": {"director", "alice"}, "import_id": spreadsheet.id}
    world.add_thing("import of director", **about)
    world.add_thing("rows of director", **about, form="csv")
