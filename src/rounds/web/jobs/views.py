"""One job's progress, and the jobs that failed for good."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rounds.core.access import Request, allow, holds, is_member
from rounds.core.enums import Role
from rounds.core.jobs import JobState, job_for, list_failed_jobs
from rounds.web.addresses import address
from rounds.web.jobs import place_of


@require_GET
@allow(is_member, load=job_for)
def detail(request: Request, job: JobState) -> HttpResponse:
    """Show how far a job is and, once it is over, lead on to what it made."""
    place = place_of(job)
    onward = address(request, place[0], **place[1]) if place else ""
    return render(request, "jobs/detail.html", {"job": job, "onward": onward})


@require_GET
@allow(is_member, load=job_for)
def progress(request: Request, job: JobState) -> HttpResponse:
    """Answer with the progress alone, for the page that polls."""
    return render(request, "components/job.html", {"job": job})


@require_GET
@allow(holds(Role.SITE_ADMIN))
def failed(request: Request) -> HttpResponse:
    """List the jobs that failed for good: what, when, which error, where in the code; no contents."""
    return render(request, "jobs/failed.html", {"failed": list_failed_jobs()})
