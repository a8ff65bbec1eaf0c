"""The office keeps the catalog: rewrites an entry, posts seats, calls an offering off, takes the record of a draw."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core import audit
from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError, OutOfOrder
from rounds.development.forms.experiences import EntryEditForm, OfferingForm
from rounds.development.models import Entry, Offering
from rounds.development.selectors.experiences import KEEPERS, draw_of, lines_of, offering_for
from rounds.development.services.experiences import call_off_offering, post_offering, rewrite_entry
from rounds.web.addresses import address
from rounds.web.experiences.views import load_entry
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

KEEPS = holds(*KEEPERS)


@allow(KEEPS, load=load_entry)
@require_http_methods(["GET", "POST"])
def edit(request: Request, entry: Entry) -> HttpResponse:
    """Rewrite an entry; offerings keep the version that they have."""
    form = EntryEditForm(request.POST or None, entry=entry)
    if request.method == "POST" and form.is_valid():
        try:
            written = rewrite_entry(entry=entry, wording=form.wording(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Version %(number)s is in use now.") % {"number": written.number})
            return redirect(address(request, "experiences:entry", experience=entry.key))
    return show_form(request, "experiences/edit.html", form, entry=entry)


@allow(KEEPS, load=load_entry)
@require_http_methods(["GET", "POST"])
def post(request: Request, entry: Entry) -> HttpResponse:
    """Post seats of an experience."""
    form = OfferingForm(request.POST or None, initial={"entry": OfferingForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        try:
            posting = form.posting()
            found = post_offering(entry=entry, posting=posting, entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Posted. Whom it fits reads it on their list of experiences."))
            return redirect(address(request, "experiences:offering", offering_id=found.id))
    return show_form(request, "experiences/post.html", form, entry=entry)


@allow(KEEPS, load=offering_for)
@require_http_methods(["GET", "POST"])
def call_off(request: Request, found: Offering) -> HttpResponse:
    """Ask, and call an offering off."""
    if request.method == "POST":
        call_off_offering(offering_id=found.id, by=request.viewer)
        add_toast(request, _("Called off. It stands on nobody’s list any more."))
        return redirect(address(request, "experiences:list"))
    (line,) = lines_of(request.viewer, [found])
    words = ngettext(
        "%(count)s person asks or has a seat; no mail is sent.",
        "%(count)s people ask or have a seat; no mail is sent.",
        line.asks,
    )
    return ask_first(
        request,
        title=_("Call off “%(title)s”?") % {"title": found.entry.title},
        words=[words % {"count": line.asks}, _("It can’t be taken back; it can be posted again.")],
        verb=_("Call it off"),
        back=address(request, "experiences:offering", offering_id=found.id),
    )


@allow(KEEPS, load=offering_for)
@require_safe
def record(request: Request, found: Offering) -> HttpResponse:
    """Give the record of a draw, by which anybody repeats it; that it was taken is recorded."""
    drawn = draw_of(found)
    if drawn is None:
        raise OutOfOrder(_("The seats are not drawn yet, so there is no record."))
    audit.record("offering.record_taken", by=request.viewer, kind="experience", object_id=found.id)
    rule = "sorted by (earlier, sha256(seed + ':' + person)); the first have seats, the others wait in this order"
    body = {
        "offering": str(found.id),
        "rule": rule,
        "seed": drawn.seed,
        "seats": drawn.seats,
        "drawn_at": drawn.drawn_at.isoformat(),
        "order": [{"person": one[0], "earlier": one[1], "lot": one[2]} for one in drawn.lots],
    }
    headers = {"Content-Disposition": f'attachment; filename="draw-{str(found.id)[:8]}.json"'}
    return JsonResponse(body, headers=headers, json_dumps_params={"indent": 1})
