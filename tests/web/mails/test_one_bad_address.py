"""One address that is none, in what the newer rooms send to many: the others get theirs, the one is named and waits.

Once the address is corrected its message leaves by itself. A new place that writes mail fails here until it is named.
"""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core import mail as outbox

import rounds
from rounds.core.clock import now
from rounds.core.events import dispatch_waiting
from rounds.core.mail import send_waiting
from rounds.core.models import Institution, OutgoingMail
from rounds.mentorships.models import Conversation, Mentorship
from rounds.people.models import Person
from rounds.people.services import update_person
from rounds.surveys.campaigns.services import send_wave
from rounds.surveys.feedback360.services.ending import end_round
from rounds.surveys.feedback360.services.sending import send_round
from rounds.surveys.models import Request, Wave
from rounds.surveys.planning.services import ask_the_mended
from rounds.web.tasks import ask_in_the_evening
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair
from tests.mentorships.dues.test_telling import MONDAY, pair_since, run_hour
from tests.mentorships.groups.test_planned import group, plan, scene  # noqa: F401
from tests.surveys.feedback360 import scenes as rounds_of
from tests.surveys.scenes import plan as plan_survey
from tests.surveys.test_campaigns import PROGRAM, asked, by, mentor  # noqa: F401
from tests.web.meetings.test_messages import plan as plan_talk
from tests.web.test_bad_addresses import CURLY, break_address, page, signed_in

# Each file that puts messages into the queue, and the test of one bad address among several.
ELSEWHERE = "tests/web/test_bad_addresses.py"
HERE = "tests/web/mails/test_one_bad_address.py"
WRITERS = {
    "web/mail/__init__.py": ELSEWHERE,
    "web/mail/intake.py": ELSEWHERE,
    "web/mail/invitations.py": ELSEWHERE,
    "web/mail/nudges.py": "tests/mentorships/dues/test_nudge.py",
    "web/mail/meetings/groups.py": HERE,
    "web/mail/meetings/evening.py": HERE,
    "web/mail/meetings/pairs.py": HERE,
    "surveys/campaigns/services/__init__.py": HERE,
    "surveys/feedback360/services/sending.py": HERE,
    "surveys/feedback360/services/ending.py": HERE,
    "rollout/services/links.py": "one letter to one address, refused as it is typed: tests/rollout/test_links.py",
    "surveys/box/services/losing.py": "told of a lost box, by the same lines as a round that is called off",
    "insights/services/following.py": "to addresses that their owners confirmed; come back: tests/insights/test_following.py",
    "web/account/sign_in/adapter.py": "one message, to who asks for it",
    "demo/arranging.py": "the demo alone",
    "core/mail/services.py": "the queue itself",
    "surveys/campaigns/services/trying.py": "to oneself alone: test_who_has_no_address_is_told_so_and_gets_no_test (tests/web/surveys/test_trying.py)",
}


def test_every_place_that_writes_mail_has_its_test():
    source = Path(rounds.__file__).parent

    found = {
        str(path.relative_to(source)) for path in source.rglob("*.py") if "queue_mail(" in path.read_text()
    }

    assert found == set(WRITERS)


def let_leave():
    """Let the time pass in which messages can be stopped, and send."""
    OutgoingMail.objects.filter(state__in=["waiting", "held"]).update(send_after=now() - timedelta(minutes=1))
    send_waiting()


def letters_of(kind):
    return {one.to_person_id: one.state for one in OutgoingMail.objects.filter(kind=kind)}


def mend(person, office, address="mended@example.org"):
    update_person(person=Person.objects.get(id=person.id), by=office, email=address)
    outbox.outbox.clear()
    let_leave()
    return [one.to for one in outbox.outbox]


def test_wave_of_a_survey(asked, by):  # noqa: F811
    """Whoever can't be written to is named with the reason, and asked by the chore of the hour once they can be."""
    bad = break_address(asked[0])
    wave = plan_survey(by, PROGRAM)
    send_wave(wave=wave, by=by)
    Wave.objects.filter(id=wave.id).update(stop_until=now() - timedelta(minutes=1))
    assert bad.id not in letters_of("survey")
    assert set(letters_of("survey").values()) == {"waiting"}
    assert Request.objects.filter(wave=wave, person=bad, reason="no_address").exists()
    assert ask_the_mended(by=by) == 0

    update_person(person=bad, by=by, email="mended@example.org")

    assert [ask_the_mended(by=by) for _hour in range(2)] == [1, 0]
    assert letters_of("survey")[bad.id] == "waiting"
    assert Request.objects.filter(wave=wave, person=bad, state="waiting", reason="").exists()


