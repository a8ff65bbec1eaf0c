"""In a browser the page of a running job follows it by itself, and loads again when the job is over."""

from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from rounds.core.database.scope import scope
from rounds.core.models import JobProgress
from tests.browser.visits.house import _job


def test_job_page_follows_and_opens_anew(open_window, people_alone):
    job_id = _job(people_alone, running=True)["job_id"]
    page = open_window(user=people_alone.users["alice"]).new_page()

    page.goto(reverse("jobs:detail", kwargs={"institution": people_alone.institution.slug, "job_id": job_id}))
    page.get_by_text("120 of 207").wait_for()
    with scope(people_alone.institution.id):
        job = JobProgress.objects.get(id=job_id)
        JobProgress.objects.filter(id=job_id).update(done=180, message="Reading row 180")
    page.get_by_text("Reading row 180").wait_for()
    DBTaskResult.objects.filter(id=job.task_id).update(status="SUCCESSFUL")

    page.get_by_text("Finished.").wait_for()
