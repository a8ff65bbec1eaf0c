"""Jobs, audit log, sent mail: who may, what leaks, what is queried."""

import csv
import io
from copy import deepcopy
from uuid import uuid4

import pytest
from django.urls import reverse

from rounds.core import audit
from rounds.core.access import viewer_for
from rounds.core.database.scope import scope
from rounds.core.jobs import run_waiting, start_job
from rounds.core.mail import new_batch, queue_mail
from rounds.core.models import AuditEvent, Institution, OutgoingMail
from rounds.web.jobs import leads_to
from tests.browser.world import make_world
from tests.core import jobs_for_tests as jobs
from tests.standing import standing

standing_frame = standing(lambda: make_world("frame"))


@pytest.fixture
def world(db, standing_frame):
    return deepcopy(standing_frame)


@pytest.fixture
def alice(world):
    with scope(world.institution.id):
        yield viewer_for(world.institution.id, world.users["alice"].id)


def page(name, slug="st-brigid", **arguments):
    return reverse(name, kwargs={"institution": slug, **arguments})


def as_(client, world, name):
    client.force_login(world.users[name])
    return client


# jobs


def test_job_page_its_starter(client, world, alice, monkeypatch):
    monkeypatch.setattr("rounds.web.jobs._places", {})
    leads_to("person", "frame:find", "unused")
    job = start_job(jobs.count, by=alice, up_to=2)
    run_waiting()

    answer = as_(client, world, "alice").get(page("jobs:detail", job_id=job.id))

    assert b"Finished." in answer.content


@pytest.mark.parametrize("name", ["jobs:detail", "jobs:progress"])
@pytest.mark.parametrize("who", ["cleo", "dan", "nadia"])
def test_job_page_others(client, world, alice, name, who):
    job = start_job(jobs.count, by=alice, up_to=2)

    assert as_(client, world, who).get(page(name, job_id=job.id)).status_code == 404


def test_job_page_without_javascript_offers_to_look_again_until_it_is_over(client, world, alice):
    job = start_job(jobs.count, by=alice, up_to=2)
    client = as_(client, world, "alice")

    waiting = client.get(page("jobs:detail", job_id=job.id)).content
    run_waiting()
    over = client.get(page("jobs:detail", job_id=job.id)).content

    assert b"Look again" in waiting
    assert b"Look again" not in over
    assert b"data-over" in client.get(page("jobs:progress", job_id=job.id)).content


def test_failed_jobs_site_administrator(client, world, alice):
    start_job(jobs.refuse, by=alice)
    run_waiting()

    answer = as_(client, world, "sam").get(page("jobs:failed"))

    assert b"Refusing" in answer.content
    assert b"Row 7" not in answer.content


def test_job_page_tells_the_site_administrator_no_sentences(client, world, alice):
    job = start_job(jobs.refuse, by=alice)
    run_waiting()

    own = as_(client, world, "alice").get(page("jobs:detail", job_id=job.id)).content
    other = as_(client, world, "sam").get(page("jobs:detail", job_id=job.id)).content

    assert b"Row 7 has no name" in own
    assert b"Row 7" not in other


@pytest.mark.parametrize("who", ["alice", "cleo", "dan", "nadia"])
def test_failed_jobs_others(client, world, who):
    assert as_(client, world, who).get(page("jobs:failed")).status_code == 404


# the audit log


def views_of(world, alice, count):
    for _number in range(count):
        audit.record("person.view", by=alice, kind="person", object_id=world.people["cleo"].id)


@pytest.mark.parametrize("name", ["audit:log", "audit:export"])
@pytest.mark.parametrize("who", ["alice", "cleo", "dan", "sam"])
def test_audit_log_others(client, world, name, who):
    assert as_(client, world, who).get(page(name)).status_code == 404


def test_audit_log_auditor_sees_own_institution_alone(client, world, alice):
    elsewhere = Institution.objects.get(slug="elsewhere")
    with scope(elsewhere.id):
        audit.record("person.view", by=viewer_for(elsewhere.id, world.users["dan"].id))

    answer = as_(client, world, "nadia").get(page("audit:log"))

    assert {event.institution_id for event in answer.context["page"]} == {world.institution.id}
    assert b"Akers" not in answer.content


def test_audit_log_filters_stand_in_the_address(client, world, alice):
    views_of(world, alice, 3)
    client = as_(client, world, "nadia")

    found = client.get(
        page("audit:log"), {"action": "person.view", "who": "varga", "thing": str(world.people["cleo"].id)}
    )
    named = client.get(page("audit:log"), {"action": "person.view", "thing": world.people["cleo"].full_name})
    unknown = client.get(page("audit:log"), {"thing": "Nobody Whoever"})
    none = client.get(page("audit:log"), {"to_on": "2020-01-01"})

    assert len(named.context["page"].object_list) == 3
    assert len(unknown.context["page"].object_list) == 0
    assert len(found.context["page"].object_list) == 3
    assert len(none.context["page"].object_list) == 0


