"""What somebody who watches knows beside the programs: who is trained to mentor, what was recorded, how mail is."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.audit.log import Search, list_events
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.core.jobs.worker import last_beat
from rounds.insights.selectors.facts.mentoring import trained_for
from rounds.matching.decisions.selectors.exceptions import count_exceptions
from rounds.mentorships.figures.selectors import trainee_figures
from rounds.mentorships.figures.values import Share, is_too_small
from rounds.mentorships.releases.selectors import list_received
from rounds.web.addresses import address
from rounds.web.auditor.deeds import deed
from rounds.web.words.figures import grouped, hidden_words, share_words

DAYS = 7
SHOWN = 5
RELEASES = 3


@dataclass(frozen=True)
class Fact:
    """One card: a title, a sentence or a figure with its denominator, rows, and a link."""

    key: str
    title: str
    text: str
    value: int = 0
    most: int = 0
    rows: list[tuple[str, str]] = field(default_factory=list)
    link: str = ""
    href: str = ""


def facts_of(request: Request) -> list[Fact]:
    """Return the cards of the reader's roles."""
    viewer = request.viewer
    found: list[Fact] = []
    if viewer.has_anywhere(Role.RESIDENCY_DIRECTOR):
        found += [_received(request), *_trainees(request)]
    if viewer.has_anywhere(Role.FACULTY_DEVELOPER):
        found.append(_training(request))
    if viewer.has_anywhere(Role.AUDITOR):
        found += [_recorded(request), _exceptions()]
    if viewer.has_anywhere(Role.SITE_ADMIN):
        found += [_mail(request), _worker()]
    return found


def _received(request: Request) -> Fact:
    """Return what residents released to the reader, the newest first; what they keep leaves no trace here."""
    received = list(list_received(request.viewer))
    title = _("What residents released to you")
    if not received:
        return Fact("received", title, _("Residents choose what they release; it appears here."))
    words = ngettext(
        "%(count)s release, the newest first", "%(count)s releases, the newest first", len(received)
    )
    rows = [
        (row.person.display_name, date_format(localtime(row.released_at), "j M Y"))
        for row in received[:RELEASES]
    ]
    return Fact(
        "received",
        title,
        words % {"count": len(received)},
        rows=rows,
        link=_("Read what was released"),
        href=address(request, "received:list"),
    )


def _trainees(request: Request) -> list[Fact]:
    """Return how many of the reader's trainees have a mentor, and how many of these pairs talked: never which."""
    paired, talked = trainee_figures(request.viewer)
    words = _("%(share)s residents whose training you direct or assess have a running mentorship.")
    facts = [_share_fact("trainees", _("Your trainees with a mentor"), paired, words)]
    if paired.counted:
        words = _(
            "%(share)s of these residents talked with a mentor in the last 90 days. No conversation is listed by pair."
        )
        facts.append(_share_fact("contact", _("Whether they talk"), talked, words))
    return facts


def _share_fact(key: str, title: str, share: Share, words: str) -> Fact:
    if is_too_small(share.of):
        return Fact(key, title, hidden_words())
    if not share.of:
        return Fact(key, title, _("none yet"))
    return Fact(key, title, words % {"share": share_words(share)}, share.counted, share.of)


def _training(request: Request) -> Fact:
    """Return how many mentors are trained, as the page on how mentors do together counts them."""
    mentors, begun, trained, _lately = trained_for(request.viewer)
    share, title = Share(trained, mentors), _("Trained mentors")
    if not share.of:
        return Fact("training", title, _("No pair runs yet, so nobody needs training now."))
    if is_too_small(share.of):
        return Fact("training", title, hidden_words())
    text = _(
        "%(trained)s of %(all)s mentors whose pairs run in your programs are trained; %(none)s have no training on record."
    )
    counts = {"trained": share.counted, "all": share.of, "none": share.of - begun}
    link, href = _("How mentors do together"), address(request, "evidence:mentoring")
    return Fact("training", title, text % counts, share.counted, share.of, link=link, href=href)


def _recorded(request: Request) -> Fact:
    """Return what was done most in the last days, counted by deed, as the log says it."""
    since = institution_today() - timedelta(days=DAYS)
    events = list_events(request.viewer, Search(from_on=since, zone=request.institution.timezone)).order_by()
    counted = list(events.values_list("action").annotate(times=Count("number")).order_by("-times", "action"))
    entries = sum(times for _action, times in counted)
    words = ngettext(
        "%(count)s entry in the last seven days", "%(count)s entries in the last seven days", entries
    )
    return Fact(
        "recorded",
        _("What was recorded lately"),
        words % {"count": grouped(entries)},
        rows=[(str(deed(action)), grouped(times)) for action, times in counted[:SHOWN]],
        link=_("Search the audit log"),
        href=address(request, "audit:log"),
    )


def _exceptions() -> Fact:
    counts = count_exceptions()
    text = _("%(stand)s declared and confirmed by a second person, %(waiting)s declared and waiting for one.")
    return Fact("exceptions", _("Exceptions to conflict rules"), text % counts)


def _mail(request: Request) -> Fact:
    is_live = request.institution.mail_is_live
    text = _("Mail is live: messages leave.") if is_live else _("Mail is in rehearsal: no message leaves.")
    if settings.DEMO:
        text = _("The demo sends nothing; each message stays here.")
    return Fact("mail", _("How the installation is"), text)


def _worker() -> Fact:
    """Say when the process that sends mail and does what takes long was last seen."""
    beat = last_beat()
    title = _("What is done in the background")
    if beat is None:
        return Fact(
            "worker", title, _("No worker has been seen: mail waits, and matches are not worked out.")
        )
    seen = date_format(localtime(beat), "j M Y, g:i A")
    if now() - beat > timedelta(seconds=settings.JOB_LEASE_SECONDS):
        return Fact(
            "worker", title, _("The worker was last seen on %(at)s: see whether it runs.") % {"at": seen}
        )
    return Fact("worker", title, _("The worker runs; it was last seen on %(at)s.") % {"at": seen})
