"""What waits for somebody who watches: proposed pairs of own trainees, work that failed."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.audit.log import opened_by
from rounds.core.enums import Role
from rounds.core.jobs import list_failed_jobs
from rounds.insights.selectors.help import mentors_to_help
from rounds.matching.decisions.selectors.vetoes import Trainee, trainees_pairs
from rounds.matching.enums import RunState
from rounds.matching.models import NoObjection
from rounds.mentorships.releases.selectors import OPENED as RELEASE_OPENED
from rounds.mentorships.releases.selectors import list_received
from rounds.programs.selectors.programs import REPORTED_TO, open_cycles_for
from rounds.rollout.selectors.reported.standing import open_asks
from rounds.rollout.selectors.signing import SIGNERS
from rounds.surveys.results.selectors.readers import waves_to_read
from rounds.web.account.changes.notices import own_changes
from rounds.web.addresses import address
from rounds.web.home.emergencies import emergency_groups
from rounds.web.home.parts import Group, Row
from rounds.web.home.watch.calls import calls_of_developers
from rounds.web.home.watch.connecting import connection_groups
from rounds.web.home.watch.names import names_wanted
from rounds.web.home.watch.rounds import rounds_that_wait
from rounds.web.rollout.dean.today import documents_to_sign, title_to_sign
from rounds.web.words.help import offer_words
from rounds.web.words.pairs import note_words

SHOWN = 3


def groups_of(request: Request) -> list[Group]:
    """Return what waits for the reader, by role; those that must act first."""
    found: list[Group] = [*emergency_groups(request), *_own_access(request)]
    if request.viewer.has_anywhere(*SIGNERS):
        found += [*_to_sign(request), *_asked(request)]
    if request.viewer.has_anywhere(Role.RESIDENCY_DIRECTOR):
        found += [*_vetoes(request), *_released(request)]
    if request.viewer.has_anywhere(Role.FACULTY_DEVELOPER):
        found += [
            *calls_of_developers(request),
            *names_wanted(request),
            *_wishes(request),
            *rounds_that_wait(request),
            *_comments(request),
        ]
    if request.viewer.has_anywhere(Role.SITE_ADMIN):
        found += [*_failed(request), *connection_groups(request)]
    return sorted(found, key=lambda group: group.tone != "act")


def _to_sign(request: Request) -> Iterable[Group]:
    """Return each endorsement that stands and waits for the reader's signature."""
    for document in documents_to_sign(request):
        known = {"number": document.number, "name": document.issued_by}
        yield Group(
            key=f"sign-{document.id}",
            icon="journal-check",
            tone="wait",
            title=title_to_sign(document),
            text=_("Version %(number)s, issued by %(name)s. You read it before you sign.") % known,
            action=_("Read and sign"),
            href=address(request, "rollout:sign", document_id=document.id),
        )


def _asked(request: Request) -> Iterable[Group]:
    """Return what offices ask of the dean: one group, with the day by which the first of it is asked."""
    cycles = open_cycles_for(request.viewer, *REPORTED_TO)
    asks = open_asks([one.program for one in cycles])
    if not asks:
        return
    words = ngettext("One thing is asked of you", "%(count)s things are asked of you", len(asks))
    first = date_format(min(one.due_on for one in asks), "j M Y")
    yield Group(
        key="asked",
        icon="journal-check",
        tone="wait",
        title=words % {"count": len(asks)},
        text=_("On the two pages, with the steps that wait for you. The first by %(day)s.") % {"day": first},
        action=_("Read the two pages"),
        href=f"{address(request, 'rollout:dean')}#today",
    )


def _own_access(request: Request) -> Iterable[Group]:
    """Return each change of the reader's own access that waits; what others asked for waits for the reader."""
    for change, what in own_changes(request.viewer):
        is_mine = change.asked_by_id == request.viewer.person_id
        words = _("%(what)s. %(name)s asked for it on %(day)s.") % {
            "what": what,
            "name": change.asked_by.display_name,
            "day": date_format(change.asked_at, "j M Y"),
        }
        yield Group(
            key=f"access-{change.id}",
            icon="person-lock",
            tone="wait",
            title=_("A change of your access waits")
            if is_mine
            else _("Is this change of your access right?"),
            text=words,
            action=_("Look") if is_mine else _("Look and decide"),
            href=address(request, "access:detail", change_id=change.id),
        )


