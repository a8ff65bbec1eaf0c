"""One address that is none: the others get their mail, the one is named, and a corrected address lets it go."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django import forms
from django.core import mail as outbox
from django.urls import resolve, reverse

from rounds.accounts.services.logins import invitation_for
from rounds.cli import COMMANDS
from rounds.cli.installation import checkup
from rounds.core import events
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.core.events import ATTEMPTS, OFTEN, dispatch_waiting
from rounds.core.fields import AddressField, is_mail_address
from rounds.core.mail import queue_mail, send_waiting
from rounds.core.models import Event, Institution, OutgoingMail
from rounds.matching.publishing.services.approval import publish_run, send_for_approval
from rounds.matching.runs.services.runs import start_run
from rounds.people.models import Person, RoleAssignment, TrainingProgram, TrainingProgramMember
from rounds.people.services import create_person, update_person
from rounds.programs.models import Intake
from rounds.sheets import CATALOGS
from rounds.sheets.cells.values import read_email
from rounds.web.jobs.steps import WORDS
from tests.architecture.test_forms import all_forms
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import add_mentor, add_person, add_residency, make_scene, solve_now

CURLY = "siobhan.o\u2019neil@st-brigid.example"
NONE = [
    CURLY,
    "first..last@x.example",
    "a.@x.example",
    "@x.example",
    "a@",
    "a b@x.example",
    "\u00f6@x.example",
]
# a domain may have letters of any language, what stands before the @ may not: few servers take that
GOOD = ["siobhan.o'neil@st-brigid.example", "a+b@x.example", "a@m\u00fcller.example"]


@pytest.fixture
def scene(in_hospital):
    Institution.objects.update(mail_is_live=True)
    return make_scene(in_hospital, mentees=3, mentors=3)


def break_address(person, address=CURLY):
    """Give somebody an address that came in before there was a rule."""
    Person.objects.filter(id=person.id).update(email=address)
    person.refresh_from_db()
    return person


def signed_in(scene, client, name="Alice"):
    sign_in_client(client, scene.people[name].user)
    return client


def page(name, **arguments):
    return reverse(name, kwargs={"institution": Institution.objects.get().slug, **arguments})


@pytest.mark.parametrize(
    ("address", "is_good"), [*((one, False) for one in NONE), *((one, True) for one in GOOD)]
)
def test_import_form_service_and_queue_have_one_rule(in_hospital, scene, address, is_good):
    target = next(one for one in CATALOGS["mentors"].targets if one.key == "email")

    taken = {
        "rule": is_mail_address(address),
        "import": not read_email(target, address).problem,
        "form": not _errors(AddressField(), address),
        "service": _is_taken(lambda: create_person(by=scene.alice, family_name="New", email=address)),
        "queue": _queue(scene, address),
    }

    assert set(taken.values()) == {is_good}, taken


def _errors(field, text):
    try:
        field.clean(text)
    except forms.ValidationError as error:
        return error.messages
    return []


def _is_taken(step):
    try:
        step()
    except DomainError:
        return False
    return True


def _queue(scene, address):
    letter = {"key": address, "kind": "test", "subject": "s", "body": "b", "by": scene.alice}
    return _is_taken(lambda: queue_mail(to_address=address, **letter))


def test_every_address_of_every_form_is_of_the_one_field():
    wrong = [
        f"{form.__name__}.{name}"
        for form in all_forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.EmailField) and not isinstance(field, AddressField)
    ]

    assert wrong == []


def test_publishing_asks_the_others_names_the_one_and_sends_once_it_is_corrected(client, scene):
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    publish_run(run_id=run.id, by=scene.alice)
    bad = break_address(scene.people["Bob"])

    dispatch_waiting()
    OutgoingMail.objects.update(send_after=now() - timedelta(minutes=1))
    send_waiting()

    assert Event.objects.filter(dispatched_at=None).count() == 0
    letters = OutgoingMail.objects.filter(kind="pair_offer")
    assert letters.filter(state="sent").count() == letters.count() - 1 > 0
    assert letters.get(state="held").to_person_id == bad.id
    home = signed_in(scene, client).get(page("home")).content.decode()
    assert "1 message has not arrived" in home
    assert bad.display_name in home
    assert "is not an e-mail address" in home
    update_person(person=bad, by=scene.alice, email="bob.right@example.org")
    send_waiting()
    assert outbox.outbox[-1].to == ["bob.right@example.org"]
    assert "has not arrived" not in client.get(page("home")).content.decode()


def test_reminding_reaches_the_others_names_the_one_and_sends_once_it_is_corrected(client, scene):
    Intake.objects.filter(
        enrollment__in=[add_mentor(scene, name) for name in ("Dora", "Ewa", "Fritz")]
    ).delete()
    bad = break_address(scene.people["Dora"], "first..last@example.org")
    remind = page("programs:remind", program_id=scene.program.id)

    question = signed_in(scene, client).get(remind).content.decode()
    answer = client.post(remind, follow=True).content.decode()

    reminders = OutgoingMail.objects.filter(kind="intake_reminder")
    assert "Remind 2 people?" in question
    assert f"{bad.display_name} has no usable address: first..last@example.org" in question
    assert "2 reminders leave in 15 minutes" in answer
    assert bad.display_name in answer
    assert sorted(reminders.values_list("state", flat=True)) == ["held", "waiting", "waiting"]
    assert "1 person is not reached by mail" in client.get(page("home")).content.decode()
    update_person(person=bad, by=scene.alice, email="dora@example.org")
    OutgoingMail.objects.update(send_after=now() - timedelta(minutes=1))
    send_waiting()
    assert {one.to[0] for one in outbox.outbox} >= {"dora@example.org"}


def test_inviting_reaches_the_others_names_the_one_and_sends_once_it_is_corrected(client, scene):
    ewa, fritz = (add_mentor(scene, name) and scene.people[name] for name in ("Ewa", "Fritz"))
    bad = break_address(scene.people["Cleo"], "a.@example.org")
    Person.objects.filter(id__in=[ewa.id, fritz.id, bad.id]).update(user=None)
    where = page("access:send_invitations") + "?" + "&".join(f"person={one.id}" for one in (ewa, fritz, bad))

    question = signed_in(scene, client).get(where).content.decode()
    answer = client.post(where, follow=True).content.decode()

    assert "Invite 2 people?" in question
    assert bad.display_name in question
    assert "2 invitations leave in 15 minutes" in answer
    assert f"{bad.display_name} has no usable address" in answer
    letters = OutgoingMail.objects.filter(kind="invitation")
    assert sorted(letters.values_list("state", flat=True)) == ["held", "waiting", "waiting"]
    assert bad.display_name in client.get(page("home")).content.decode()
    update_person(person=bad, by=scene.alice, email="cleo.right@example.org")
    letters.update(send_after=now() - timedelta(minutes=1))
    send_waiting()
    last = outbox.outbox[-1]
    assert {one.to[0] for one in outbox.outbox} == {ewa.email, fritz.email, "cleo.right@example.org"}
    assert invitation_for(re.search(r"/invitations?/([^/\s]+)/", last.body)[1]).person_id == bad.id


def test_second_invitation_of_who_waits_for_an_address_is_the_only_one(client, scene):
    bad = break_address(scene.people["Cleo"], "a.@example.org")
    Person.objects.filter(id__in=[scene.people["Bob"].id, bad.id]).update(user=None)
    where = page("access:send_invitations") + f"?person={bad.id}&person={scene.people['Bob'].id}"
    signed_in(scene, client).post(where)
    Person.objects.filter(id=bad.id).update(email="cleo.right@example.org")

    client.post(where)

    letters = OutgoingMail.objects.filter(kind="invitation", to_person_id=bad.id)
    assert sorted(letters.values_list("state", flat=True)) == ["stopped", "waiting"]


def test_asking_program_directors_reaches_the_others_and_the_one_once_it_is_corrected(scene):
    add_residency(scene)
    add_person(scene, "Paula", login=True)
    residency = TrainingProgram.objects.get()
    TrainingProgramMember.objects.create(
        training_program=residency, person=scene.people["Paula"], kind="director", from_on="2020-01-01"
    )
    RoleAssignment.objects.create(
        person=scene.people["Paula"], role="residency_director", scope_id=residency.id, from_on="2020-01-01"
    )
    bad = break_address(scene.people["Rolf"], "")
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    send_for_approval(run_id=run.id, by=scene.alice)

    dispatch_waiting()

    letters = OutgoingMail.objects.filter(kind="trainees_pairs")
    assert {(one.to_person_id, one.state) for one in letters} == {
        (bad.id, "held"),
        (scene.people["Paula"].id, "waiting"),
    }
    update_person(person=bad, by=scene.alice, email="rolf@example.org")
    letters.update(send_after=now() - timedelta(minutes=1))
    send_waiting()
    assert "rolf@example.org" in {one.to[0] for one in outbox.outbox}


def test_address_for_answers_that_is_none_stops_nobody(scene):
    Institution.objects.update(reply_to="office@example.org")
    letter = {"kind": "test", "subject": "s", "body": "b", "by": scene.alice}

    own = queue_mail(key="k", to_address="a@example.org", reply_to="a.@example.org", **letter)
    Institution.objects.update(reply_to=CURLY)
    none = queue_mail(key="l", to_address="a@example.org", **letter)

    assert (own.reply_to, none.reply_to) == ("office@example.org", "")


def test_what_came_back_is_tried_again_by_a_press(client, scene):
    bob = scene.people["Bob"]
    letter = {"kind": "test", "subject": "s", "body": "b", "by": scene.alice, "program_id": scene.program.id}
    mail = queue_mail(key="k", to_address="old@example.org", to_person_id=bob.id, **letter)
    OutgoingMail.objects.filter(id=mail.id).update(state="bounced", problem="550 no such user")
    signed_in(scene, client)

    assert "1 message has not arrived" in client.get(page("home")).content.decode()
    client.post(page("sent:again", mail_id=mail.id))
    send_waiting()

    assert outbox.outbox[-1].to == [bob.email]


def test_message_that_waits_for_an_address_is_stopped_with_its_batch(scene):
    from rounds.core.mail import new_batch, stop_batch

    batch = new_batch()
    letter = {"kind": "test", "subject": "s", "body": "b", "by": scene.alice, "batch": batch}
    queue_mail(key="k", to_address=CURLY, to_person_id=scene.people["Bob"].id, **letter)

    assert stop_batch(batch.id, by=scene.alice) == 1
    assert OutgoingMail.objects.get().state == "stopped"


def test_rehearsal_never_reaches_whose_address_is_corrected(scene):
    Institution.objects.update(mail_is_live=False)
    letter = {"kind": "test", "subject": "s", "body": "b", "by": scene.alice}
    queue_mail(key="k", to_address="", to_person_id=scene.people["Bob"].id, **letter)
    queue_mail(key="l", to_address=CURLY, to_person_id=scene.people["Bob"].id, **letter)

    send_waiting()

    assert {one.to[0] for one in outbox.outbox} == {scene.people["Alice"].user.email}
    assert {one.meant_for for one in OutgoingMail.objects.all()} == {scene.people["Bob"].email}


# steps that fail


def test_step_that_fails_again_and_again_is_on_home_and_tried_again_by_a_press(
    client, scene, monkeypatch, clock
):
    heard = []

    def fail(event):
        heard.append(event.id)
        if len(heard) < ATTEMPTS + 1:
            raise ValueError

    monkeypatch.setitem(events._handlers, "run.published", [fail])
    events.emit("run.published", institution_id=scene.institution.id)
    for _try in range(ATTEMPTS):
        dispatch_waiting()
        clock.shift(timedelta(hours=2))

    assert "1 step did not go through" in signed_in(scene, client).get(page("home")).content.decode()
    steps = client.get(page("jobs:steps")).content.decode()
    assert "not tried again by itself" in steps
    assert str(WORDS["run.published"]) in steps
    client.post(page("jobs:steps"), {"event": Event.objects.get(dispatched_at=None).id})
    dispatch_waiting()
    assert "did not go through" not in client.get(page("home")).content.decode()
    assert len(heard) == ATTEMPTS + 1


def test_step_is_told_of_while_it_is_still_tried(scene, client):
    Event.objects.create(institution_id=scene.institution.id, name="offer.made", attempts=OFTEN, problem="X")
    Event.objects.create(
        institution_id=scene.institution.id, name="offer.made", attempts=OFTEN - 1, problem="X"
    )

    assert "1 step did not go through" in signed_in(scene, client).get(page("home")).content.decode()


def test_every_step_that_can_fail_has_words():
    assert set(WORDS) == set(events._handlers)


def test_doctor_names_pages_and_commands_that_exist(scene):
    Event.objects.create(institution_id=scene.institution.id, name="offer.made", attempts=2, problem="X")

    sentences = " ".join(finding.sentence for finding in checkup.check_installation())

    commands = re.findall(r"(?:Run|Start): rounds ([a-z]+)", Path(checkup.__file__).read_text())
    assert len(commands) >= 3
    assert set(commands) <= set(COMMANDS)
    pages = [word for word in sentences.split() if word.startswith("http")]
    assert any(word.endswith("/jobs/steps/") for word in pages)
    for address in pages:
        resolve("/" + address.split("/", 3)[3])
