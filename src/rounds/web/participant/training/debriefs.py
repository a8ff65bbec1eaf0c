"""The debrief of a rotation: four prompts, minutes, and one press; or let go, with a way back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.reading import read_id
from rounds.mentorships.conversations.services.log import Held, SameDay
from rounds.mentorships.conversations.values.patients import patient_words
from rounds.mentorships.debriefs import services
from rounds.mentorships.debriefs.forms import ChangeDebriefForm, DebriefForm
from rounds.mentorships.debriefs.selectors import (
    DebriefPage,
    asks_debriefs,
    debrief_page_for,
    held_debriefs,
    list_debriefs,
    list_let_go,
    open_debriefs,
    own_debrief_for,
)
from rounds.mentorships.debriefs.values import SUGGESTED_MINUTES
from rounds.mentorships.dues.selectors.facts import counts_from
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.models import Mentorship, Release
from rounds.mentorships.news.services import note_seen
from rounds.mentorships.releases.selectors import own_releases
from rounds.mentorships.selectors import own_mentorship_for
from rounds.programs.selectors.rotations import list_placements
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form, status_of
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast


@require_GET
@allow(is_member, load=own_mentorship_for)
def rotations(request: Request, pair: Mentorship) -> HttpResponse:
    """Show the mentee's rotations to the two while the pair runs: own words to the mentee, no reason of a leave to the mentor."""
    is_mentor = pair.mentor_id == request.viewer.person_id
    note_seen(by=request.viewer, kinds=(NewsKind.DEBRIEF,), pair=pair)
    since = pair.opened_on if is_mentor else None
    context = {
        "pair": pair,
        "is_mentor": is_mentor,
        "placements": list_placements(pair.mentee_id, since=since) if pair.is_running else [],
        "waiting": open_debriefs([pair]).get(pair.id, []) if pair.is_running else [],
        "held": held_debriefs(pair) if pair.is_running else [],
        "debriefs": list_debriefs(pair, request.viewer),
        "let_go": list_let_go(pair) if pair.is_running else [],
        "known_since": counts_from(pair) if pair.is_running and asks_debriefs(pair) else None,
    }
    return render(request, "participant/debriefs/rotations.html", context)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=debrief_page_for)
def debrief(request: Request, page: DebriefPage) -> HttpResponse:
    """Show what was written, or take it: the conversation is logged with it, once."""
    if not page.is_open:
        if request.method == "POST":
            return _sent_again(request, page)
        if page.debrief is not None:
            audit.note_openings(
                by=request.viewer, things=[Opened(page.debrief.by_id, "debrief", page.debrief.id)]
            )
        context = {**_context(request, page), "released": _released(request, page)}
        return render(request, "participant/debriefs/written.html", context)
    first = {"held_on": request.viewer.last_day(), "entry": DebriefForm.new_entry()}
    form = DebriefForm(
        request.POST or None, initial=first, agreed=SUGGESTED_MINUTES, is_logged=page.counted is not None
    )
    if request.method == "POST" and form.is_valid():
        words = patient_words("\n".join(form.answers().values()))
        if words and request.POST.get("sure") != "patient":
            return _shown(request, page, form, asked=words)
        try:
            _save(request, page, form)
        except SameDay as error:
            return _shown(request, page, form, twin=error)
        except OutOfOrder:
            raise
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(
                request, _("Kept. It is logged as a conversation, once; only you two read the answers.")
            )
            return redirect(_here(request, page))
    return _shown(request, page, form)


def _released(request: Request, page: DebriefPage) -> list[Release]:
    """Return the viewer's own releases in which answers of the debrief went out."""
    begins = f"debrief {page.debrief.id} " if page.debrief else ""
    return [row for row in own_releases(request.viewer) if any(key.startswith(begins) for key in row.pieces)]


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_debrief_for)
def change(request: Request, page: DebriefPage) -> HttpResponse:
    """Change what one wrote; what it said stays readable to the two, and a packet that was released stays as it is."""
    if page.debrief is None or not page.pair.is_running:
        raise OutOfOrder(_("This pair does not run now. What you wrote stays as it is, and readable."))
    form = ChangeDebriefForm(request.POST or None, initial=page.debrief.answers)
    asked: list[str] = []
    if request.method == "POST" and form.is_valid():
        asked = patient_words("\n".join(form.answers().values()))
        if not asked or request.POST.get("sure") == "patient":
            try:
                services.change_debrief(debrief=page.debrief, answers=form.answers(), by=request.viewer)
            except OutOfOrder:
                raise
            except DomainError as error:
                put_error(form, error)
            else:
                add_toast(request, _("Saved. What it said before stays below it, for you two."))
                return redirect(_here(request, page))
    context = {"asked": asked, "released": _released(request, page), **_context(request, page)}
    return show_form(request, "participant/debriefs/change.html", form, **context)


def _sent_again(request: Request, page: DebriefPage) -> HttpResponse:
    """Lead on when the same form was sent twice; another one of this rotation is refused, and kept for its writer."""
    if page.debrief is None or page.debrief.entry_id != read_id(request.POST.get("entry")):
        raise OutOfOrder(_("This rotation has its debrief already. Open it to read it."))
    return redirect(_here(request, page))


def _save(request: Request, page: DebriefPage, form: DebriefForm) -> None:
    data = form.cleaned_data
    held = Held(
        entry_id=form.entry_id(),
        held_on=data.get("held_on") or request.viewer.last_day(),
        minutes=data.get("minutes") or SUGGESTED_MINUTES,
        is_another=pressed(request, "", "save", "another") == "another",
    )
    services.write_debrief(
        mentorship_id=page.pair.id,
        rotation=page.rotation,
        held=held,
        answers=form.answers(),
        by=request.viewer,
    )


def _shown(request: Request, page: DebriefPage, form: DebriefForm, **asked: object) -> HttpResponse:
    context = {"form": form, **_context(request, page), **asked}
    return render(
        request,
        "participant/debriefs/write.html",
        context,
        status=409 if "twin" in asked else status_of(form),
    )


def _context(request: Request, page: DebriefPage) -> dict[str, object]:
    pair = page.pair
    is_mentor = pair.mentor_id == request.viewer.person_id
    other = pair.mentee.full_name if is_mentor else pair.mentor.display_name
    me = request.viewer.person_id
    is_own = page.debrief is not None and page.debrief.by_id == me
    return {"page": page, "pair": pair, "other": other, "is_mentor": is_mentor, "is_own": is_own}


@require_POST
@allow(is_member, load=debrief_page_for)
def let_go(request: Request, page: DebriefPage) -> HttpResponse:
    """Let a debrief go, or open it again."""
    if pressed(request, "", "back") == "back" and page.debrief is not None:
        services.take_back_letting_go(debrief=page.debrief, by=request.viewer)
        add_toast(request, _("It is open again."))
        return redirect(address(request, "pairs:mine"))
    entry = read_id(request.POST.get("entry"))
    if entry is None or not page.is_open:
        raise OutOfOrder(_("This rotation has its debrief already. Open it to read it."))
    services.let_debrief_go(
        mentorship_id=page.pair.id, rotation=page.rotation, entry_id=entry, by=request.viewer
    )
    add_toast(request, _("Let go. No reason is asked, and nobody is told."))
    return redirect(_here(request, page))


def _here(request: Request, page: DebriefPage) -> str:
    return address(request, "pairs:debrief", mentorship_id=page.pair.id, rotation_id=page.rotation.id)