def _vetoes(request: Request) -> Iterable[Group]:
    pairs = [one for one in trainees_pairs(request.viewer) if one.run.state == RunState.IN_REVIEW]
    answered = set(
        NoObjection.objects.filter(
            run_id__in={one.run.id for one in pairs}, by_id=request.viewer.own_id, undone_at=None
        ).values_list("run_id", flat=True)
    )
    open_ = [one for one in pairs if one.waits and one.run.id not in answered]
    if not open_:
        return
    title = ngettext(
        "%(count)s proposed mentor of your trainees waits for your word",
        "%(count)s proposed mentors of your trainees wait for your word",
        len(open_),
    )
    days = [one.run.answer_by_on for one in open_ if one.run.answer_by_on]
    text = _("You see names and recorded conflicts, nothing else.")
    if days:
        text = f"{_('Please answer by %(day)s.') % {'day': date_format(min(days), 'j M Y')}} {text}"
    open_.sort(key=lambda one: not one.notes)
    yield Group(
        key="vetoes",
        icon="people",
        tone="wait",
        title=title % {"count": len(open_)},
        text=text,
        action=_("Look at the pairs"),
        href=address(request, "vetoes:list"),
        rows=[_trainee_row(request, one) for one in open_[:SHOWN]],
    )


def _released(request: Request) -> Iterable[Group]:
    """Return what residents released to the reader and the reader has not opened yet, the newest first."""
    received = list(list_received(request.viewer))
    read = opened_by(request.viewer, RELEASE_OPENED, [row.id for row in received])
    new = [row for row in received if row.id not in read]
    if not new:
        return
    title = ngettext("%(count)s release to read", "%(count)s releases to read", len(new))
    yield Group(
        key="released",
        icon="journal-check",
        tone="wait",
        title=title % {"count": len(new)},
        text=_("Residents chose to show you this. They see when you open it."),
        rows=[
            Row(
                name=row.person.display_name,
                what=date_format(localtime(row.released_at), "j M Y"),
                when="",
                link=_("Read"),
                href=address(request, "received:packet", release_id=row.id),
            )
            for row in new[:SHOWN]
        ],
        # each that waits has its own link; the list of all is one press from the card of what was released
        action=_("Read what was released") if len(new) > SHOWN else "",
        href=address(request, "received:list"),
    )


def _trainee_row(request: Request, one: Trainee) -> Row:
    return Row(
        name=_("%(mentee)s with %(mentor)s") % {"mentee": one.mentee, "mentor": one.mentor},
        what="; ".join(note_words(one.notes)),
        when="",
        link=_("Look"),
        href=address(request, "vetoes:list"),
    )


def _wishes(request: Request) -> Iterable[Group]:
    """Return the mentors who asked to be contacted or said yes to a talk."""
    lines = [one for one in mentors_to_help(request.viewer) if one.offer and not one.offer.waits]
    if not lines:
        return
    title = ngettext("%(count)s mentor waits for a talk", "%(count)s mentors wait for a talk", len(lines))
    page = address(request, "evidence:mentors")
    yield Group(
        key="mentors",
        icon="people",
        tone="wait",
        title=title % {"count": len(lines)},
        text=_("They asked to be contacted, or said yes to your offer."),
        action=_("Look at the mentors"),
        href=page,
        rows=[
            Row(one.person.display_name, offer_words(one.offer), "", _("Look"), page)
            for one in lines[:SHOWN]
            if one.offer
        ],
    )


def _comments(request: Request) -> Iterable[Group]:
    """Return the comments of surveys that the reader reads before a program office does, the oldest survey first."""
    waves = waves_to_read(request.viewer)
    if not waves:
        return
    many = sum(count for _wave, count in waves)
    title = ngettext("%(count)s comment to read first", "%(count)s comments to read first", many)
    pages = [address(request, "surveys:read_comments", wave_id=wave.id) for wave, _count in waves]
    yield Group(
        key="comments",
        icon="journal-check",
        tone="wait",
        title=title % {"count": many},
        text=_("What people wrote in surveys reaches their program office once you have read it."),
        rows=[
            Row(name=wave.campaign.name, what=str(count), when="", link=_("Read"), href=page)
            for (wave, count), page in zip(waves[:SHOWN], pages, strict=False)
        ],
        action=_("Read the oldest"),
        href=pages[0],
    )


def _failed(request: Request) -> Iterable[Group]:
    failed = list_failed_jobs()
    if not failed:
        return
    title = ngettext("%(count)s job failed for good", "%(count)s jobs failed for good", len(failed))
    yield Group(
        key="failed",
        icon="exclamation-triangle",
        tone="act",
        title=title % {"count": len(failed)},
        text=_("What was asked for did not happen. The list says what, when and where in the code."),
        action=_("See what failed"),
        href=address(request, "jobs:failed"),
    )
