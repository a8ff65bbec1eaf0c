"""Answering a survey: one topic a page, kept at each turn, sent at the end; signed in, or by the link of a mail."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core.access import Request, Viewer, allow, is_member, public
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.errors import NotFound
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import running_as_mentee
from rounds.people.selectors.routes import help_routes
from rounds.surveys.answering import services
from rounds.surveys.answering.forms import PageForm
from rounds.surveys.answering.selectors import (
    Earlier,
    answered_lately,
    answers_of,
    declined_for,
    institution_of_token,
    is_answered,
    is_erasable,
    request_by_id,
    request_for,
    request_of_token,
)
from rounds.surveys.budget.selectors import spent_of
from rounds.surveys.campaigns.selectors import is_open_to, last_day_of
from rounds.surveys.enums import RequestState
from rounds.surveys.feedback360.selectors.words import promise_to
from rounds.surveys.feedback360.services.sending import decline_request
from rounds.surveys.instruments.selectors import Topic, minutes_of
from rounds.surveys.kinds import kind_of
from rounds.surveys.models import Request as Asked
from rounds.surveys.results.selectors.beside import own_beside
from rounds.surveys.scores import NOT_ASKED
from rounds.web.addresses import address_below
from rounds.web.frame.links import let_in, opened_row, see_whose
from rounds.web.frame.presses import pressed
from rounds.web.participant.surveys import blind, wanted
from rounds.web.participant.surveys.checking import check, is_checked
from rounds.web.participant.surveys.ways import CAME_FROM, SESSION, Way, readers_of
from rounds.web.toasts import add_toast

# signed in


def _load(viewer: Viewer, request_id: UUID, **more: Any) -> tuple[Asked, dict[str, Any]]:
    try:
        return request_for(viewer, request_id), more
    except NotFound:
        # gone back to after erasing, or saying no
        return declined_for(viewer, request_id), {"is_over": True}


Shown = Callable[..., HttpResponse]


def _signed_in(show: Shown) -> Shown:
    """Return the page for somebody who is signed in."""

    def view(request: Request, found: tuple[Asked, dict[str, Any]]) -> HttpResponse:
        asked, more = found
        if "is_over" in more:
            return render(request, "participant/surveys/over.html", {"asked": asked})
        key = blind.key_of(request, asked)
        way = Way(asked, request.institution.slug, is_link=False, key=key)
        return blind.finished(show(request, way, **more), asked, key)

    return allow(is_member, load=_load)(view)


def _by_link(show: Shown) -> Shown:
    """Return the page for somebody whom a link has let in: only this one request is theirs."""

    def view(request: HttpRequest, **more: Any) -> HttpResponse:
        from rounds.web.participant.lti.entering import came_by  # it opens these pages

        institution, request_id = opened_row(request, SESSION)
        see_whose(request, str(request_id))
        with scope(institution.id, institution.timezone):
            asked = request_by_id(request_id)
            key = blind.key_of(request, asked)
            by = came_by(request, institution, asked)
            way = Way(asked, institution.slug, is_link=True, key=key, platform=by.name if by else "")
            return blind.finished(show(request, way, **more), asked, key)

    return public(view)


@public
@require_safe
def follow_link(request: HttpRequest, survey_token: str) -> HttpResponse:
    """Lead from a mail to the first page. Whoever only opens the link, such as a scanner, answers nothing."""
    institution = institution_of_token(survey_token)
    if institution is None:
        raise NotFound
    with scope(institution.id, institution.timezone):
        asked = request_of_token(survey_token)
        if not services.use_up(survey_token):
            raise NotFound
    let_in(request, SESSION, institution, asked.id)
    return redirect(reverse("survey_page", kwargs={"page": 1}))


# the pages themselves


@require_http_methods(["GET", "POST"])
def _page(request: HttpRequest, way: Way, page: int = 1) -> HttpResponse:
    """Show one topic, or keep it and go where the button says."""
    topics = way.topics()
    if page == len(topics) + 1 and is_checked(topics):
        return check(request, way, topics)
    if not 1 <= page <= len(topics):
        raise NotFound
    topic = topics[page - 1]
    if request.method == "GET":
        if is_open_to(way.asked):
            services.note_asked(way.asked)
        return _show(request, way, topics, page, PageForm(topic, answers_of(way.asked, way.key)))
    go = pressed(request, "", "next", "back", "forget", "same", "call", *wanted.PRESSES)
    if go == "forget" and way.key:
        services.forget_draft(key=way.key)
        return redirect(way.to("page", page=1))
    form = PageForm(topic, {}, request.POST)
    if not form.is_valid():
        return _show(request, way, topics, page, form)
    typed = form.answers()
    if go == "same":
        said = {key: answer for key, answer in typed.items() if is_answered(answer)}
        services.keep_answers(request=way.asked, answers={**_lately(way, topic).answers, **said}, key=way.key)
        return redirect(way.to("page", page=page))
    services.keep_answers(request=way.asked, answers=typed, key=way.key)
    if go == "call" and way.call:
        request.session[CAME_FROM] = way.to("page", page=page)
        return redirect(way.call)
    if wanted.answer(request, way, topic, go):
        return redirect(way.to("page", page=page))
    if go == "back" and page > 1:
        return redirect(way.to("page", page=page - 1))
    if page < len(topics) + is_checked(topics):
        return redirect(way.to("page", page=page + 1))
    services.send_answers(request=way.asked, key=way.key)
    return redirect(way.to("thanks"))


def _lately(way: Way, topic: Topic) -> Earlier:
    """Return what was answered within a month to questions of a page that are not answered here yet."""
    held = {} if way.key else answers_of(way.asked)
    open_keys = [one.key for one in topic.questions if not is_answered(held.get(one.key))]
    found = answered_lately(way.asked, open_keys) if is_open_to(way.asked) else None
    return found or Earlier({}, institution_today())


def _mentors(way: Way) -> list[Mentorship]:
    """Return whom a mentee who is signed in is asked about, where nobody else is named; who has a link alone reads no name."""
    asked = way.asked
    if way.is_link or asked.person_id is None or asked.subject_id is not None:
        return []
    return running_as_mentee(asked.person_id, asked.wave.campaign.scope_id)


def _show(
    request: HttpRequest, way: Way, topics: tuple[Topic, ...], page: int, form: PageForm
) -> HttpResponse:
    ahead = [one for topic in topics[page - 1 :] for one in topic.questions]
    context = {
        "way": way,
        "layout": way.layout,
        "form": form,
        "topic": topics[page - 1],
        "page": page,
        "pages": len(topics),
        "minutes": minutes_of(ahead),
        "lately": _lately(way, topics[page - 1]),
        "is_first": page == 1,
        "is_last": page == len(topics) and not is_checked(topics),
        "promise": promise_to(way.asked),
        "mentors": _mentors(way) if page == 1 else [],
        "readers": readers_of(way.asked.wave),
        "is_sent": way.asked.state == RequestState.ANSWERED,
        "is_open": is_open_to(way.asked),
        "last_on": last_day_of(way.asked.wave),
        "is_blind": blind.is_blind(way.asked),
        "keeps_nothing": blind.is_blind(way.asked),
        "no": way.to("no"),
        "routes": way.routes,
        "wanted": wanted.shown(way, topics[page - 1]),
    }
    return render(request, "components/answering/page.html", context)


@require_safe
def _thanks(request: HttpRequest, way: Way) -> HttpResponse:
    """Say what becomes of the answers, and show them."""
    is_blind = blind.is_blind(way.asked)
    held = {} if is_blind else answers_of(way.asked)
    told = [
        (one.text, kind_of(one).told(held[one.key], one))
        for topic in way.topics()
        for one in topic.questions
        if one.key in held and held[one.key] != NOT_ASKED
    ]
    context = {
        "way": way,
        "layout": way.layout,
        "told": told,
        "is_blind": is_blind,
        "beside": None if is_blind or way.is_link else own_beside(way.asked),
        "last_on": last_day_of(way.asked.wave),
        "promise": promise_to(way.asked),
        "is_sent": way.asked.state == RequestState.ANSWERED,
        "is_open": is_open_to(way.asked),
        "first": way.to("page", page=1),
        "erase": way.to("no") if is_erasable(way.asked) else "",
        "spent": spent_of(way.asked.person_id) if way.asked.person_id else None,
    }
    return render(request, "components/answering/thanks.html", context)


@require_http_methods(["GET", "POST"])
def _no(request: HttpRequest, way: Way) -> HttpResponse:
    """Ask whether to be asked no more about this; the button says so."""
    erases = is_erasable(way.asked)
    if request.method == "POST":
        if erases:
            services.erase_answers(request=way.asked)
        else:
            decline_request(request=way.asked, key=way.key)
        request.session.pop(SESSION, None)
        if not way.is_link:
            done = _("Erased.") if erases else _("What you typed is forgotten.")
            add_toast(request, " ".join((done, _("This survey does not ask you again; others may."))))
            return redirect(address_below(way.slug, "home"))
    context = {
        "way": way,
        "layout": way.layout,
        "is_done": request.method == "POST",
        "is_erasable": erases,
        "is_open": is_open_to(way.asked),
        "is_sent": way.asked.state == RequestState.ANSWERED,
        "first": way.to("page", page=1),
    }
    return render(request, "participant/surveys/no.html", context)


@require_safe
def _routes(request: HttpRequest, way: Way) -> HttpResponse:
    """Say where to turn, to whom a link has let in: a survey is no alarm."""
    context = {"routes": help_routes(), "layout": way.layout, "first": way.to("page", page=1)}
    return render(request, "components/routes.html", context)


page, thanks, no = map(_signed_in, (_page, _thanks, _no))
linked_page, linked_no = map(_by_link, (_page, _no))
linked_routes = require_safe(_by_link(_routes))
linked_thanks = require_safe(_by_link(_thanks))  # the method is looked at before the session