@pytest.mark.parametrize(
    "query", [{"thing": "x' OR 1=1"}, {"from_on": "soon"}, {"page": "9999"}, {"action": "nonsense"}]
)
def test_audit_log_bad_filters_are_answered_in_words(client, world, query):
    assert as_(client, world, "nadia").get(page("audit:log"), query).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_audit_log_queries(client, world, alice, django_assert_max_num_queries, rows):
    views_of(world, alice, rows)
    client = as_(client, world, "nadia")

    with django_assert_max_num_queries(14) as asked:
        client.get(page("audit:log"), {"action": "person.view"})

    assert sum("core_auditevent" in query["sql"] for query in asked) == 3


def test_audit_export_is_what_is_filtered_safe_and_recorded(client, world, alice):
    audit.record("person.update", by=alice, fields=["=1+1"], kind="=cmd")
    views_of(world, alice, 2)

    answer = as_(client, world, "nadia").get(page("audit:export"), {"action": "person.update"})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Action"], row["Kind"]) for row in rows] == [("person.update", "'=cmd")]
    assert AuditEvent.objects.order_by("number").last().action == "audit.export"


def test_own_log_shows_what_others_did_with_mine(client, world, alice):
    views_of(world, alice, 1)
    audit.record(
        "note.view", by=alice, kind="note", object_id=uuid4(), about_person_id=world.people["cleo"].id
    )
    audit.record("person.view", by=alice, kind="person", object_id=world.people["bob"].id)

    answer = as_(client, world, "cleo").get(page("audit:own"))

    told = [(event.by_name, words) for event, words in answer.context["entries"]]
    assert told[:2] == [("Alice Varga", "did this: note, view"), ("Alice Varga", "opened your page")]
    assert all(event.object_id != world.people["bob"].id for event, _words in answer.context["entries"])


def test_own_log_stranger(client, world):
    assert as_(client, world, "dan").get(page("audit:own")).status_code == 404


# sent mail


def mails(alice, count, **changes):
    return [
        queue_mail(
            key=f"{number}{uuid4()}",
            kind="offer",
            to_address=f"bob{number}@st-brigid.example",
            subject="A mentee for you",
            body="Good morning",
            by=alice,
            **changes,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("rows", [1, 30])
def test_sent_mail_coordinator(client, world, alice, django_assert_max_num_queries, rows):
    mails(alice, rows)
    client = as_(client, world, "alice")

    with django_assert_max_num_queries(14) as asked:
        answer = client.get(page("sent:log"))

    assert len(answer.context["page"].object_list) == rows
    assert (
        sum("core_outgoingmail" in query["sql"] for query in asked) == 3
    )  # the count, the page, what is told as one line


@pytest.mark.parametrize("who", ["bob", "cleo", "dan", "sam", "nadia"])
def test_sent_mail_others(client, world, alice, who):
    [mail] = mails(alice, 1)
    client = as_(client, world, who)

    assert client.get(page("sent:log")).status_code == 404
    assert client.get(page("sent:detail", mail_id=mail.id)).status_code == 404


def test_sent_mail_shows_no_secret_text(client, world, alice):
    [mail] = mails(alice, 1, is_secret=True)

    answer = as_(client, world, "alice").get(page("sent:detail", mail_id=mail.id))

    assert b"Good morning" not in answer.content


def test_sent_mail_text_is_escaped(client, world, alice):
    mail = queue_mail(
        key="x",
        kind="offer",
        to_address="bob@st-brigid.example",
        subject="<script>1</script>",
        body="<script>2</script> https://a.example/<img>",
        by=alice,
    )

    answer = as_(client, world, "alice").get(page("sent:detail", mail_id=mail.id))

    assert b"<script>1" not in answer.content
    assert b"<script>2" not in answer.content
    assert b"<img>" not in answer.content


def test_stop_a_batch_coordinator(client, world, alice):
    batch = new_batch()
    mails(alice, 3, batch=batch)

    answer = as_(client, world, "alice").post(page("sent:stop", batch_id=batch.id), follow=True)

    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"stopped"}
    assert b"Stopped 3 messages." in answer.content


@pytest.mark.parametrize("who", ["bob", "cleo", "dan", "sam", "nadia"])
def test_stop_a_batch_others(client, world, alice, who):
    batch = new_batch()
    mails(alice, 1, batch=batch)

    assert as_(client, world, who).post(page("sent:stop", batch_id=batch.id)).status_code == 404
    assert OutgoingMail.objects.get().state == "waiting"


def test_stop_by_get_does_nothing(client, world, alice):
    batch = new_batch()
    mails(alice, 1, batch=batch)

    browser = as_(client, world, "alice")
    opened = browser.get(page("sent:stop", batch_id=batch.id), headers={"accept": "text/html"})
    assert (opened.status_code, opened.headers["Allow"]) == (405, "POST")
    assert "Go to Home" in opened.content.decode()
    assert OutgoingMail.objects.get().state == "waiting"


# the demo's own pages


def test_demo_mail_shows_every_message(client, world, alice):
    mails(alice, 1, is_secret=True, even_in_rehearsal=True)

    assert b"Good morning" in client.get(reverse("demo_mail")).content


def test_demo_mail_is_found_by_a_part_of_an_address(client, world, alice):
    mails(alice, 1, is_secret=True, even_in_rehearsal=True)

    assert b"Good morning" in client.get(reverse("demo_mail"), {"to": "BOB0"}).content
    none = client.get(reverse("demo_mail"), {"to": "tbrown"}).content.decode()
    assert ("No mail to “tbrown”" in none, "Good morning" in none) == (True, False)
