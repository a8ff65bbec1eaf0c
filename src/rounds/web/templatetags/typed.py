"""The fields of a long form: what is typed in them is kept while one types, and put back after a new sign-in."""

from uuid import UUID

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rounds.core.access import ScopedRequest, Viewer
from rounds.core.drafts import SavedDraft
from rounds.web.addresses import address_below
from rounds.web.typed.filling import fill_in
from rounds.web.typed.keeping import Place, mark_of, place_of, typed_at

register = template.Library()


@register.tag("typed")
def typed(parser: Parser, token: Token) -> "Typed":
    """Stand around the fields of a form with long texts: {% typed %} fields {% endtyped %} buttons.

    One a page. `{% typed "itself" %}` is for a form whose own address keeps what is typed.
    """
    words = token.split_contents()[1:]
    nodelist = parser.parse(("endtyped",))
    parser.delete_first_token()
    return Typed(nodelist, parser.compile_filter(words[0]) if words else None)


class Typed(template.Node):
    """Draws the fields, fills in what was typed and not saved, and says so."""

    def __init__(self, nodelist: NodeList, to: FilterExpression | None) -> None:
        self.nodelist, self.to = nodelist, to

    def render(self, context: template.Context) -> SafeString:
        fields = self.nodelist.render(context)
        request: ScopedRequest | None = context.get("request")
        viewer = request.viewer if request else None
        # what is locked into a box is kept nowhere beside it
        if request is None or viewer is None or viewer.user_id is None or context.get("keeps_nothing"):
            return fields
        place = _place(request, viewer, viewer.user_id)
        kept = typed_at(place)
        is_back = _is_back(request, kept)
        if kept and is_back:
            # what is put in is escaped, all else was drawn
            fields = SafeString(fill_in(fields, kept.value))  # nosec B703
        slug = request.institution.slug if request.institution else ""
        keeps_itself = self.to is not None
        about = {
            "fields": fields,
            "mark": mark_of(place),
            "kept": kept,
            "is_back": is_back,
            "page": place.page,
            "unsaved": address_below(slug, "record:unsaved"),
            "to": "" if keeps_itself else address_below(slug, "typed:keep"),
        }
        return render_to_string("components/typed.html", about)


def _place(request: ScopedRequest, viewer: Viewer, user_id: UUID) -> Place:
    """Return where this form stands; one that comes back with errors stands where it was sent from."""
    sent_from = place_of(request.POST) if request.method == "POST" else None
    page = sent_from.page if sent_from else request.path
    return Place(viewer.institution_id, user_id, page)


def _is_back(request: ScopedRequest, kept: SavedDraft | None) -> bool:
    """Tell whether what was kept is put in: not over a form that shows what was just sent, nor when not wanted."""
    return kept is not None and request.method == "GET" and request.GET.get("typed") != "no"
