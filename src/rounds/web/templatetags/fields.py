"""The parts that forms are made of. docs/look.md shows each with a snippet."""

import re
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from rounds.core.edits import PREFIX, EditForm, mark_of
from rounds.web.frame.links import MARK as OPENED

register = template.Library()
# What the browser's pickers can show again.
PICKER_SHAPES = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "time": re.compile(r"\d\d:\d\d(:\d\d)?"),
    "datetime-local": re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?"),
}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, reads: str = "", only_you: bool = False, optional: bool | None = None
) -> dict[str, Any]:
    """Show a form field with its label, hint, error and who can read it."""
    described = [f"{bound.id_for_label}_error"] if bound.errors else []
    if bound.help_text:
        described.append(f"{bound.id_for_label}_hint")
    if getattr(bound.field, "ends", ()):
        described.append(f"{bound.id_for_label}_ends")
    _keep_what_was_typed(bound)
    attributes: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget = bound.field.widget
    if "maxlength" in widget.attrs:
        # Browsers cut what is pasted at it without a word; the form says how much is too much.
        attributes["maxlength"] = False
    kind = getattr(widget, "input_type", "select" if hasattr(widget, "choices") else "text")
    in_group = kind in {"radio", "checkbox"} and hasattr(widget, "choices")
    return {
        "bound": bound,
        "shown": _shown(bound),
        "control": bound if in_group else bound.as_widget(attrs={**widget.attrs, **attributes}),
        "in_group": in_group,
        "is_words": getattr(bound.field, "in_a_row", False),
        "ends": getattr(bound.field, "ends", ()),
        "is_single_box": kind == "checkbox" and not in_group,
        "described_by": " ".join(described),
        "reads": reads,
        "only_you": only_you,
        "is_optional": not bound.field.required if optional is None else optional,
    }


def _shown(bound: BoundField) -> SafeString | str:
    """Return the mark of what the page shows, by which a later save knows what its reader changed."""
    form = bound.form
    if not isinstance(form, EditForm) or not form.is_edit or bound.is_hidden:
        return ""
    return _hidden(bound.html_name, form.mark_shown(bound.name))


def _hidden(name: str, mark: str) -> SafeString:
    return format_html('<input type="hidden" name="{}{}" value="{}">', PREFIX, name, mark)


@register.simple_tag(takes_context=True)
def shown(context: template.Context, *name: Any, words: Any) -> SafeString:
    """Return the mark of what a field shows that no form draws; `shown` of the page holds those that were sent."""
    sent: dict[str, str] = context.get("shown") or {}
    field = "-".join(map(str, name))
    return _hidden(field, sent.get(f"{PREFIX}{field}", mark_of(words)))


@register.simple_tag(takes_context=True)
def whose(context: template.Context) -> SafeString | str:
    """Return the field that says whose page a form stands on, where a link has let somebody in (web/frame/links)."""
    mark = getattr(context.get("request"), "opened_mark", "")
    return format_html('<input type="hidden" name="{}" value="{}">', OPENED, mark) if mark else ""


def _keep_what_was_typed(bound: BoundField) -> None:
    """Number boxes, and date boxes, drop what they cannot parse; a text box shows it again. Others stay pickers."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    typed = bound.value()
    shape = PICKER_SHAPES.get(kind)
    is_lost = shape is not None and isinstance(typed, str) and typed != "" and not shape.fullmatch(typed)
    if kind == "number" or is_lost:
        widget.input_type = "text"
        widget.attrs = {**widget.attrs, "class": "input-short"}
        widget.attrs.pop("type", None)
        if kind == "number":
            widget.attrs["inputmode"] = "decimal"


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """List every error of the forms as links to their fields; empty when there is none."""
    found = []
    for form in forms:
        for bound in form:
            found += [
                {"text": text, "label": bound.label, "href": f"#{_first_id(bound)}"} for text in bound.errors
            ]
        found += [{"text": text, "label": "", "href": ""} for text in form.non_field_errors()]
    title = ngettext(
        "One thing to fix before you save", "%(count)s things to fix before you save", len(found)
    )
    return {"found": found, "title": title % {"count": len(found)} if "%" in title else title}


def _first_id(bound: BoundField) -> str:
    """Return the id of the control that takes the focus; of a group, its first."""
    widget = bound.field.widget
    if hasattr(widget, "choices") and getattr(widget, "input_type", "") in {"radio", "checkbox"}:
        return f"{bound.auto_id}_0"
    return bound.id_for_label
