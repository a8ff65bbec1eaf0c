"""Surveys for the program office: waves, a new one, what it says and whom it reaches, who is missing, results."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.mail import STOP_MINUTES
from rounds.core.reading import read_id
from rounds.insights.selectors.claims import is_wave_closed
from rounds.programs.selectors import programs_for
from rounds.programs.selectors.office import names_in_office
from rounds.surveys.budget.values import Room
from rounds.surveys.campaigns.forms import SinceForm, WaveForm, chosen_in
from rounds.surveys.campaigns.rules import can_run_wave
from rounds.surveys.campaigns.selectors import (
    WaveLine,
    is_closed,
    is_late,
    is_open,
    is_stoppable,
    list_waves,
    missing_of,
    promise_of,
    read_from,
    reasons_in,
    reminder_days,
    state_words,
    wave_for,
)
from rounds.surveys.campaigns.selectors.candidates import (
    candidates_of,
    first_mail_of,
    last_day_of_mail,
    later_of,
    reasons_of,
    waves_beside,
    when_free,
)
from rounds.surveys.campaigns.selectors.ending import ending_of, last_before
from rounds.surveys.campaigns.services import plan_wave, problems_of, send_wave, stop_wave
from rounds.surveys.campaigns.services.since import write_since
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.enums import Mode, RequestState, WaveState, WhyNot
from rounds.surveys.feedback360.selectors.lines import RUNS
from rounds.surveys.instruments.selectors import askable_versions, minutes_of, questions_of
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import Wave
from rounds.surveys.planning.selectors import standing_for, stands_for
from rounds.surveys.results.selectors.beside import beside_of
from rounds.surveys.results.selectors.lines import lines_leaving
from rounds.surveys.results.selectors.named import is_readable, is_reader
from rounds.surveys.results.selectors.pages import results_of
from rounds.surveys.results.selectors.readers import waves_to_read
from rounds.web.addresses import address
from rounds.web.coordinator.surveys.names import reminder_of
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast
from rounds.web.words.times import TIME, at_words

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)
SHOWN = 12


@allow(OFFICE)
@require_safe
def list_page(request: Request) -> HttpResponse:
    """Show the waves of the reader's programs."""
    names: dict[UUID | None, str] = {one.id: one.name for one in programs_for(request.viewer)}
    lines = [
        (line, state_words(line.wave), names.get(line.wave.campaign.scope_id, ""))
        for line in list_waves(request.viewer)
    ]
    ahead = [one for one in lines if one[0].wave.waits_for_its_day]
    stands = standing_for([line.wave for line, _state, _name in ahead])
    coming = [(line, stands.get(line.wave.id), name) for line, _state, name in ahead]
    context = {
        "to_read": waves_to_read(request.viewer),
        "runs_rounds": bool(request.viewer.scopes(*RUNS)),
        "lines": sorted((one for one in lines if not one[0].wave.waits_for_its_day), key=_place),
        "coming": sorted(coming, key=lambda one: (one[0].wave.opens_on, one[0].wave.campaign.name)),
    }
    return render(request, "coordinator/surveys/list.html", context)


def _place(line: tuple[WaveLine, str, str]) -> tuple[bool, int, str]:
    """Return where a wave stands in the list: what is open or leaves soon first, by its last day; then the latest ahead."""
    wave = line[0].wave
    is_over = is_closed(wave) or wave.state == WaveState.STOPPED
    day = wave.closes_on.toordinal()
    return is_over, -day if is_over else day, wave.campaign.name


