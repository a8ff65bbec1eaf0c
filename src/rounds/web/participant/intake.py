"""Intake: one topic a page, saved as one goes, checked before it is sent."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound
from rounds.core.reading import read_id, read_search
from rounds.programs import services
from rounds.programs.forms.flow import IntakeFlow, TopicChanged, posted
from rounds.programs.forms.people_topics import PeopleTopic
from rounds.programs.forms.topic import Data, TopicForm
from rounds.programs.selectors import (
    Named,
    cohorts_to_apply_to,
    enrollment_for,
    enrollments_of,
    only_wishable,
    participation_of,
    people_named,
    people_to_exclude,
    people_to_wish_for,
)
from rounds.web.addresses import address
from rounds.web.kept_pages import kept_page
from rounds.web.toasts import add_toast
from rounds.web.typed.views import shown_time

Found = tuple[IntakeFlow, type[TopicForm]]


def _load(viewer: Viewer, enrollment_id: UUID) -> IntakeFlow:
    return IntakeFlow(viewer, enrollment_for(viewer, enrollment_id))


def _load_topic(viewer: Viewer, enrollment_id: UUID, topic: str) -> Found:
    flow = _load(viewer, enrollment_id)
    try:
        return flow, flow.topic(topic)
    except KeyError as error:
        raise NotFound from error


@allow(is_member)
@require_GET
def mine(request: Request) -> HttpResponse:
    """Show a person's programs, what each still needs, and where one may apply."""
    viewer = request.viewer
    parts = participation_of(enrollments_of(viewer.own_id))
    return render(
        request,
        "participant/intake/mine.html",
        {"parts": parts, "open_cohorts": cohorts_to_apply_to(viewer.own_id)},
    )


@allow(is_member)
@require_POST
def apply(request: Request, cohort_id: UUID, side: str) -> HttpResponse:
    """Ask to take part, and go on to the form."""
    viewer = request.viewer
    cohort = next((one for one in cohorts_to_apply_to(viewer.own_id) if one.id == cohort_id), None)
    if cohort is None or side not in {"mentor", "mentee"}:
        raise Http404
    enrollment = services.apply_to_program(by=viewer, cohort=cohort, side=side)
    return redirect(address(request, "intake:resume", enrollment_id=enrollment.id))


@allow(is_member, load=_load)
@require_GET
def resume(request: Request, flow: IntakeFlow) -> HttpResponse:
    """Lead to where the form was left."""
    # brought along by a file, or entered by the office
    waits = flow.latest and (flow.latest.submitted_at is None or flow.latest.waits_for_owner)
    if waits and flow.is_own and not flow.saved:
        return _to(request, flow, "check")
    topic = flow.first_open()
    return _to(request, flow, topic.key if topic else "check")


@allow(is_member, load=_load_topic)
@require_http_methods(["GET", "POST"])
def topic_page(request: Request, found: Found) -> HttpResponse:
    """Show one topic, or keep what was typed and go where the button says."""
    flow, topic = found
    if request.method == "GET":
        return _show(request, flow, topic, flow.form(topic))
    go = request.POST.get("go", "next")
    data = posted(request.POST)
    if issubclass(topic, PeopleTopic):
        data = _people_changed(data, go)
    try:
        flow.keep(topic, data, seen=request.POST.get("seen"))
    except TopicChanged as changed:
        return _show_both(request, flow, topic, data, changed)
    if go == "autosave":
        return JsonResponse(
            {"seen": flow.seen(topic), "words": _("Saved at %(time)s.") % {"time": shown_time(now())}}
        )
    if go == "find" or go.partition(":")[0] in {"add", "remove", "up"}:
        return _show(request, flow, topic, flow.form(topic), find=read_search(request.POST.get("find")))
    form = flow.bound(topic)
    if go == "next" and not form.is_valid():
        return _show(request, flow, topic, form)
    return _onward(request, flow, topic, go)


@kept_page
@allow(is_member, load=_load)
@require_http_methods(["GET", "POST"])
def check(request: Request, flow: IntakeFlow) -> HttpResponse:
    """Show every answer with a way to change it; a POST sends them."""
    problem = ""
    has_unsent = bool(flow.saved) or flow.submitted_version == 0
    if request.method == "POST" and not has_unsent:
        return _to(request, flow, "done")  # sent already: a second press changes nothing
    if request.method == "POST":
        try:
            if flow.send() is not None:
                return _to(request, flow, "done")
        except DomainError as error:
            problem = error.message
    forms = flow.checked()
    people = _people_chosen(flow, forms)
    context = {
        "flow": flow,
        "rows": [(form, form.summary(), people.get(form.key), bool(form.errors)) for form in forms],
        "is_complete": all(not form.errors for form in forms),
        "problem": problem,
        "has_unsent": has_unsent,
    }
    return render(request, "participant/intake/check.html", context, status=409 if problem else 200)


