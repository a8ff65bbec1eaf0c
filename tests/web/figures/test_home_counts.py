"""Every figure of the office's pages about intake and pairs, against a plain count over the same untidy world, read by each role."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.models import OutgoingMail, User
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services.pairs import record_existing_pair
from rounds.people.models import Leave, Person
from rounds.programs.models import Enrollment, Intake, Program
from rounds.web.home.others import WORDS
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import make_scene
from tests.mentorships.test_services import opening
from tests.web.figures.crowd import look

pytestmark = pytest.mark.django_db


def plain_count(program):
    """Count by hand: person by person, without any selector of the product."""
    found = {"missing": 0, "confirm": 0, "applied": 0, "begun": 0, "asked": 0, "without": 0, "mentees": 0}
    for one in Enrollment.objects.filter(cohort__cycle__program=program).exclude(state="withdrawn"):
        intakes = Intake.objects.filter(enrollment=one)
        sent = intakes.exclude(submitted_at=None).order_by("version").last()
        is_expected = one.state != "applied" and one.person.left_on is None
        found["applied"] += one.state == "applied"
        found["missing"] += is_expected and not intakes.exists()
        confirms = sent is None or (sent.entered_by_id and not sent.confirmed_at)
        found["confirm"] += bool(is_expected and intakes.exists() and confirms)
        if one.side == "mentee":
            states = set(Mentorship.objects.filter(mentee_enrollment=one).values_list("state", flat=True))
            found["mentees"] += 1
            has_begun, is_asked = states & {"active", "paused"}, states & {"proposed", "offered", "accepted"}
            found["begun" if has_begun else "asked" if is_asked else "without"] += 1
    return found


def number_before(words, page):
    found = re.search(rf"(\d+) {words}", page)
    return int(found[1]) if found else 0


def test_home_counts_what_is_there(crowd):
    scene, _nursing = crowd
    counted = plain_count(scene.program)

    answer = look(scene, f"?program={scene.program.id}")

    page = " ".join(answer.text.split())
    assert min(counted.values()) > 0, "the world has one of each kind"
    assert number_before("(?:person has|people have) not finished intake", page) == counted["missing"]
    assert number_before("(?:person has|people have) not confirmed answers", page) == counted["confirm"]
    assert number_before("(?:person has|people have) applied", page) == counted["applied"]
    assert f"{counted['asked']} wait for an answer, {counted['without']} without a mentor" in page
    figure = next(one for one in answer.context["office"].figures if "begun" in str(one.label))
    assert (figure.value, figure.most) == (counted["begun"], counted["mentees"])
    assert "All is well" not in page
    assert "Everything else is on course" not in page


def test_home_names_what_waits_in_other_programs(crowd):
    scene, nursing = crowd
    counted = plain_count(nursing)

    page = " ".join(look(scene, f"?program={scene.program.id}").text.split())

    assert f"answers of {counted['missing']} people missing" in page
    assert f"{counted['without']} mentees without a mentor" in page


def homes(scene):
    return [look(scene, f"?program={one.id}") for one in Program.objects.all()]


def said_elsewhere(page):
    return {one.program.id: dict(one.kinds) for one in page.context["others"]}


def test_what_is_said_of_other_programs_is_what_their_own_home_shows(crowd):
    scene, _nursing = crowd
    pages = homes(scene)
    shown = {}
    for page in pages:
        groups = page.context["office"].groups
        shown[page.context["office"].program.id] = {
            one.key: number_before("", f" {one.title}") for one in groups if one.key in WORDS
        }

    assert len(pages) == 2
    assert {"intake", "unconfirmed", "applied"} <= {key for one in shown.values() for key in one}
    for page in pages:
        for program_id, kinds in said_elsewhere(page).items():
            assert kinds == shown[program_id]


def test_home_opens_on_what_presses_most_and_counts_every_program(crowd):
    scene, _nursing = crowd
    # the first by alphabet has nothing to do
    Program.objects.create(name="Aaa", slug="aaa", template="leadership_12", state="running")

    page = look(scene, "")

    here = page.context["office"]
    assert here.program == scene.program
    words = {
        1: "One thing needs",
        2: "Two things need",
        3: "Three things need",
        4: "Four things need",
        5: "Five things need",
    }
    assert page.context["sentence"] == (
        f"{words[len(here.groups)]} you today. Something waits in another program."
    )
    assert len(said_elsewhere(page)) == 1


@pytest.mark.parametrize("show", ["missing", "confirm", "applied"])
def test_heading_of_a_list_counts_the_chosen_people(crowd, show):
    scene, _nursing = crowd
    counted = plain_count(scene.program)

    page = look(scene, f"programs/{scene.program.id}/people/?state={show}")

    assert page.context["page"].paginator.count == counted[show]
    assert page.context["heading"].startswith(f"{counted[show]} p")
    assert ("not finished intake" in page.context["heading"]) == (show == "missing")


def test_days_away_stand_on_the_page_of_person_and_pair_until_they_are_over(crowd):
    scene, _nursing = crowd
    pair = Mentorship.objects.filter(state="active").first()
    today = institution_today()
    pages = (f"people/{pair.mentor_id}/", f"year/{pair.id}/")
    for first, last in ((3, 9), (-9, -3)):
        days = [today + timedelta(days=number) for number in (first, last)]
        Leave.objects.create(person_id=pair.mentor_id, from_on=days[0], to_on=days[1])

    for page in pages:
        text = " ".join(look(scene, page).text.split())
        assert text.count("Away from ") == 1, page
        assert f"Away from {today + timedelta(days=3):%-d %b %Y}, back on" in text


def test_button_count_list_and_mail_are_one_selection(crowd):
    scene, _nursing = crowd
    counted = plain_count(scene.program)
    below = f"programs/{scene.program.id}/people/"
    home = " ".join(look(scene, f"?program={scene.program.id}").text.split())
    button = number_before(r"(?:person|people)(?= </a>|</a>)", home.partition("Remind ")[2][:40])

    listed = look(scene, f"{below}?state=missing").context["page"].paginator.count
    asked = look(scene, f"programs/{scene.program.id}/remind/").context["reached"]
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    client.post(f"/{scene.institution.slug}/programs/{scene.program.id}/remind/")

    letters = OutgoingMail.objects.filter(kind="intake_reminder")
    assert listed == counted["missing"]
    assert len(asked) == letters.count() == counted["missing"] == (button or counted["missing"])
    assert {one.to_person_id for one in letters} == {row.person_id for row in asked}


def test_reminder_after_a_stop_leaves_on_the_same_day(crowd):
    scene, _nursing = crowd
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    remind = f"/{scene.institution.slug}/programs/{scene.program.id}/remind/"
    client.post(remind)
    OutgoingMail.objects.update(state="stopped")

    client.post(remind)
    client.post(remind)

    waiting = OutgoingMail.objects.filter(state="waiting")
    assert waiting.count() == plain_count(scene.program)["missing"]


def test_imported_answers_are_to_confirm_and_get_another_letter(crowd):
    scene, _nursing = crowd
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)

    page = look(scene, f"programs/{scene.program.id}/people/?state=confirm").text
    client.post(f"/{scene.institution.slug}/programs/{scene.program.id}/remind/?state=confirm")

    assert "Imported, to confirm" in page
    assert "Entered by the office" in page
    assert {one.subject for one in OutgoingMail.objects.all()} == {"Leadership: are these answers right?"}


def test_home_of_one_who_coordinates_all_is_calm_only_when_nothing_waits(in_hospital):
    scene = make_scene(in_hospital)
    record_existing_pair(
        pair=opening(scene),
        started_on=institution_today(),
        cycle_id=scene.cohort.cycle_id,
        program_id=scene.program.id,
        by=scene.alice,
    )
    Program.objects.update(state="running")

    with scope(in_hospital.id):
        page = " ".join(look(scene, "").text.split())

    assert "All is well" in page
    assert "Nothing needs you today. Everything is on course." in page


def links_to(page, name, scene):
    """Return the pairs that a page leads to, read from its links alone."""
    below = reverse(name, kwargs={"institution": scene.institution.slug, "mentorship_id": UUID(int=0)})
    start = below.partition(str(UUID(int=0)))[0]
    return {UUID(found) for found in re.findall(rf'href="{re.escape(start)}([0-9a-f-]{{36}})/?"', page)}


def pairs_by_hand(person):
    return [one for one in Mentorship.objects.all() if person.id in (one.mentor_id, one.mentee_id)]


def test_office_says_the_same_pairs_of_everybody_on_each_page(crowd):
    scene, _nursing = crowd
    paired = 0

    for person in Person.objects.exclude(given_name="Alice"):
        mine = {one.id for one in pairs_by_hand(person)}
        taking = {one.id for one in pairs_by_hand(person) if one.state != "ended"}
        page = look(scene, f"people/{person.id}/").text
        parts = Enrollment.objects.filter(person=person)
        assert links_to(page, "year:pair", scene) == mine, person
        assert all(f"/person/{part.id}/" in page for part in parts), person
        assert taking <= links_to(look(scene, f"find/?q={person.family_name}").text, "year:pair", scene)
        paired += bool(mine)

    assert paired >= 5
    assert links_to(look(scene, "year/").text, "year:pair", scene) == {
        one.id for one in Mentorship.objects.exclude(state="ended")
    }


def test_participants_read_the_same_pairs_on_home_and_year(crowd):
    scene, _nursing = crowd
    seen = 0

    for person in Person.objects.exclude(given_name="Alice"):
        if person.user_id is None:
            person.user = User.objects.create_user(f"{person.id.hex}@brigid.example")
            person.save()
        as_mentor = [one for one in pairs_by_hand(person) if one.mentor_id == person.id]
        as_mentee = [
            one for one in pairs_by_hand(person) if one.mentee_id == person.id and one.opened_on is not None
        ]
        known = {one.id for one in as_mentor + as_mentee}
        running = {one.id for one in as_mentor + as_mentee if one.state != "ended"}
        client = Client()
        sign_in_client(client, person.user)
        slug = scene.institution.slug
        assert links_to(client.get(f"/{slug}/").text, "pairs:pair", scene) == running, person
        assert links_to(client.get(f"/{slug}/pairs/").text, "pairs:pair", scene) == known, person
        for pair in Mentorship.objects.all():
            status = client.get(f"/{slug}/pairs/{pair.id}/").status_code
            assert status == (200 if pair.id in known else 404)
        seen += len(known)

    assert seen >= 4
