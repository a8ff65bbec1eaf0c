"""The form of a planned survey as its people will see it, marked as a test on each page. Nothing that is typed is kept."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import NotFound
from rounds.core.reading import read_number
from rounds.surveys.answering.forms import PageForm
from rounds.surveys.campaigns.rules import can_run_wave
from rounds.surveys.campaigns.selectors import last_day_of, promise_of, wave_for
from rounds.surveys.campaigns.services.trying import send_test
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.enums import WaveState
from rounds.surveys.instruments.selectors import Topic, minutes_of
from rounds.surveys.kinds import kind_of
from rounds.surveys.models import Request as Asked
from rounds.surveys.models import Wave
from rounds.web.addresses import address, address_below
from rounds.web.frame.errors import show_form
from rounds.web.frame.presses import pressed
from rounds.web.participant.surveys import blind
from rounds.web.participant.surveys.checking import Looked, is_checked
from rounds.web.participant.surveys.ways import Way, readers_of
from rounds.web.toasts import add_toast

THANKS = "thanks"


@dataclass(frozen=True)
class Trial(Way):
    """The way through a form that nobody was asked yet: no row stands behind it, and no page of it keeps anything."""

    def to(self, place: str, **more: Any) -> str:
        base = address_below(self.slug, "surveys:test", wave_id=self.asked.wave.id)
        return f"{base}?page={more.get('page', THANKS if place == THANKS else 1)}"

    @property
    def routes(self) -> str:
        return address_below(self.slug, "frame:routes")

    @property
    def about(self) -> str:
        return _("Alex Example") if audience(self.asked.wave.campaign.audience).about else ""


@allow(can_run_wave, load=wave_for)
@require_POST
def send(request: Request, wave: Wave) -> HttpResponse:
    """Send the mail of a planned wave to oneself."""
    to = send_test(wave=wave, by=request.viewer)
    form = (_("Look at the form"), address(request, "surveys:test", wave_id=wave.id))
    words = _("The test leaves for %(address)s within a minute. Nobody else gets it.")
    add_toast(request, words % {"address": to}, open_page=form)
    return redirect(address(request, "surveys:wave", wave_id=wave.id))


@allow(can_run_wave, load=wave_for)
@require_http_methods(["GET", "POST"])
def test(request: Request, wave: Wave) -> HttpResponse:
    """Show a page of the form, or go on from it; once the wave is sent the test is gone."""
    if wave.state != WaveState.PLANNED:
        add_toast(request, _("This survey was sent, so its test is gone."))
        return redirect(address(request, "surveys:wave", wave_id=wave.id))
    way = Trial(Asked(wave=wave), request.institution.slug, is_link=True)
    topics = way.topics()
    where = request.GET.get("page", "1")
    if where == THANKS:
        return render(request, "components/answering/thanks.html", _around(way) | _thanked(way, topics))
    last = len(topics) + is_checked(topics)
    page = read_number(where) or 0
    if not 1 <= page <= last:
        raise NotFound
    form = PageForm(topics[page - 1], {}, request.POST or None) if page <= len(topics) else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return redirect(_next(request, way, page, last))
    if form is None:
        return render(request, "components/answering/check.html", _around(way) | _checked(way, topics))
    return show_form(
        request, "components/answering/page.html", form, **_around(way), **_page(way, topics, page)
    )


def _next(request: Request, way: Trial, page: int, last: int) -> str:
    """Return where a press leads; what was typed is not looked at again."""
    go = pressed(request, "", "next", "back", "forget", "same")
    if go in ("back", "forget"):
        return way.to("page", page=max(1, page - 1) if go == "back" else 1)
    return way.to("page", page=page + 1) if page < last else way.to(THANKS)


def _around(way: Trial) -> dict[str, Any]:
    """Return what every page of a test says: whose mail and promise it is, and that it is a test."""
    wave = way.asked.wave
    return {
        "test": address_below(way.slug, "surveys:wave", wave_id=wave.id),
        "way": way,
        "layout": way.layout,
        "promise": promise_of(wave),
        "is_open": True,
        "is_blind": blind.is_blind(way.asked),
        "keeps_nothing": True,
        "last_on": last_day_of(wave),
        "routes": way.routes,
    }


def _page(way: Trial, topics: tuple[Topic, ...], page: int) -> dict[str, Any]:
    return {
        "topic": topics[page - 1],
        "page": page,
        "pages": len(topics),
        "minutes": minutes_of([one for topic in topics[page - 1 :] for one in topic.questions]),
        "is_first": page == 1,
        "is_last": page == len(topics) and not is_checked(topics),
        "readers": readers_of(way.asked.wave),
        "wanted": {},
    }


def _checked(way: Trial, topics: tuple[Topic, ...]) -> dict[str, Any]:
    said = _said(topics)
    pages = [
        Looked(topic.title, way.to("page", page=n), said[n - 1]) for n, topic in enumerate(topics, start=1)
    ]
    return {"pages": pages, "left_out": 0, "is_sent": False}


def _thanked(way: Trial, topics: tuple[Topic, ...]) -> dict[str, Any]:
    return {
        "told": [one for page in _said(topics) for one in page],
        "is_sent": True,
        "first": way.to("page", page=1),
    }


def _said(topics: tuple[Topic, ...]) -> list[list[tuple[str, str]]]:
    """Return each question with what stands in the place of an answer that nobody keeps."""
    words = _("the answer stands here")
    return [[(one.text, words) for one in topic.questions if kind_of(one).is_answered] for topic in topics]