def _people_chosen(flow: IntakeFlow, forms: list[TopicForm]) -> dict[str, list[Named]]:
    """Return the people whom topics name, in the order of their answers, for all topics at once."""
    ids = {
        one.key: _known(flow, type(one), one.cleaned_data.get("people", []))
        for one in forms
        if isinstance(one, PeopleTopic)
    }
    found = {str(one.id): one for one in people_named([key for chosen in ids.values() for key in chosen])}
    return {topic: [found[key] for key in chosen if key in found] for topic, chosen in ids.items()}


@allow(is_member, load=_load)
@require_GET
def done(request: Request, flow: IntakeFlow) -> HttpResponse:
    """Say what happens next."""
    if flow.submitted_version == 0:
        return _to(request, flow, "resume")
    return render(request, "participant/intake/done.html", {"flow": flow})


@allow(is_member, load=_load)
@require_POST
def confirm(request: Request, flow: IntakeFlow) -> HttpResponse:
    """Record that what the program office entered is right, as its owner says."""
    try:
        services.confirm_intake(by=flow.viewer, enrollment=flow.enrollment)
    except DomainError as error:
        add_toast(request, error.message, icon="exclamation-circle")
        return _to(request, flow, "check")
    return _to(request, flow, "done")


@allow(is_member, load=_load)
@require_POST
def forget(request: Request, flow: IntakeFlow) -> HttpResponse:
    """Throw away changes that were not sent."""
    flow.forget()
    add_toast(request, _("Your changes were dropped; what you sent before is kept."))
    return _to(request, flow, "check")


# the parts of a topic's page


def _show(
    request: Request, flow: IntakeFlow, topic: type[TopicForm], form: TopicForm, **more: Any
) -> HttpResponse:
    context = {
        "flow": flow,
        "topic": topic,
        "form": form,
        "number": flow.topics.index(topic) + 1,
        "minutes": flow.minutes_left(topic),
        "seen": flow.seen(topic),
        "is_first": flow.before(topic) is None,
        "from_check": request.GET.get("from") == "check",
        **more,
    }
    if issubclass(topic, PeopleTopic):
        context |= _people(flow, topic, form, more.get("find", ""))
    return render(request, topic.template, context, status=more.get("status", 200))


def _show_both(
    request: Request, flow: IntakeFlow, topic: type[TopicForm], data: Data, changed: TopicChanged
) -> HttpResponse:
    if request.POST.get("go") == "autosave":
        return JsonResponse({"words": _("Changed in another window: not saved here")}, status=409)
    theirs = flow.bound(topic, changed.theirs)
    theirs.is_valid()
    mine = flow.bound(topic, data)
    mine.is_valid()
    return _show(request, flow, topic, mine, theirs=theirs.summary() or True, status=409)


def _people(flow: IntakeFlow, topic: type[PeopleTopic], form: TopicForm, find: str) -> dict[str, Any]:
    chosen = form["people"].value() or []
    search = people_to_wish_for if topic.others_side_only else people_to_exclude
    hits = [one for one in search(flow.enrollment, find) if str(one.id) not in chosen]
    known = people_named(_known(flow, topic, chosen))
    return {"chosen": known, "hits": hits, "find": find, "is_full": len(chosen) >= topic.most}


def _known(flow: IntakeFlow, topic: type[PeopleTopic], chosen: list[str]) -> list[str]:
    """Return the ids of those whom the page may name: of wishes, whom its reader could have found."""
    if not topic.others_side_only:
        return chosen
    ids = {one: key for one in chosen if (key := read_id(one))}
    may_be_named = only_wishable(flow.enrollment, ids.values())
    return [one for one in chosen if ids.get(one) in may_be_named]


def _people_changed(data: Data, go: str) -> Data:
    what, _colon, person_id = go.partition(":")
    people = list(data.get("people", []))
    if what == "add" and person_id not in people:
        people.append(person_id)
    if what == "remove" and person_id in people:
        people.remove(person_id)
    if what == "up" and person_id in people:
        place = people.index(person_id)
        people.insert(max(0, place - 1), people.pop(place))
    return {**data, "people": people} if people else {}


def _onward(request: Request, flow: IntakeFlow, topic: type[TopicForm], go: str) -> HttpResponse:
    if go == "later":
        add_toast(request, _("Saved. You can go on where you left off, on any device, for 30 days."))
        return redirect(address(request, "intake:mine"))
    if request.GET.get("from") == "check":
        return _to(request, flow, "check")
    onward = flow.before(topic) if go == "back" else flow.next_after(topic)
    if onward is not None:
        return _to(request, flow, onward.key)
    return redirect(address(request, "intake:mine")) if go == "back" else _to(request, flow, "check")


def _to(request: Request, flow: IntakeFlow, place: str) -> HttpResponse:
    enrollment_id = flow.enrollment.id
    if place in {"check", "done", "resume"}:
        return redirect(address(request, f"intake:{place}", enrollment_id=enrollment_id))
    return redirect(address(request, "intake:topic", enrollment_id=enrollment_id, topic=place))
