"""What one typed and did not save: kept for a while for oneself alone, listed here, and thrown away where one wants that."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.core.drafts import KEPT_DAYS, discard_draft, list_drafts, own_draft_for
from rounds.core.models import Draft
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.toasts import add_toast
from rounds.web.typed.keeping import page_of, words_typed

# What is written on a page, where its reader would not know it by its words.
WRITTEN: dict[str, str | Promise] = {
    "pairs:log": gettext_lazy("A conversation, with your note"),
    "pairs:note": gettext_lazy("Your note about a conversation"),
    "pairs:outcome": gettext_lazy("A conversation, with your note"),
    "pairs:debrief": gettext_lazy("A debrief"),
    "pairs:agreement": gettext_lazy("An agreement"),
    "groups:log": gettext_lazy("A session of a group, with your note"),
    "groups:note": gettext_lazy("Your note about a session of a group"),
    "groups:change_note": gettext_lazy("Your note about a session of a group"),
    "growth:new_goal": gettext_lazy("A goal"),
    "growth:change_goal": gettext_lazy("A goal"),
    "growth:asks": gettext_lazy("A question to the other one"),
    "growth:answer": gettext_lazy("An answer to a question"),
    "growth:feedback": gettext_lazy("What helps you, told openly"),
    "answering:page": gettext_lazy("Answers to a survey"),
}


def what_page_takes(path: str) -> str:
    """Return what is written on a page, by its address; nothing where its words say it."""
    try:
        name = resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""
    return str(WRITTEN.get(name, ""))


@require_GET
@allow(is_member)
def mine(request: Request) -> HttpResponse:
    """List what the reader typed and did not save."""
    drafts = [
        {
            "draft": one,
            "words": words_typed(one.opened()),
            "page": page_of(one.opened()),
            "what": what_page_takes(page_of(one.opened())),
        }
        for one in list_drafts(request.viewer)
    ]
    return render(request, "participant/records/unsaved.html", {"drafts": drafts, "days": KEPT_DAYS})


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_draft_for)
def throw_away(request: Request, draft: Draft) -> HttpResponse:
    """Throw away what was typed; asks first."""
    back = address(request, "record:unsaved")
    if request.method == "GET":
        words = " ".join(words_typed(draft.opened()))
        return ask_first(
            request,
            title=_("Throw away what you typed?"),
            words=[words[:300], _("It is gone for good. What you saved before stays as it is.")],
            verb=_("Throw it away"),
            back=back,
        )
    discard_draft(by=request.viewer, form_key=draft.form_key)
    add_toast(request, _("Thrown away."))
    return redirect(back)
