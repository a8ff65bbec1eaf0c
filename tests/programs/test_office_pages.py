"""Pages of the program office: set-up, who is missing, reminders, words of mail."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from rounds.accounts.models import PendingChange
from rounds.accounts.services.access_changes import confirm_change
from rounds.core.access import viewer_for
from rounds.core.clock import institution_today
from rounds.core.mail import send_waiting
from rounds.core.models import Institution, OutgoingMail, User
from rounds.people.models import Person, RoleAssignment
from rounds.people.services import record_leaving
from rounds.programs import services
from rounds.programs.models import MailText, Priority, Program, ProgramRole
from tests.programs.builders import MENTEE, make_person


def page(world, name, **arguments):
    return reverse(f"programs:{name}", kwargs={"institution": world.institution.slug, **arguments})


def of_program(world, name):
    return page(world, name, program_id=world.program.id)


@pytest.fixture
def alice(client, world):
    client.force_login(User.objects.get(id=world.alice.user_id))
    return client


@pytest.fixture
def live(world):
    Institution.objects.filter(id=world.institution.id).update(mail_is_live=True)


def reminders():
    return OutgoingMail.objects.filter(kind="intake_reminder")


def test_program_is_made_from_a_template(alice, world):
    RoleAssignment.objects.create(
        person_id=world.alice.person_id, role="coordinator", from_on=date(2026, 1, 1)
    )

    answer = alice.post(
        page(world, "new"),
        {"template": "pilot_6", "name": "Surgery Pilot", "starts_on": f"{date.today().year + 1}-03-01"},
    )

    program = Program.objects.get(name="Surgery Pilot")
    assert answer.url == page(world, "detail", program_id=program.id)
    assert (program.months, program.checkins_per_year) == (6, 6)
    assert program.roles.get().person_id == world.alice.person_id


def test_first_day_of_long_ago_is_refused_with_the_days_that_can_be_chosen(alice, world):
    RoleAssignment.objects.create(
        person_id=world.alice.person_id, role="coordinator", from_on=date(2026, 1, 1)
    )

    answer = alice.post(page(world, "new"), {"template": "pilot_6", "name": "Old", "starts_on": "2001-02-03"})

    assert str(answer.context["form"].errors["starts_on"][0]).startswith("Choose a day from")
    assert not Program.objects.filter(name="Old").exists()


def test_coordinator_of_one_program_founds_no_other(alice, world):
    assert alice.get(page(world, "new")).status_code == 404


def test_name_that_is_taken_comes_back_with_what_was_typed(alice, world):
    RoleAssignment.objects.create(
        person_id=world.alice.person_id, role="coordinator", from_on=date(2026, 1, 1)
    )
    typed = {"template": "pilot_6", "name": world.program.name, "starts_on": f"{date.today().year + 1}-03-01"}

    answer = alice.post(page(world, "new"), typed)

    assert answer.context["form"].errors["name"]
    assert Program.objects.count() == 1


def test_checklist_says_what_is_missing(alice, world):
    steps = {step.key: step.is_done for step in alice.get(of_program(world, "detail")).context["steps"]}

    assert steps["mentors"]
    assert not steps["reply_to"]
    missing = alice.get(of_program(world, "detail")).context["missing"]
    assert "reply_to" in {step.key for step in missing}


def test_starting_twice_says_so_and_changes_nothing(alice, world):
    world.program.reply_to = "office@example.org"
    world.program.save()
    alice.post(of_program(world, "start"))
    answer = alice.post(of_program(world, "start"), follow=True)

    assert "does not follow" in answer.content.decode()
    assert Program.objects.get().state == "running"


def test_settings_are_changed_and_recorded(alice, world):
    form = alice.get(of_program(world, "settings")).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}

    answer = alice.post(of_program(world, "settings"), {**typed, "months": "9", "reply_to": "a@example.org"})

    assert answer.status_code == 302
    assert Program.objects.get().months == 9


def test_priority_is_added_changed_and_taken_out(alice, world):
    typed = {"name": "Telehealth", "from_on": "2027-01-01", "weight": "12", "rationale": "From home"}
    alice.post(of_program(world, "priorities"), typed)
    priority = Priority.objects.get()
    where = page(world, "priority", program_id=world.program.id, priority_id=priority.id)

    bad = alice.post(where, {**typed, "to_on": "2026-01-01"})
    assert bad.context["form"].errors["to_on"]
    alice.post(where, {**typed, "weight": "20"})
    assert Priority.objects.get().weight == 20
    alice.post(where, {"go": "remove"})

    assert not Priority.objects.exists()


def test_role_is_asked_for_and_ended(alice, world):
    dora = make_person("Dora", login=True)

    alice.post(of_program(world, "roles"), {"person": str(dora.id), "role": "director"})
    assert not ProgramRole.objects.filter(person=dora).exists(), "one person alone gave the role"
    change = PendingChange.objects.get(person=dora)
    confirm_change(change=change, by=viewer_for(world.program.institution_id, dora.user_id))
    given = ProgramRole.objects.get(person=dora)
    alice.post(page(world, "end_role", program_id=world.program.id, role_id=given.id))

    given.refresh_from_db()
    assert given.to_on is not None


@pytest.mark.parametrize("people", [1, 30])
def test_chase_page_takes_a_fixed_number_of_queries(alice, world, people, django_assert_max_num_queries):
    entries = [
        services.NewEnrollment(person_id=make_person(f"P{number}").id, side="mentee")
        for number in range(people)
    ]
    services.enroll_people(by=world.alice, cohort=world.cohort, people=entries)

    with django_assert_max_num_queries(20):
        answer = alice.get(of_program(world, "people"))

    assert answer.context["all"] == people + 2


def test_chase_page_shows_where_somebody_stopped(alice, world):
    services.note_topic(by=world.cleo, enrollment=world.cleos, topic="times")

    text = alice.get(of_program(world, "people") + "?state=stopped").content.decode()

    assert "When can you usually meet?" in text
    assert "Bob Example" not in text


def test_who_has_left_is_named_as_gone_and_not_reminded(alice, world, live):
    record_leaving(
        people=[Person.objects.get(id=world.cleo.person_id)], on=institution_today(), by=world.alice
    )

    text = alice.get(of_program(world, "people")).content.decode()
    alice.post(of_program(world, "remind"))

    assert "gone from" in text
    assert [mail.to_address for mail in reminders()] == ["bob.example@example.org"]


def test_reminder_reaches_those_who_wait_once_a_day(alice, world, live):
    services.submit_intake(
        by=world.cleo, enrollment=world.cleos, submission=services.Submission(answers=MENTEE)
    )

    alice.post(of_program(world, "remind"))
    alice.post(of_program(world, "remind"))

    mail = reminders().get()
    assert (mail.to_address, mail.from_name) == ("bob.example@example.org", "Leadership Mentorship")
    assert str(world.bobs.id) in mail.body


def test_reminder_that_was_stopped_or_waits_is_not_said_to_be_got(alice, world, live):
    alice.post(of_program(world, "remind"))
    waits = alice.get(of_program(world, "remind")).content.decode()
    reminders().update(state="stopped")

    stopped = alice.get(of_program(world, "remind")).content.decode()
    alice.post(of_program(world, "remind"))

    assert "one that waits to leave" in waits
    assert "Remind 2 people" in stopped
    assert "today" not in stopped.partition("<h1")[2].partition("</form>")[0]
    assert sorted(reminders().values_list("state", flat=True)) == ["stopped"] * 2 + ["waiting"] * 2


def test_who_has_only_to_confirm_is_shown_and_sent_that_text_while_it_fits(alice, world, live, clock):
    services.submit_intake(
        by=world.alice, enrollment=world.cleos, submission=services.Submission(answers=MENTEE)
    )
    url = of_program(world, "remind") + "?state=confirm"

    shown = alice.get(url).content.decode()
    alice.post(url)
    mail = reminders().get()

    assert "Ask 1 person to confirm" in shown
    assert "are these answers right?" in shown
    assert "still missing" not in shown
    assert mail.subject.endswith("are these answers right?")
    services.submit_intake(
        by=world.cleo, enrollment=world.cleos, submission=services.Submission(answers=MENTEE)
    )
    clock.shift(timedelta(minutes=16))
    send_waiting()
    mail.refresh_from_db()
    assert mail.state == "stopped"


def test_reminder_in_rehearsal_comes_to_its_sender(alice, world):
    alice.post(of_program(world, "remind"))

    assert {mail.to_address for mail in reminders()} == {"alice.example@example.org"}
    assert {mail.meant_for for mail in reminders()} == {"bob.example@example.org", "cleo.example@example.org"}


def test_reminder_goes_to_the_filtered_side_alone(alice, world, live):
    alice.post(of_program(world, "remind") + "?side=mentee")

    assert [mail.to_address for mail in reminders()] == ["cleo.example@example.org"]


def test_looking_at_the_question_sends_nothing(alice, world, live):
    answer = alice.get(of_program(world, "remind"))

    assert "Remind 2 people" in answer.content.decode()
    assert not reminders().exists()


def test_bounce_is_listed_with_its_reason(alice, world, live):
    alice.post(of_program(world, "remind"))
    reminders().filter(to_person_id=world.bob.person_id).update(state="bounced", problem="550 no such user")

    text = alice.get(of_program(world, "people")).content.decode()

    assert "1 person is not reached by mail" in text
    assert "550 no such user" in text


def test_own_words_are_saved_used_and_forgotten(alice, world, live):
    typed = {"go": "save", "subject": "Hello {name}", "body": "Please answer: {link}"}
    alice.post(of_program(world, "texts"), typed)
    alice.post(of_program(world, "remind") + "?side=mentor")

    mail = reminders().get()
    assert mail.subject == "Hello Bob Example"
    assert "{link}" not in mail.body
    alice.post(of_program(world, "texts"), {"go": "standard"})
    assert not MailText.objects.exists()


def test_word_that_nobody_fills_in_is_refused_with_its_name(alice, world):
    typed = {"go": "save", "subject": "Hello", "body": "Dear {nmae}"}

    answer = alice.post(of_program(world, "texts"), typed)

    assert "{nmae}" in str(answer.context["form"].errors["body"])
    assert not MailText.objects.exists()


def test_test_message_goes_to_oneself_and_saves_nothing(alice, world):
    alice.post(of_program(world, "texts"), {"go": "test", "subject": "Hi {name}", "body": "Text {link}"})

    mail = OutgoingMail.objects.get()
    assert (mail.to_address, mail.subject) == ("alice.example@example.org", "Test: Hi Dr. Alex Example")
    assert not MailText.objects.exists()


def test_person_is_added_and_invited(alice, world):
    dora = make_person("Dora")

    typed = {"person": str(dora.id), "side": "mentor", "how": "invitation"}
    alice.post(of_program(world, "find_people"), typed)

    assert world.cohort.enrollments.get(person=dora).state == "invited"


@pytest.fixture
def second(world):
    """Make a second cohort of the same year, in which Dora takes part."""
    cohort = services.add_cohort(by=world.alice, cycle=world.cohort.cycle, name="Surgery")
    entry = services.NewEnrollment(person_id=make_person("Dora").id, side="mentor")
    services.enroll_people(by=world.alice, cohort=cohort, people=[entry])
    return cohort


def test_second_cohort_is_chosen_on_the_chase_page(alice, world, second):
    first = alice.get(of_program(world, "people"))
    chosen = alice.get(of_program(world, "people") + f"?cohort={second.id}")

    assert f"?cohort={second.id}" in first.content.decode()
    assert "Dora Example" not in first.content.decode()
    assert [row.name for row in chosen.context["page"]] == ["Dora Example"]
    assert f"remind/?cohort={second.id}" in chosen.content.decode()


def test_program_with_one_cohort_shows_no_chooser(alice, world):
    assert "?cohort=" not in alice.get(of_program(world, "people")).content.decode()


def test_person_is_added_to_the_chosen_cohort(alice, world, second):
    eve = make_person("Eve")
    where = of_program(world, "find_people") + f"?cohort={second.id}&find=Eve"

    text = alice.get(where).content.decode()
    alice.post(where, {"person": str(eve.id), "side": "mentee"})

    assert "Add to Surgery" in text
    assert second.enrollments.get(person=eve).side == "mentee"
    assert not world.cohort.enrollments.filter(person=eve).exists()


def test_reminder_reaches_the_chosen_cohort_alone(alice, world, second, live):
    answer = alice.post(of_program(world, "remind") + f"?cohort={second.id}")

    assert answer.url.endswith(f"?cohort={second.id}")
    assert [mail.to_address for mail in reminders()] == ["dora.example@example.org"]


@pytest.mark.parametrize("name", ["people", "remind", "find_people"])
def test_cohort_of_another_program_is_not_found(alice, world, name):
    other = services.create_program(
        by=world.alice, name="Pilot", template="pilot_6", starts_on=date(2027, 3, 1)
    )
    theirs = other.cycles.get().cohorts.get()

    assert alice.get(of_program(world, name) + f"?cohort={theirs.id}").status_code == 404
    assert alice.post(of_program(world, name) + f"?cohort={theirs.id}").status_code in (404, 405)


def test_withdrawal_and_coming_back(alice, world):
    where = page(world, "change_state", enrollment_id=world.cleos.id)

    asked = alice.post(where, {"state": "withdrawn"})
    world.cleos.refresh_from_db()
    assert world.cleos.state == "enrolled"
    assert "Withdraw Cleo" in " ".join(asked.text.split())
    alice.post(where, {"state": "withdrawn", "sure": "1"})
    world.cleos.refresh_from_db()
    assert world.cleos.state == "withdrawn"
    alice.post(where, {"state": "enrolled"})

    world.cleos.refresh_from_db()
    assert world.cleos.state == "enrolled"


def test_year_is_closed_and_the_next_opened(alice, world):
    where = of_program(world, "years")

    alice.post(where, {"go": "open", "starts_on": "2028-07-01"})
    assert world.program.cycles.count() == 1
    alice.post(of_program(world, "close_year"))
    alice.post(where, {"go": "open", "starts_on": "2028-07-01"})

    assert sorted(world.program.cycles.values_list("name", "state")) == [
        ("2027–28", "closed"),
        ("2028–29", "open"),
    ]


def test_cohort_of_the_same_name_is_refused_in_words(alice, world):
    answer = alice.post(of_program(world, "years"), {"go": "cohort", "name": world.cohort.name}, follow=True)

    assert "Choose another name" in answer.content.decode()
    assert world.cohort.cycle.cohorts.count() == 1


def test_leaving_names_the_programs_that_have_no_other_coordinator(alice, world):
    dora = make_person("Dora")
    roles = ProgramRole.objects.filter(role="coordinator")
    roles.update(person=dora)
    RoleAssignment.objects.create(
        person_id=world.alice.person_id, role="coordinator", from_on=institution_today()
    )
    leave = reverse("people:leave", kwargs={"institution": world.institution.slug, "person_id": dora.id})

    alone = alice.get(leave).text
    ProgramRole.objects.create(
        program=world.program, person_id=world.bob.person_id, role="coordinator", from_on=institution_today()
    )
    together = alice.get(leave).text
    ProgramRole.objects.filter(person_id=world.bob.person_id).delete()
    Program.objects.update(state="closed")
    closed = alice.get(leave).text

    assert "No other coordinator" in alone
    assert world.program.name in alone
    assert "No other coordinator" not in together
    assert "No other coordinator" not in closed


@pytest.mark.parametrize("go", ["save", "test"])
def test_text_of_a_reminder_without_its_link_is_refused_in_words(alice, world, go):
    answer = alice.post(
        of_program(world, "texts"), {"go": go, "subject": "Hi {name}", "body": "Please answer."}
    )

    assert "The text has no {link}" in answer.content.decode()
    assert b"Please answer." in answer.content
    assert not MailText.objects.exists()
    assert not OutgoingMail.objects.exists()
