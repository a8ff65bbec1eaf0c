"""The fields of forms, drawn as Django's own templates draw them, letter by letter, in a tenth of the time.

A page with thirty options would run sixty templates for them. What is not known here is drawn by its template.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = dict[str, Any]
FOLDER = "django/forms/widgets/"
INPUTS = (
    "checkbox",
    "date",
    "datetime",
    "email",
    "hidden",
    "number",
    "password",
    "search",
    "tel",
    "text",
    "time",
    "url",
)


class DrawnWidgets(DjangoTemplates):
    """The renderer of all forms."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Draw a widget."""
        draw = DRAWN.get(template_name)
        if draw is None or not _is_known(context["widget"]):
            return super().render(template_name, context, request)
        return mark_safe(draw(context["widget"]).strip())  # noqa: S308  # nosec B308 B703  # every part is escaped


def _is_known(widget: Widget) -> bool:
    options = (option for _group, options, _index in widget.get("optgroups", ()) for option in options)
    return all(option["template_name"] in DRAWN for option in options)


def _text(value: Any) -> SafeString:
    return conditional_escape(value if isinstance(value, str) else str(value))


def _attributes(widget: Widget) -> str:
    given = widget["attrs"].items()
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in given
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return (
        f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attributes(widget)}>'
    )


def _textarea(widget: Widget) -> str:
    text = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _option(widget: Widget) -> str:
    return (
        f'<option value="{_text(widget["value"])}"{_attributes(widget)}>{_text(widget["label"])}</option>\n'
    )


def _input_option(widget: Widget) -> str:
    if not widget.get("wrap_label"):
        return f"{_input(widget)}\n\n\n"
    own = widget["attrs"].get("id")
    to = f' for="{_text(own)}"' if own else ""
    return f"<label{to}>{_input(widget)}\n {_text(widget['label'])}</label>\n\n"


def _select(widget: Widget) -> str:
    groups = (
        _grouped(f'\n  <optgroup label="{_text(name)}">' if name else "", options, "\n  ", "\n  </optgroup>")
        for name, options, _index in widget["optgroups"]
    )
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{"".join(groups)}\n</select>'


def _choices(widget: Widget) -> str:
    given = {name: widget["attrs"][name] for name in ("id", "class") if widget["attrs"].get(name)}
    about = "".join(f' {name}="{_text(value)}"' for name, value in given.items())
    groups = (
        _grouped(
            f"\n  <div><label>{_text(name)}</label>" if name else "",
            options,
            "<div>\n    ",
            "\n  </div>",
            after="</div>",
        )
        for name, options, _index in widget["optgroups"]
    )
    return f"<div{about}>{''.join(groups)}\n</div>"


def _grouped(opening: str, options: Iterable[Widget], before: str, closing: str, *, after: str = "") -> str:
    drawn = "".join(f"{before}{DRAWN[one['template_name']](one)}{after}" for one in options)
    return f"{opening}{drawn}{closing if opening else ''}"


DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"{FOLDER}{name}.html": _input for name in INPUTS},
    f"{FOLDER}textarea.html": _textarea,
    f"{FOLDER}select.html": _select,
    f"{FOLDER}select_option.html": _option,
    f"{FOLDER}radio.html": _choices,
    f"{FOLDER}checkbox_select.html": _choices,
    f"{FOLDER}radio_option.html": _input_option,
    f"{FOLDER}checkbox_option.html": _input_option,
}
