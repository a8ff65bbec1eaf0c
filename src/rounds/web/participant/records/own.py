"""My record: what Rounds holds about me, what I correct myself, what I agree to."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.mentorships.releases.selectors import own_releases, own_residencies
from rounds.people import services
from rounds.people.enums import ConsentKind
from rounds.people.forms import OwnRecordForm
from rounds.people.models import Person
from rounds.people.selectors import person_for, record_for
from rounds.people.values.consents import NOT_ASKED
from rounds.programs.forms.working_together import LANGUAGES
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.kept_pages import kept_page
from rounds.web.toasts import add_toast

OWN_FIELDS = ("pronouns", "personal_email", "orcid", "languages")


def _own(request: Request) -> Person:
    viewer = request.viewer
    return person_for(viewer, viewer.own_id)


@kept_page
@require_http_methods(["GET"])
@allow(is_member)
def mine(request: Request) -> HttpResponse:
    """Show everything that is recorded about the reader."""
    person = _own(request)
    names = dict(LANGUAGES)
    context = {
        "record": record_for(person),
        "person": person,
        "may_release": bool(own_residencies(request.viewer)) or own_releases(request.viewer).exists(),
        "mentors": request.viewer.has_anywhere(Role.MENTOR),
        "languages": [names.get(code, code) for code in person.languages],
    }
    return render(request, "participant/record/mine.html", context)


@require_http_methods(["GET", "POST"])
@allow(is_member)
def edit(request: Request) -> HttpResponse:
    """Correct what is one's own to correct."""
    person = _own(request)
    initial = {name: getattr(person, name) for name in OWN_FIELDS}
    form = OwnRecordForm(request.POST or None, initial=initial, languages=list(LANGUAGES))
    if request.method == "POST" and form.is_valid():
        try:
            services.update_person(person=person, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Your record is saved."))
            return redirect(address(request, "record:mine"))
    return show_form(request, "participant/record/edit.html", form)


@require_POST
@allow(is_member)
def consent(request: Request) -> HttpResponse:
    """Agree to the words of one kind of consent, or withdraw it."""
    kind = request.POST.get("kind", "")
    if kind not in ConsentKind.values:
        raise DomainError(_("Choose one of the consents on your record."))
    person = _own(request)
    if pressed(request, "give", "withdraw") == "give":
        if kind in NOT_ASKED:
            raise DomainError(_("Choose one of the consents on your record."))
        services.give_consent(person=person, kind=kind, by=request.viewer)
        add_toast(request, _("Thank you. You can withdraw this here at any time."))
    else:
        services.withdraw_consent(person=person, kind=kind, by=request.viewer)
        add_toast(request, _("Withdrawn from now on."))
    return redirect(address(request, "record:mine"))
