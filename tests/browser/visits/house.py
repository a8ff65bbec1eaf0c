"""Jobs, audit log, sent mail, the demo's own pages."""

from tests.browser.visits import Visit


def _viewer(world, name):
    from rounds.core.access import viewer_for
    from rounds.core.database.scope import scope

    with scope(world.institution.id):
        return viewer_for(world.institution.id, world.users[name].id)


def _job(world, *, fail=False, running=False):
    from django_tasks_db.models import DBTaskResult

    from rounds.core.database.scope import scope
    from rounds.core.jobs import run_waiting, start_job
    from rounds.core.models import JobProgress
    from tests.core import jobs_for_tests as jobs

    with scope(world.institution.id):
        job = start_job(
            jobs.refuse if fail else jobs.count, by=_viewer(world, "alice"), **({} if fail else {"up_to": 3})
        )
        if running:
            DBTaskResult.objects.get(id=job.task_id).claim("somebody")
            JobProgress.objects.filter(id=job.id).update(done=120, total=207, message="Reading row 120")
        else:
            run_waiting()
    return {"job_id": job.id}


def _audited(world):
    from rounds.core import audit

    for number in range(60):
        audit.record(
            "person.view",
            by=_viewer(world, "alice"),
            kind="person",
            object_id=world.people["cleo"].id,
            row=number,
        )
    return {}


def _mails(world):
    from rounds.core.database.scope import scope
    from rounds.core.mail import new_batch, queue_mail, send_waiting
    from rounds.core.models import OutgoingMail

    with scope(world.institution.id):
        for number, batch in enumerate([None, None, new_batch()]):
            mail = queue_mail(
                key=f"offer:{number}",
                kind="offer",
                to_address="bob@st-brigid.example",
                by=_viewer(world, "alice"),
                subject=f"A mentee for you, offer {number}",
                body="Good morning,\n\nplease look at https://rounds.example/offer\n",
                batch=batch,
            )
        send_waiting()
        OutgoingMail.objects.filter(key="offer:1").update(state="bounced", problem="550 No such user")
    return {"mail_id": mail.id}


def _mail_log(world):
    _mails(world)
    return {}


def _held_mail(world):
    from rounds.core.database.scope import scope
    from rounds.core.mail import queue_mail

    with scope(world.institution.id):
        mail = queue_mail(
            key="offer:held",
            kind="offer",
            to_address="siobhan.o\u2019neil@st-brigid.example",
            to_person_id=world.people["bob"].id,
            by=_viewer(world, "alice"),
            subject="A mentee for you",
            body="Good morning,\n\nplease look.\n",
        )
    return {"mail_id": mail.id}


def _failed_steps(world):
    from rounds.core.models import Event

    _held_mail(world)
    for name, attempts in (("run.published", 12), ("offer.accepted", 6)):
        Event.objects.create(
            institution_id=world.institution.id, name=name, attempts=attempts, problem="ValueError"
        )
    return {}


VISITS = [
    Visit("jobs:failed", who="sam", state="empty"),
    Visit("jobs:detail", arguments=_job, state="done"),
    Visit("jobs:detail", arguments=lambda world: _job(world, running=True), state="running"),
    Visit("jobs:detail", arguments=lambda world: _job(world, fail=True), state="failed"),
    Visit("jobs:failed", who="sam", arguments=lambda world: _job(world, fail=True) and {}, state="full"),
    Visit("audit:log", who="nadia"),
    Visit("audit:log", who="nadia", arguments=_audited, query="?action=person.&page=2", state="full"),
    Visit("audit:log", who="nadia", query="?thing=nonsense&from_on=soon", state="filters that can't be read"),
    Visit("audit:log", who="nadia", query="?who=nobody", state="nothing found"),
    Visit("audit:own", who="cleo", weight="participant", state="empty"),
    Visit("audit:own", who="cleo", weight="participant", arguments=_audited, state="full"),
    Visit("sent:log", state="empty"),
    Visit("sent:log", arguments=_mail_log, state="full"),
    Visit("sent:log", query="?state=bounced&q=zzz", state="nothing found"),
    Visit("sent:detail", arguments=_mails),
    Visit("sent:detail", arguments=_held_mail, state="waits for an address"),
    Visit("jobs:steps", state="empty"),
    Visit("jobs:steps", arguments=_failed_steps, state="full"),
    Visit("home", arguments=_failed_steps, state="steps failed, mail not arrived"),
    Visit("demo", who=None, weight="participant"),
    Visit("demo_mail", who=None, weight="participant", state="empty"),
]
NOT_PAGES = {
    "jobs:progress": "a part of the job's page, fetched by it",
    "audit:export": "a file",
    "sent:again": "a button of the sent mail's page",
    "sent:stop": "a button of the sent mail's page",
    "demo_sign_in": "a button of the demo's page",
}