@allow(OFFICE)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Choose what is asked of whom; nothing is sent yet."""
    programs = [(one.id, one.name) for one in programs_for(request.viewer)]
    chosen = {"entry": WaveForm.new_entry(), "instrument": request.GET.get("set", ""), **_as_before(request)}
    form = WaveForm(request.POST or None, versions=askable_versions(), programs=programs, initial=chosen)
    if request.method == "POST" and form.is_valid():
        plan = form.plan()
        problems = problems_of(plan)
        for problem in problems:
            put_error(form, problem)
        if not problems:
            wave = plan_wave(plan=plan, by=request.viewer, entry_id=form.entry_id())
            return redirect(address(request, "surveys:wave", wave_id=wave.id))
    return show_form(request, "coordinator/surveys/new.html", form)


def _as_before(request: Request) -> dict[str, object]:
    """Return what a survey that was stopped had chosen, to be planned again."""
    wave_id = read_id(request.GET.get("as"))
    try:
        before = wave_for(request.viewer, wave_id) if wave_id else None
    except NotFound:
        before = None
    return chosen_in(before) if before else {}


@allow(OFFICE)
@require_POST
def install(request: Request) -> HttpResponse:
    """Bring in the instruments that came with this release."""
    count = install_instruments(by=request.viewer)
    words = ngettext("%(count)s set of questions is new.", "%(count)s sets of questions are new.", count)
    add_toast(request, words % {"count": count} if count else _("All sets of questions are here already."))
    return redirect(address(request, "surveys:new"))


@allow(can_run_wave, load=wave_for)
@require_http_methods(["GET", "POST"])
def wave(request: Request, wave: Wave) -> HttpResponse:
    """Show what a wave says and whom it reaches; a POST sends it, Stop holds it for 15 minutes, "keep" keeps its line."""
    before = last_before(wave) if wave.state == WaveState.PLANNED else None
    typed = request.POST if request.method == "POST" else None
    since = SinceForm(typed, initial={"since": wave.since or ""}) if before else None
    if request.method == "POST" and (since is None or since.is_valid()):
        go = pressed(request, "", "keep")
        if since is not None and "since" in request.POST:
            write_since(wave=wave, words=since.cleaned_data["since"], by=request.viewer)
        if go == "keep":
            add_toast(request, _("Kept. It stands in the message once you send."))
            return redirect(address(request, "surveys:wave", wave_id=wave.id))
        people = send_wave(wave=wave, by=request.viewer)
        stop_at = address(request, "surveys:stop", wave_id=wave.id)
        add_toast(request, _sent_words(wave, people), stop=stop_at)
        return redirect(address(request, "surveys:wave", wave_id=wave.id))
    show = _planned if wave.state == WaveState.PLANNED else _sent
    context = {
        "wave": wave,
        "state": state_words(wave),
        "read_from": read_from(wave),
        "is_stopped": wave.state == WaveState.STOPPED,
        "promise": promise_of(wave),
        "audience": audience(wave.campaign.audience),
        "minutes": minutes_of(questions_of(wave.version_id)),
        "ending": ending_of(wave),
        "readers": names_in_office(wave.campaign.scope_id, wave.readers) if wave.readers else [],
        "reads": is_reader(request.viewer, wave) and is_readable(wave),
        "is_sealed": False,
        "before": before,
        "since": since,
        "lines": lines_leaving(wave) if is_closed(wave) else None,
        "reminder": reminder_of(wave),
        **show(wave),
    }
    if is_wave_closed(request.viewer, wave.campaign.instrument.key, wave.campaign.scope_id):
        context |= {"results": None, "lines": None, "is_sealed": True}
    return render(request, "coordinator/surveys/wave.html", context)


def _sent_words(wave: Wave, people: int) -> str:
    """Say how many are asked, when the first message leaves, and until when all can be stopped."""
    words = ngettext(
        "%(count)s person will be asked, from %(at)s on. You can stop it until %(until)s.",
        "%(count)s people will be asked, from %(at)s on. You can stop it until %(until)s.",
        people,
    )
    wave.refresh_from_db(fields=["stop_until"])
    until = wave.stop_until or now()
    return words % {
        "count": people,
        "at": at_words(first_mail_of(wave) or until),
        "until": at_words(until, shape=TIME),
    }


def _planned(wave: Wave) -> dict[str, object]:
    """Return who would be asked today, who not and why."""
    candidates = candidates_of(wave)
    asked = list(dict.fromkeys(one.person for one in candidates if one.is_asked))
    leaves = when_free(wave, [one.id for one in asked], after=now() + timedelta(minutes=STOP_MINUTES))
    return {
        "is_planned": True,
        "count": len(asked),
        "names": [one.display_name for one in asked[:SHOWN]],
        "more": max(0, len(asked) - SHOWN),
        "reasons": reasons_of(candidates),
        "most": Room() if any(one.why_not == WhyNot.BUDGET for one in candidates) else None,
        "later": later_of(candidates),
        "leaves_at": min(leaves.values(), default=None),
        "stands": stands_for(wave) if wave.waits_for_its_day else None,
        "beside_it": waves_beside(wave),
        "not_asked": [one for one in candidates if not one.is_asked],
    }


def _sent(wave: Wave) -> dict[str, object]:
    """Return how many have answered, who is missing, and the figures of a closed wave."""
    states = list(wave.requests.exclude(state=RequestState.NOT_ASKED).values_list("state", flat=True))
    # a count that moves tells who is at the computer
    is_as_of_last_night = wave.mode == Mode.ANONYMOUS and (is_open(wave) or not is_closed(wave))
    answered = wave.requests.filter(state=RequestState.ANSWERED)
    if is_as_of_last_night:
        answered = answered.filter(answered_on__lt=institution_today())
    return {
        "is_as_of_last_night": is_as_of_last_night,
        "is_stoppable": is_stoppable(wave),
        "leaves_at": first_mail_of(wave),
        "is_closed": is_closed(wave),
        "is_late": is_late(wave),
        "asked": len(states),
        "answered": answered.count(),
        "declined": states.count(RequestState.DECLINED),
        "missing": missing_of(wave),
        "today": institution_today(),
        "reasons": reasons_in(wave),
        "reminders": reminder_days(wave),
        "last_mail_on": last_day_of_mail(wave.closes_on),
        "results": results_of(wave) if is_closed(wave) else None,
        "beside": beside_of(wave) if is_closed(wave) else None,
        "is_waiting": is_closed(wave) and wave.mode != Mode.NAMED,
    }


@allow(can_run_wave, load=wave_for)
@require_POST
def stop(request: Request, wave: Wave) -> HttpResponse:
    """Take a wave back before a mail has left."""
    stop_wave(wave=wave, by=request.viewer)
    add_toast(request, _("Stopped. Nobody was asked; plan it again when you like."))
    return redirect(address(request, "surveys:list"))
