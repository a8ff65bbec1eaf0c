"""From an empty program to its match: each page of the import leads to the next one, and names the program."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rounds.core.access import Viewer
from rounds.core.database.scope import scope
from rounds.core.jobs import run_waiting
from rounds.core.models import User
from rounds.people.models import Person, RoleAssignment
from rounds.programs.models import Cohort
from rounds.programs.services import create_program

MENTORS = "Last,First,Email,Places\nStone,Eli,eli@x.example,2\n"
MENTEES = "Last,First,Email,PGY\nRamos,Amara,amara@x.example,2\nSolberg,Priya,priya@x.example,1\n"


@pytest.fixture
def cohorts(hospital, client):
    """Alice is signed in and coordinates two programs."""
    user = User.objects.create_user("alice@x.example")
    with scope(hospital.id):
        person = Person.objects.create(user=user, given_name="Alice", family_name="Osborne", email=user.email)
        RoleAssignment.objects.create(person=person, role="coordinator", from_on=date(2026, 1, 1))
        by = Viewer(hospital.id, user.id, person.id, "Alice Osborne")
        for name in ("Leadership", "Surgery"):
            create_program(
                by=by, name=name, template="leadership_12", starts_on=date(2026, 7, 1), coordinator=person
            )
        client.force_login(user)
        return list(Cohort.objects.select_related("cycle__program").order_by("cycle__program__name"))


def at(name: str, **arguments):
    return reverse(name, kwargs={"institution": "st-brigid", **arguments})


def bring(client, text, kind, cohort=""):
    """Choose a file; import it where the check has nothing to ask; return the last page."""
    form = {"file": SimpleUploadedFile("a.csv", text.encode()), "kind": kind, "cohort": str(cohort)}
    answer = client.post(at("imports:new"), form, follow=True)
    if "page" not in answer.context:
        return answer
    where = answer.request["PATH_INFO"]
    assert "of Surgery" in answer.content.decode()
    return client.post(where, {"version": "1", "do": "import"}, follow=True)


def test_missing_side_leads_to_its_import_and_the_import_to_the_match(client, cohorts):
    surgery = cohorts[1]
    program = at("programs:detail", program_id=surgery.cycle.program_id)

    steps = {step.key: step for step in client.get(program).context["steps"]}
    asked = client.get(at(steps["mentors"].page) + steps["mentors"].query)
    assert asked.context["form"].initial == {"kind": "mentors", "cohort": str(surgery.id)}

    first = bring(client, MENTORS, "mentors", surgery.id)
    assert "of Surgery" in first.content.decode()
    second = client.get(first.context["next"].href)
    assert second.context["form"].initial == {"kind": "mentees", "cohort": str(surgery.id)}

    done = bring(client, MENTEES, "mentees", surgery.id)
    assert done.context["next"].href == at("matching:cohort", cohort_id=surgery.id)
    steps = {step.key: step for step in client.get(program).context["steps"]}
    assert steps["mentors"].page == "programs:people"


def test_which_of_several_programs_is_asked(client, cohorts):
    answer = bring(client, MENTORS, "mentors")

    assert "Say which program they join" in answer.context["form"].errors["cohort"][0]


def test_cohorts_of_one_program_are_told_apart(client, cohorts):
    """A phase that begins adds a cohort of its own to a program with one, whatever the program is called."""
    with scope(cohorts[0].institution_id):
        Cohort.objects.create(cycle=cohorts[0].cycle, name="Second half")

    shown = [label for _key, label in client.get(at("imports:new")).context["form"].fields["cohort"].choices]

    assert len(shown) == len(set(shown)) == 5
    assert {"Leadership, Second half", "Surgery"} <= set(shown)


def test_import_taken_back_leads_nowhere_on(client, cohorts):
    done = bring(client, MENTORS, "mentors", cohorts[1].id)
    spreadsheet = done.context["spreadsheet"]

    assert "1 person whom it created is deleted." in " ".join(done.content.decode().split())
    client.post(at("imports:undo", import_id=spreadsheet.id))

    after = client.get(at("imports:check", import_id=spreadsheet.id))
    assert after.context["next"] is None


def test_page_of_a_wide_file_is_as_light_as_that_of_a_narrow_one(client, cohorts):
    sizes = []
    for columns in (80, 900):
        names = ["Last", "First", "Email", *(f"Question {number}" for number in range(columns))]
        people = ["Stone", "Eli", "eli@x.example", *(f"answer {number}" for number in range(columns))]
        text = f"{','.join(names)}\n{','.join(people)}\n"
        form = {"file": SimpleUploadedFile("a.csv", text.encode()), "kind": "roster"}

        checked = client.post(at("imports:new"), form)
        run_waiting()  # a wide file is checked by the worker
        page = client.get(checked["Location"])

        sizes.append(page.content.count(b"<option"))
        assert f"{columns} not known" in page.content.decode()
    assert client.get(f"{checked['Location']}?page=2").context["page"].shown_asked.number == 2
    assert sizes[0] == sizes[1]
