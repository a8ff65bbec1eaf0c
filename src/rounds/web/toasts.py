"""Say what happened, with the way back inside; shown by components/toasts.html on the next page."""

import json

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _


def add_toast(
    request: HttpRequest,
    text: str | Promise,
    *,
    icon: str = "check",
    undo: str = "",
    stop: str = "",
    open_page: tuple[str, str] | None = None,
) -> None:
    """Show a sentence on the next page.

    `undo` and `stop` are addresses that take a POST; `open_page` is a (label, address) to read on.
    """
    action = {"label": _("Undo"), "post": undo} if undo else {}
    if stop:
        action = {"label": _("Stop"), "post": stop}
    if open_page:
        action |= {"link_label": open_page[0], "link": open_page[1]}
    messages.success(request, str(text), extra_tags=json.dumps({"icon": icon, **action}))
