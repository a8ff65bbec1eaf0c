"""What begins or ends a year for everybody in a program: its start, taken back until pairs are published, and its close."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.mentorships.dues.selectors.telling import told_at_start
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.programs import services
from rounds.programs.enums import EnrollmentState, ProgramState
from rounds.programs.models import Cycle, Enrollment, Intake, Program
from rounds.programs.rules import is_office
from rounds.programs.selectors import cohort_figures, cohort_of, program_for
from rounds.programs.selectors.programs import open_cycle_of
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.toasts import add_toast


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def start(request: Request, program: Program) -> HttpResponse:
    """Ask, saying what begins for whom, and open a program: intake can be asked for."""
    back = address(request, "programs:detail", program_id=program.id)
    if request.method != "POST":
        if program.state != ProgramState.SETTING_UP:
            return redirect(back)  # its page says how it stands
        return ask_first(
            request,
            title=_("Start %(program)s?") % {"program": program.name},
            words=[one for one in _what_begins(program, request.institution.name) if one],
            verb=_("Start this program"),
            back=back,
        )
    try:
        services.start_program(by=request.viewer, program=program)
    except DomainError as error:
        add_toast(request, error.message, icon="exclamation-circle")
    else:
        add_toast(
            request,
            _started_words(program),
            undo=address(request, "programs:undo_start", program_id=program.id),
        )
    return redirect(back)


@allow(is_office, load=program_for)
@require_POST
def undo_start(request: Request, program: Program) -> HttpResponse:
    """Set a program up again: nothing more is told of it until it is started anew."""
    services.take_back_start(by=request.viewer, program=program)
    add_toast(
        request,
        _("%(program)s is being set up again; nobody hears of it by itself.") % {"program": program.name},
    )
    return redirect(address(request, "programs:detail", program_id=program.id))


def _what_begins(program: Program, institution: str) -> list[str]:
    """Return what the press begins, sentence by sentence: for whom, who hears of it, and until when it is taken back."""
    cohort = cohort_of(program)
    figures, at_start = cohort_figures(cohort), told_at_start(program.id)
    first = date_format(cohort.cycle.starts_on, "j M Y")
    return [
        _("Its first day is %(day)s. In it are %(mentees)s mentees and %(mentors)s mentors.")
        % {"day": first, "mentees": figures.mentees, "mentors": figures.mentors},
        _(
            "The press itself writes to nobody: answers are asked for on the page of its people, in a step of its own."
        ),
        _pairs_words(at_start.pairs, at_start.people),
        _("Everybody at %(institution)s can apply from then on.") % {"institution": institution}
        if program.applications_open
        else "",
        _("It can be taken back until pairs of this year are published."),
    ]


def _pairs_words(pairs: int, people: int) -> str:
    """Say what begins for pairs that run in it already, such as imported ones; "" where there are none."""
    if not pairs:
        return ""
    words = ngettext(
        "%(pairs)s pair runs in it already: what its plan of the year asks is reminded of from then on.",
        "%(pairs)s pairs run in it already: what their plan of the year asks is reminded of from then on.",
        pairs,
    ) % {"pairs": pairs}
    told = ngettext(
        "Something is open for %(people)s person, who hears of it by mail within a day.",
        "Something is open for %(people)s people, who hear of it by mail within a day.",
        people,
    ) % {"people": people}
    return f"{words} {told}" if people else words


def _started_words(program: Program) -> str:
    starts_on = cohort_of(program).cycle.starts_on
    if program.waits_for(starts_on):
        words = _("%(program)s starts on %(day)s. Answers can be asked for from now on.")
        return words % {"program": program.name, "day": date_format(starts_on, "j M Y")}
    return _("%(program)s is running.") % {"program": program.name}


@allow(is_office, load=program_for)
@require_http_methods(["GET", "POST"])
def close_year(request: Request, program: Program) -> HttpResponse:
    """Ask, saying for whom it ends what, and close the open year."""
    cycle, back = open_cycle_of(program), address(request, "programs:years", program_id=program.id)
    if cycle is None:
        add_toast(request, _("No year of %(program)s is open.") % {"program": program.name})
        return redirect(back)
    if request.method == "POST":
        services.close_cycle(by=request.viewer, cycle=cycle)
        add_toast(request, _("%(year)s is closed. What was recorded stays.") % {"year": cycle.name})
        return redirect(back)
    return ask_first(
        request,
        title=_("Close %(year)s of %(program)s?") % {"year": cycle.name, "program": program.name},
        words=[*_what_ends(cycle), _("It can't be opened again; the next year can be opened.")],
        verb=_("Close it"),
        back=back,
    )


def _what_ends(cycle: Cycle) -> list[str]:
    """Return what closing a year ends, and what goes on."""
    people = Enrollment.objects.filter(cohort__cycle=cycle).exclude(state=EnrollmentState.WITHDRAWN)
    sent = Intake.objects.filter(enrollment__in=people, submitted_at__isnull=False)
    everybody = people.count()
    silent = everybody - sent.values("enrollment_id").distinct().count()
    pairs = Mentorship.objects.filter(cycle=cycle, state__in=RUNNING).count()
    ends = ngettext(
        "Intake and matching end for %(count)s person, answers not sent yet: %(silent)s.",
        "Intake and matching end for %(count)s people, answers not sent yet: %(silent)s.",
        everybody,
    )
    goes_on = ngettext(
        "%(count)s pair of it runs, and goes on until its own last day.",
        "%(count)s pairs of it run, and go on until their own last day.",
        pairs,
    )
    return [ends % {"count": everybody, "silent": silent}, goes_on % {"count": pairs}]
