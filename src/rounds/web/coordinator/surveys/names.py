"""Whose name the second reminder of a survey bears: the office asks, who is asked says yes or no and may take it back."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.enums import Role
from rounds.core.fields import is_mail_address
from rounds.people.models import Person
from rounds.programs.selectors.office import holders_of
from rounds.surveys.campaigns.rules import can_run_wave
from rounds.surveys.campaigns.selectors import wave_for
from rounds.surveys.models import LentName, Wave
from rounds.surveys.naming.selectors import can_bear_name, lent_name_for, name_on
from rounds.surveys.naming.services import answer_for_name, ask_for_name
from rounds.web.addresses import address
from rounds.web.frame.presses import pressed
from rounds.web.mail.surveys import name_words
from rounds.web.toasts import add_toast

LENDERS = (Role.DIRECTOR, Role.COORDINATOR, Role.FACULTY_DEVELOPER)
NOBODY = "nobody"


@dataclass(frozen=True)
class Reminder:
    """The second reminder as the page of a wave shows it: who may lend a name, whose is asked for, and where that stands."""

    lenders: list[Person]
    name: LentName | None
    words: str


def reminder_of(wave: Wave) -> Reminder | None:
    """Return what a wave's page says of its second reminder; None where it bears no name."""
    if not can_bear_name(wave):
        return None
    name = name_on(wave)
    return Reminder(_lenders(wave), name, _where(name) if name else _("It comes from Rounds."))


def _lenders(wave: Wave) -> list[Person]:
    scope_id = wave.campaign.scope_id
    held = holders_of(scope_id, LENDERS) if scope_id else []
    return [one for one in held if is_mail_address(one.email)]


def _where(name: LentName) -> str:
    who = name.person.display_name
    if name.agreed_on:
        words = _("%(name)s lends their name to it, since %(day)s.")
        return words % {"name": who, "day": date_format(name.agreed_on, "j M Y")}
    if name.declined_on:
        return _("%(name)s does not lend their name: it comes from Rounds.") % {"name": who}
    words = _("%(name)s was asked on %(day)s. Until they say yes it comes from Rounds.")
    return words % {"name": who, "day": date_format(name.asked_on, "j M Y")}


@allow(can_run_wave, load=wave_for)
@require_POST
def lend(request: Request, wave: Wave) -> HttpResponse:
    """Ask somebody to lend their name, lend one's own, or ask nobody any more."""
    chosen = request.POST.get("person", "")
    person = next((one for one in _lenders(wave) if str(one.id) == chosen), None)
    if person is None and chosen != NOBODY:
        add_toast(request, _("Nothing was changed: choose who is asked, in the list."))
    else:
        ask_for_name(wave=wave, person=person, by=request.viewer)
        add_toast(request, _asked(request.viewer, person))
    return redirect(address(request, "surveys:wave", wave_id=wave.id))


def _asked(viewer: Viewer, person: Person | None) -> str:
    if person is None:
        return _("The second reminder comes from Rounds.")
    if person.id == viewer.person_id:
        return _("The second reminder bears your name. Choose nobody here to take it back.")
    return _("%(name)s reads on their home that you ask. No mail is sent.") % {"name": person.display_name}


@require_http_methods(["GET", "POST"])
@allow(is_member, load=lent_name_for)
def name(request: Request, name: LentName) -> HttpResponse:
    """Show what one's name would stand under; a POST lends it, or takes it back."""
    if request.method == "POST":
        agrees = pressed(request, "lend", "no") == "lend"
        answer_for_name(name=name, agrees=agrees, by=request.viewer)
        said = _("The second reminder bears your name; here you can take it back.")
        add_toast(request, said if agrees else _("The second reminder comes from Rounds, without your name."))
        return redirect(address(request, "surveys:name", lent_name_id=name.id))
    context = {"name": name, "words": name_words(name.person)}
    return render(request, "coordinator/surveys/name.html", context)
