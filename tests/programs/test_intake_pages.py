"""Intake in a browser's clothes: saved as one goes, resumed, never overwritten in silence, checked, sent."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from rounds.core.models import AuditEvent, Draft
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.people.models import Person, RoleAssignment, TrainingRecord
from rounds.programs import services
from rounds.programs.models import Baseline, Enrollment, Exclusion, Intake, IntroductionCard, Wish
from rounds.sheets import read_workbook
from tests.programs.builders import MENTEE, make_person

CANARY = "canary-of-what-was-typed"
MENTEE_DATA = {
    "grow": {"gap_FIN": "3"},
    "aim": {"goals": "Chair a committee"},
    "together": {"modalities": ["video"], "style": "planner"},
    "times": {"parts": ["0-morning", "2-evening"]},
    "wishes": {},
    "private": {},
    "start": {"item_budget": "2", "protected_hours": "2", "promised_by": "Chair", "follow_up": "yes"},
    "card": {"headline": "Resident", "about": "Nights", "approve": "on"},
}


def page(world, name, **arguments):
    return reverse(f"intake:{name}", kwargs={"institution": world.institution.slug, **arguments})


def as_(client, viewer):
    from rounds.core.models import User

    client.force_login(User.objects.get(id=viewer.user_id))
    return client


def topic(world, key, enrollment=None):
    return page(world, "topic", enrollment_id=(enrollment or world.cleos).id, topic=key)


def fill_in(client, world, **changes):
    for key, data in {**MENTEE_DATA, **changes}.items():
        answer = client.post(topic(world, key), {"go": "next", **data})
        assert answer.status_code == 302, (key, answer.content.decode()[:2000])


def test_mentee_fills_in_and_sends(client, world):
    as_(client, world.cleo)

    fill_in(client, world, wishes={"people": [str(world.bob.person_id)]})
    answer = client.post(page(world, "check", enrollment_id=world.cleos.id), follow=True)

    assert answer.status_code == 200
    intake = Intake.objects.get(enrollment=world.cleos)
    assert intake.answers["gaps"] == {"FIN": 3}
    assert intake.answers["hours"] == [8, 9, 10, 11, 65, 66, 67, 68]
    assert Wish.objects.get().person_id == world.bob.person_id
    baseline = Baseline.objects.get()
    assert (baseline.items, str(baseline.protected_hours), baseline.follow_up_consent) == (
        {"budget": 2},
        "2.0",
        True,
    )
    assert IntroductionCard.objects.get().approved_at is not None
    assert Draft.objects.count() == 0


def test_mentor_fills_in_and_sends(client, world):
    as_(client, world.bob)
    data = {
        "strengths": {"level_FIN": "4"},
        "milestones": {"kinds": ["board"], "budget": "large"},
        "together": {"modalities": ["phone"], "styles": ["listener"]},
        "times": {"varies": "on"},
        "places": {"capacity": "2", "outside_mentees": "1", "trained": "yes"},
        "wishes": {},
        "private": {},
        "start": {},
        "card": {},
    }

    for key, typed in data.items():
        assert client.post(topic(world, key, world.bobs), {"go": "next", **typed}).status_code == 302, key
    client.post(page(world, "check", enrollment_id=world.bobs.id))

    intake = Intake.objects.get(enrollment=world.bobs)
    assert intake.answers["milestones"] == [
        {"kind": "budget", "band": "large"},
        {"kind": "board", "band": ""},
    ]
    assert (intake.answers["hours"], intake.answers["trained"]) == ("varies", True)
    world.bobs.refresh_from_db()
    assert (world.bobs.capacity, world.bobs.outside_mentees) == (2, 1)


def test_wrong_answer_comes_back_as_typed_and_is_kept(client, world):
    as_(client, world.bob)

    answer = client.post(
        topic(world, "places", world.bobs), {"go": "next", "capacity": "2", "hours_per_month": "a few"}
    )

    assert answer.status_code == 200
    assert b"a few" in answer.content
    assert b"Error:" in answer.content
    again = client.get(topic(world, "places", world.bobs))
    assert b"a few" in again.content


def test_training_on_record_is_filled_in_beforehand(client, world):
    TrainingRecord.objects.create(person_id=world.bob.person_id, title="Mentor training", done_on=None)
    as_(client, world.bob)

    form = client.get(topic(world, "places", world.bobs)).context["form"]

    assert form["trained"].value() == "yes"


def test_hours_of_training_that_was_not_done_are_asked_about(client, world):
    as_(client, world.bob)
    typed = {"go": "next", "capacity": "2", "trained": "no", "training_hours": "8"}

    answer = client.post(topic(world, "places", world.bobs), typed)

    assert "You gave hours of training" in answer.content.decode()


@pytest.mark.parametrize("go", ["next", "back", "later", "autosave"])
def test_every_way_out_of_a_topic_keeps_what_was_typed(client, world, go):
    as_(client, world.cleo)

    client.post(topic(world, "aim"), {"go": go, "goals": CANARY})

    assert CANARY in client.get(topic(world, "aim")).content.decode()


def test_form_goes_on_where_it_was_left(client, world):
    as_(client, world.cleo)
    client.post(topic(world, "grow"), {"go": "later", "gap_FIN": "3"})

    answer = client.get(page(world, "resume", enrollment_id=world.cleos.id))

    assert answer.url == topic(world, "aim")


def test_second_window_does_not_overwrite_in_silence(client, world):
    as_(client, world.cleo)
    seen = client.get(topic(world, "aim")).context["seen"]
    client.post(topic(world, "aim"), {"go": "next", "goals": "from the first window", "seen": seen})

    answer = client.post(topic(world, "aim"), {"go": "next", "goals": "from the second window", "seen": seen})

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "from the first window" in text
    assert "from the second window" in text
    assert "from the first window" in client.get(topic(world, "aim")).content.decode()


def test_second_window_may_be_kept_by_choice(client, world):
    as_(client, world.cleo)
    seen = client.get(topic(world, "aim")).context["seen"]
    client.post(topic(world, "aim"), {"go": "next", "goals": "first", "seen": seen})
    clash = client.post(topic(world, "aim"), {"go": "next", "goals": "second", "seen": seen})

    client.post(topic(world, "aim"), {"go": "next", "goals": "second", "seen": clash.context["seen"]})

    assert "second" in client.get(topic(world, "aim")).content.decode()


def test_two_windows_on_two_topics_do_not_disturb_each_other(client, world):
    as_(client, world.cleo)
    seen = {key: client.get(topic(world, key)).context["seen"] for key in ("aim", "grow")}

    first = client.post(topic(world, "aim"), {"go": "next", "goals": "A", "seen": seen["aim"]})
    second = client.post(topic(world, "grow"), {"go": "next", "gap_FIN": "1", "seen": seen["grow"]})

    assert (first.status_code, second.status_code) == (302, 302)


def test_people_are_found_added_moved_and_taken_out(client, world):
    as_(client, world.cleo)
    dora = make_person("Dora")
    services.enroll_people(
        by=world.alice,
        cohort=world.cohort,
        people=[services.NewEnrollment(person_id=dora.id, side="mentor")],
    )

    found = client.post(topic(world, "wishes"), {"go": "find", "find": "exam"})
    assert {hit.name for hit in found.context["hits"]} == {"Bob Example", "Dora Example"}
    client.post(topic(world, "wishes"), {"go": f"add:{world.bob.person_id}"})
    bob_and_dora = [str(world.bob.person_id), str(dora.id)]
    client.post(topic(world, "wishes"), {"go": f"add:{dora.id}", "people": bob_and_dora[:1]})
    moved = client.post(topic(world, "wishes"), {"go": f"up:{dora.id}", "people": bob_and_dora})

    assert [one.name for one in moved.context["chosen"]] == ["Dora Example", "Bob Example"]
    out = client.post(topic(world, "wishes"), {"go": f"remove:{dora.id}", "people": bob_and_dora})
    assert [one.name for one in out.context["chosen"]] == ["Bob Example"]


def test_nobody_is_listed_for_less_than_two_letters(client, world):
    as_(client, world.cleo)

    assert client.post(topic(world, "private"), {"go": "find", "find": "b"}).context["hits"] == []
    assert client.post(topic(world, "private"), {"go": "find", "find": "%%"}).context["hits"] == []


def test_sixth_wish_is_refused_and_kept(client, world):
    as_(client, world.cleo)
    people = [str(make_person(f"P{number}").id) for number in range(6)]

    answer = client.post(topic(world, "wishes"), {"go": "next", "people": people})

    assert answer.status_code == 200
    assert "up to 5 fit" in answer.content.decode()


def test_sending_twice_makes_one_version(client, world):
    as_(client, world.cleo)
    fill_in(client, world)
    check = page(world, "check", enrollment_id=world.cleos.id)

    client.post(check)
    client.post(check)

    versions = list(Intake.objects.values_list("version", flat=True))
    assert versions == [1]


def test_incomplete_form_is_not_sent_and_says_what_is_missing(client, world):
    as_(client, world.cleo)

    answer = client.post(page(world, "check", enrollment_id=world.cleos.id))

    assert Intake.objects.count() == 0
    assert "Choose at least one way to meet." in answer.content.decode()


def test_last_year_fills_in_this_year(client, world):
    services.submit_intake(
        by=world.cleo, enrollment=world.cleos, submission=services.Submission(answers=MENTEE)
    )
    services.close_cycle(by=world.alice, cycle=world.cohort.cycle)
    from datetime import date

    cohort = services.open_cycle(by=world.alice, program=world.program, starts_on=date(2028, 7, 1))
    entries = [services.NewEnrollment(person_id=world.cleo.person_id, side="mentee")]
    again = services.enroll_people(by=world.alice, cohort=cohort, people=entries)[0]
    as_(client, world.cleo)

    form = client.get(topic(world, "grow", again)).context["form"]

    assert form["gap_FIN"].value() == "3"


def test_imported_level_is_kept_while_its_word_stays(client, world):
    services.prefill_intakes(by=world.alice, answers={world.bobs.id: {"expertise": {"FIN": 3, "TEAM": 1}}})
    as_(client, world.bob)
    shown = client.get(topic(world, "strengths", world.bobs)).context["form"]
    typed = {"level_FIN": "4", "level_TEAM": "5", "exact": json.dumps({"FIN": 3, "TEAM": 1})}
    assert (shown["level_FIN"].value(), shown["level_TEAM"].value()) == ("4", "2")

    client.post(topic(world, "strengths", world.bobs), {"go": "next", **typed})

    from rounds.programs.forms.flow import IntakeFlow

    form = IntakeFlow(world.bob, world.bobs).bound(shown.__class__)
    assert form.is_valid()
    assert form.values()["expertise"] == {"FIN": 3, "TEAM": 5}


def test_imported_answers_are_called_so_and_minutes_agree_wherever_they_are_named(client, world):
    services.prefill_intakes(by=world.alice, answers={world.bobs.id: {"expertise": {"FIN": 3}}})
    home = reverse("home", kwargs={"institution": world.institution.slug})

    as_(client, world.bob)
    assert "has them from elsewhere" in client.get(home).content.decode()
    assert "Imported, to confirm" in client.get(page(world, "mine")).content.decode()
    resumed = client.get(page(world, "resume", enrollment_id=world.bobs.id))
    assert resumed.headers["Location"] == page(world, "check", enrollment_id=world.bobs.id)
    first = client.get(topic(world, "strengths", world.bobs))

    as_(client, world.cleo)
    grow = client.get(topic(world, "grow"))
    assert "About 8 minutes" in client.get(home).content.decode()
    assert (first.context["minutes"], grow.context["minutes"]) == (4, 8)


def test_office_fills_in_and_the_owner_confirms(client, world):
    as_(client, world.alice)
    fill_in(client, world)
    client.post(page(world, "check", enrollment_id=world.cleos.id))
    assert Intake.objects.get().waits_for_owner
    assert IntroductionCard.objects.get().approved_at is None

    as_(client, world.cleo)
    seen = client.get(page(world, "mine"))
    assert "Confirm your answers" in seen.content.decode()
    client.post(page(world, "confirm", enrollment_id=world.cleos.id))

    assert not Intake.objects.get().waits_for_owner


@pytest.mark.parametrize("who", ["bob", "dora"])
@pytest.mark.parametrize("name", ["resume", "check", "done"])
def test_intake_of_others_does_not_exist(client, world, who, name):
    if who == "dora":
        stranger = make_person("Dora", login=True)
        client.force_login(stranger.user)
    else:
        as_(client, world.bob)

    assert client.get(page(world, name, enrollment_id=world.cleos.id)).status_code == 404
    assert client.post(topic(world, "aim"), {"goals": "mine"}).status_code == 404


def test_director_reads_answers_but_neither_fills_in_nor_sees_exclusions(client, world):
    dora = make_person("Dora", login=True)
    services.give_role(by=world.alice, program=world.program, person=dora, role="director")
    nemo = make_person("Nemo", "Unnamed")
    services.submit_intake(
        by=world.cleo,
        enrollment=world.cleos,
        submission=services.Submission(answers=MENTEE, exclusions=[nemo.id]),
    )
    where = reverse(
        "programs:person", kwargs={"institution": world.institution.slug, "enrollment_id": world.cleos.id}
    )
    client.force_login(dora.user)

    text = client.get(where).content.decode()
    assert "Resources and finance" in text
    assert "Nemo" not in text
    assert client.get(topic(world, "private")).status_code == 404

    as_(client, world.alice)
    assert "Nemo" in client.get(where).content.decode()


def keep_secrets_of_cleo(client, world):
    """Cleo writes a draft and submits an exclusion; return whom she excludes."""
    nemo = make_person("Nemo", "Unnamed")
    as_(client, world.cleo)
    client.post(topic(world, "aim"), {"go": "later", "goals": CANARY})
    client.post(topic(world, "private"), {"go": f"add:{nemo.id}"})
    services.submit_intake(
        by=world.cleo,
        enrollment=world.cleos,
        submission=services.Submission(answers=MENTEE, exclusions=[nemo.id]),
    )
    return nemo


def test_drafts_and_exclusions_leave_no_trace_in_a_dump(client, world, tmp_path):
    nemo = keep_secrets_of_cleo(client, world)
    dump = tmp_path / "dump.json"

    # The scoped default manager hides other tenants; a dump reads the tables themselves.
    call_command("dumpdata", all=True, output=str(dump), verbosity=0)

    rows = json.loads(dump.read_text())
    assert Exclusion.objects.count() == 1
    assert any(row["model"] == "core.draft" for row in rows)
    assert CANARY not in dump.read_text()
    elsewhere = [row for row in rows if str(nemo.id) in json.dumps(row)]
    assert [row["model"] for row in elsewhere] == ["people.person"]


def test_drafts_of_others_are_on_no_page_of_the_office(client, world):
    as_(client, world.cleo)
    client.post(topic(world, "aim"), {"go": "later", "goals": CANARY})
    client.post(topic(world, "card"), {"go": "later", "about": CANARY})
    as_(client, world.alice)
    institution, program = world.institution.slug, world.program.id

    pages = [
        reverse("programs:people", kwargs={"institution": institution, "program_id": program}),
        reverse("programs:detail", kwargs={"institution": institution, "program_id": program}),
        reverse("programs:person", kwargs={"institution": institution, "enrollment_id": world.cleos.id}),
        topic(world, "aim"),
        topic(world, "card"),
        page(world, "check", enrollment_id=world.cleos.id),
    ]

    for where in pages:
        assert CANARY not in client.get(where).content.decode(), where


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_drafts_and_exclusions_are_in_no_export_and_on_no_page_about_the_person(client, world, form):
    RoleAssignment.objects.create(
        person_id=world.alice.person_id, role="coordinator", from_on=date(2026, 1, 1)
    )
    keep_secrets_of_cleo(client, world)
    as_(client, world.alice)
    here = {"institution": world.institution.slug}

    export = client.get(reverse("imports:people", kwargs={**here, "form": form})).content
    hers = client.get(reverse("people:detail", kwargs={**here, "person_id": world.cleo.person_id})).content

    book = read_workbook(export, name=f"people.{form}")
    cells = [str(cell) for sheet in book.sheets for row in sheet.rows for cell in row.values]
    assert "Cleo" in cells
    assert sum("Unnamed" in cell for cell in cells) == 1
    assert not any(CANARY in cell for cell in cells)
    assert CANARY not in hers.decode()
    assert "Nemo" not in hers.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_drafts_and_exclusions_are_not_in_the_file_of_rows_that_stay_out(client, world, form):
    RoleAssignment.objects.create(
        person_id=world.alice.person_id, role="coordinator", from_on=date(2026, 1, 1)
    )
    nemo = keep_secrets_of_cleo(client, world)
    cleo = world.cleos.person
    text = (
        "First name,Last name,E-mail,How many mentors,Wishes\n"
        f"{cleo.given_name},{cleo.family_name},{cleo.email},9,Nobody Known\n"
        "Una,Voss,,1,Nobody Known\n"  # without an address the row stays out
    )
    as_(client, world.alice)
    here = {"institution": world.institution.slug}
    typed = {
        "kind": "mentees",
        "cohort": str(world.cohort.id),
        "file": SimpleUploadedFile("a.csv", text.encode()),
    }
    check = client.post(reverse("imports:new", kwargs=here), typed)["Location"]
    where = reverse(
        "imports:rejected", kwargs={**here, "import_id": SpreadsheetImport.objects.get().id, "form": form}
    )

    file = client.get(where).content

    book = read_workbook(file, name=f"rows.{form}")
    told = " ".join(str(cell) for sheet in book.sheets for row in sheet.rows for cell in row.values)
    assert "Nobody Known" in told
    for words in (told, client.get(check).content.decode()):
        assert CANARY not in words
        assert "Nemo" not in words
        assert str(nemo.id) not in words


def test_director_reads_no_exclusion_in_the_file_of_rows_that_stay_out(client, world):
    for person_id, role in (
        (world.alice.person_id, "coordinator"),
        (make_person("Dora", login=True).id, "director"),
    ):
        RoleAssignment.objects.create(person_id=person_id, role=role, from_on=date(2026, 1, 1))
    text = "First name,Last name,E-mail,Do not match with\nUna,Voss,,Pat Hidden\n"
    here = {"institution": world.institution.slug}
    as_(client, world.alice)
    file = SimpleUploadedFile("a.csv", text.encode())
    client.post(
        reverse("imports:new", kwargs=here), {"kind": "mentees", "cohort": str(world.cohort.id), "file": file}
    )
    staged = SpreadsheetImport.objects.get()
    where = reverse("imports:rejected", kwargs={**here, "import_id": staged.id, "form": "csv"})

    coordinators = client.get(where).content.decode()
    client.force_login(Person.objects.get(given_name="Dora").user)
    directors = client.get(where).content.decode()

    assert "Pat Hidden" in coordinators
    assert "Voss" in directors
    assert "Hidden" not in directors
    assert "Do not match" not in directors
    assert AuditEvent.objects.filter(action="people.rejected_exported", object_id=staged.id).count() == 2


def test_applying_needs_an_open_door(client, world):
    dora = make_person("Dora", login=True)
    client.force_login(dora.user)
    where = page(world, "apply", cohort_id=world.cohort.id, side="mentee")
    assert client.post(where).status_code == 404

    services.change_program_state(by=world.alice, program=world.program, state="running")
    services.update_program(by=world.alice, program=world.program, applications_open=True)
    assert client.post(where).status_code == 302

    assert Enrollment.objects.get(person=dora).state == "applied"


@pytest.mark.parametrize("programs", [1, 30])
def test_own_programs_take_a_fixed_number_of_queries(client, world, programs, django_assert_max_num_queries):
    from datetime import date

    for number in range(programs - 1):
        program = services.create_program(
            by=world.alice, name=f"Program {number}", template="pilot_6", starts_on=date(2027, 1, 1)
        )
        services.enroll_people(
            by=world.alice,
            cohort=program.cycles.get().cohorts.get(),
            people=[services.NewEnrollment(person_id=world.cleo.person_id, side="mentee")],
        )
    as_(client, world.cleo)

    with django_assert_max_num_queries(14):
        answer = client.get(page(world, "mine"))

    assert len(answer.context["parts"]) == programs