def test_raters_of_a_round_and_the_same_when_it_is_called_off(in_hospital, settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"
    Institution.objects.update(mail_is_live=True)
    found = rounds_of.approved(sizes={"peers": 8})
    bad = break_address(rounds_of.person("Peers3"))

    count = send_round(round_id=found.id, by=rounds_of.developer())

    letters = OutgoingMail.objects.filter(program_id=rounds_of.SCOPE)
    assert letters.count() == count
    assert {one.to_person_id for one in letters.filter(state="held")} == {bad.id}
    update_person(person=bad, by=rounds_of.developer(), email="mended@example.org")
    send_waiting()
    assert not letters.filter(state="held").exists()

    OutgoingMail.objects.update(state="sent")
    Wave.objects.filter(campaign_id=found.campaign_id).update(stop_until=now() - timedelta(minutes=1))
    Request.objects.filter(wave__campaign_id=found.campaign_id).update(state="asked")
    break_address(bad)
    told = end_round(round_id=found.id, by=rounds_of.developer())
    called_off = letters.filter(subject__contains="called off")
    assert called_off.count() == told > 1
    assert {one.to_person_id for one in called_off.filter(state="held")} == {bad.id}


def test_session_of_a_group(scene, group, clock, client):  # noqa: F811
    bad = break_address(scene.people["Dee"])

    plan(group, scene)
    dispatch_waiting()
    clock.shift(timedelta(minutes=3))
    send_waiting()

    assert sorted(one.to[0] for one in outbox.outbox) == sorted(
        scene.people[name].email for name in ("Bob", "Cleo")
    )
    assert bad.display_name in signed_in(scene, client).get(page("home")).content.decode()
    assert mend(bad, scene.alice) == [["mended@example.org"]]


def test_evening_after_a_meeting_and_its_entry_in_the_calendar(in_hospital, clock):
    Institution.objects.update(mail_is_live=True)
    made = make_scene(in_hospital)
    planned = plan_talk(run_pair(made), made.cleo)
    bad = break_address(made.people["Bob"])
    dispatch_waiting()
    clock.shift(timedelta(minutes=3))
    send_waiting()
    here = ZoneInfo(made.institution.timezone)
    clock.move_to(planned.starts_at.astimezone(here).replace(hour=20))
    Conversation.objects.update(starts_at=now() - timedelta(hours=6))
    ask_in_the_evening()
    send_waiting()

    states = [(one.kind, one.to_person_id == bad.id, one.state) for one in OutgoingMail.objects.all()]
    assert len(states) >= 3
    assert {state for _kind, is_bad, state in states if is_bad} == {"held"}
    assert {state for _kind, is_bad, state in states if not is_bad} == {"sent"}
    assert ["mended@example.org"] in mend(bad, made.alice)


def test_mail_of_the_day_about_agreements_that_are_missing(in_hospital, clock):
    clock.move_to(MONDAY)
    Institution.objects.update(
        mail_is_live=True, timezone="America/New_York", reply_to="office@st-brigid.example"
    )
    made = make_scene(in_hospital)
    made.program.state = "running"
    made.program.save()
    pair_since(made, 21)
    bad = break_address(made.people["Cleo"])
    run_hour()

    clock.shift(timedelta(hours=10))
    run_hour()

    assert [one.to for one in outbox.outbox] == [["bob@example.org"]]
    assert bad.id not in letters_of("day")
    update_person(person=bad, by=made.alice, email="mended@example.org")
    clock.shift(timedelta(hours=14))  # her hour of the next morning
    run_hour()
    assert ["mended@example.org"] in [one.to for one in outbox.outbox]


def test_word_of_the_office_to_its_pairs(in_hospital, client):
    Institution.objects.update(mail_is_live=True)
    made = make_scene(in_hospital)
    run_pair(made)
    Mentorship.objects.update(imported_start_on=None, created_at=now() - timedelta(days=90))
    bad = break_address(made.people["Bob"])
    where = page("year:nudge", program_id=made.program.id) + "?show=first"
    question = signed_in(made, client).get(where).content.decode()

    client.post(where, {"subject": "You and {other}", "body": "Dear {name}, {link}"})

    assert "Send to 1 person?" in question
    assert f"{bad.display_name} has no usable address: {CURLY}" in question
    assert sorted(letters_of("nudge").values()) == ["held", "waiting"]
    assert bad.display_name in client.get(page("home")).content.decode()
    assert ["mended@example.org"] in mend(bad, made.alice)
