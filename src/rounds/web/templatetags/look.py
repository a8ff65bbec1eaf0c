"""The parts that pages are made of. docs/look.md shows each with a snippet."""

import json
import re
import warnings
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rounds.web.words.names import few_names
from rounds.web.words.readers import READ_BY, Kind, who_reads_of_mentee, who_reads_sealed
from rounds.web.words.times import here_words, place_of

register = template.Library()

SPRITE = "vendor/bootstrap-icons/icons.svg"


@register.simple_tag
@lru_cache(maxsize=512, typed=True)
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration and stays silent for screen readers."""
    if name not in _icons():
        warnings.warn(f"The sprite has no icon {name!r}: front_end/icons.txt", stacklevel=2)
    sprite = static(SPRITE)
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, sprite, name
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', sprite, name
    )


register.filter("few", few_names)
register.filter("place", place_of)

PHONE = re.compile(r"\+?\(?\d[\d\s().\-/\u2013]*\d")


@register.filter
def call(written: str) -> SafeString | str:
    """Let a telephone number be called by a press; words beside it, such as an extension, stay words."""
    found = PHONE.search(written)
    number = re.sub(r"[^\d+]", "", found[0]) if found else ""
    if found is None or len(number) < 3:
        return written
    before, after = written[: found.start()], written[found.end() :]
    return format_html('{}<a class="alone" href="tel:{}">{}</a>{}', before, number, found[0], after)


@cache
def _icons() -> frozenset[str]:
    sprite = Path(__file__).resolve().parents[1] / "static" / SPRITE
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite.read_text()))


@register.simple_tag
def badge(text: str | Promise, tone: str = "", icon_name: str = "") -> SafeString:
    """Show a fact: icon and one to three words. Tones: act, wait, ok, info, or none."""
    kind = f" badge-{tone}" if tone else ""
    drawing = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge{}">{}{}</span>', kind, drawing, text)


@register.simple_tag
def at(moment: datetime) -> str:
    """Show a moment by the reader's clocks, and whose clocks those are where the program's show another time."""
    return here_words([moment])


@register.simple_tag
def initials(name: str) -> SafeString:
    """Show the first letters of a name; the name itself must be beside it."""
    words = [word for word in name.replace("Dr.", "").split() if word[:1].isalpha()]
    letters = (words[0][0] + words[-1][0]) if len(words) > 1 else "".join(word[0] for word in words)
    return format_html('<span class="initials" aria-hidden="true">{}</span>', letters.upper())


@register.simple_tag
def signed(value: float, digits: int = 1) -> str:
    """Write a difference with its sign, a real minus included."""
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return ("+" if value > 0 else "−") + text


@register.inclusion_tag("components/progress.html")
def progress(done: int, of: int, text: str, left: str = "", meaning: str = "") -> dict[str, Any]:
    """Show a bar with its count, the time left and what it means."""
    return {"done": done, "of": of, "text": text, "left": left, "meaning": meaning}


@register.inclusion_tag("components/reads.html")
def reads(sentence: str, only_you: bool = False) -> dict[str, Any]:
    """Say who can read this: under every text box, over every sensitive form."""
    return {"sentence": sentence, "only_you": only_you}


@register.inclusion_tag("components/reads.html")
def reads_of(kind: str, name: str = "", mentee: str = "") -> dict[str, Any]:
    """Say who can read a kind of thing that somebody writes here, from the one table of readers; to a mentor, of a mentee's."""
    if mentee:
        return {"sentence": who_reads_of_mentee(kind, mentee=mentee), "only_you": False}
    return {"sentence": who_reads_sealed(kind, other=name), "only_you": not READ_BY[Kind(kind)]}


@register.inclusion_tag("components/toasts.html", takes_context=True)
def toast_messages(context: template.Context) -> dict[str, Any]:
    """Show what the last action did, with Undo or Stop inside."""
    request = context.get("request")
    if request is None or not hasattr(request, "_messages"):
        return {"toasts": []}
    toasts = [{"text": str(message), **_extras(message.extra_tags)} for message in get_messages(request)]
    return {"toasts": toasts, "request": request, "csrf_token": context.get("csrf_token")}


def _extras(tags: str) -> dict[str, str]:
    if not tags.startswith("{"):
        return {"icon": "check"}
    return dict(json.loads(tags))
