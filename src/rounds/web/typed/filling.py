"""Put what was typed back into the fields of a drawn form, by their names."""

from collections.abc import Mapping
from html.parser import HTMLParser

from django.utils.html import escape

from rounds.core.edits import PREFIX

# Fields that hold what somebody typed; files, passwords and hidden ones stay as the page has them, but for the marks of
# what it showed when it was typed.
WORDS = frozenset(
    {"text", "search", "email", "tel", "url", "number", "date", "time", "datetime-local", "month", "week"}
)
Attributes = list[tuple[str, str | None]]


def fill_in(html: str, typed: Mapping[str, list[str]]) -> str:
    """Return the same fields with what was typed in them; a fold in which something was typed stands open."""
    filler = _Filler(typed)
    filler.feed(html)
    filler.close()
    return "".join(filler.drawn)


class _Filler(HTMLParser):
    """Copies a page's text, except for the values of its fields."""

    def __init__(self, typed: Mapping[str, list[str]]) -> None:
        super().__init__(convert_charrefs=False)
        self.drawn: list[str] = []
        self._typed = {name: list(values) for name, values in typed.items()}
        self._select = ""
        self._folds: list[int] = []  # where the folds begin that one is inside of
        self._is_replaced = False  # inside a text area whose words were put there already

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        about = dict(attrs)
        name = about.get("name") or ""
        if tag == "select":
            self._select = name
        if tag == "details":
            self._folds.append(len(self.drawn))
        if tag == "textarea" and self._typed.get(name):
            words = self._typed[name].pop(0)
            self._unfold(is_typed=bool(words))
            self._put(f"{self.get_starttag_text()}\n{escape(words)}")
            self._is_replaced = True
        elif tag == "option" and self._select in self._typed:
            self._draw(tag, attrs, "selected", (about.get("value") or "") in self._typed[self._select])
        elif tag == "input" and name:
            self._input(name, about.get("type") or "text", about.get("value"), attrs)
        else:
            self._put(self.get_starttag_text() or "")

    def _input(self, name: str, kind: str, value: str | None, attrs: Attributes) -> None:
        if kind in ("checkbox", "radio"):
            is_on = "on" if value is None else value
            is_chosen = is_on in self._typed.get(name, ())
            self._unfold(is_typed=is_chosen and "checked" not in dict(attrs))
            self._draw("input", attrs, "checked", is_chosen)
        elif (kind in WORDS or name.startswith(PREFIX)) and self._typed.get(name):
            words = self._typed[name].pop(0)
            self._unfold(is_typed=kind in WORDS and bool(words) and words != value)
            self._draw("input", [pair for pair in attrs if pair[0] != "value"] + [("value", words)])
        else:
            self._put(self.get_starttag_text() or "")

    def _unfold(self, *, is_typed: bool) -> None:
        """Open the folds around a field in which something was typed: nobody looks over what is not seen."""
        for place in self._folds if is_typed else ():
            if " open" not in self.drawn[place]:
                self.drawn[place] = self.drawn[place].replace("<details", "<details open", 1)

    def _draw(self, tag: str, attrs: Attributes, switch: str = "", is_on: bool = False) -> None:
        kept = [pair for pair in attrs if pair[0] != switch] + ([(switch, None)] if is_on else [])
        words = [name if value is None else f'{name}="{escape(value)}"' for name, value in kept]
        self._put(f"<{' '.join([tag, *words])}>")

    def _put(self, text: str) -> None:
        if not self._is_replaced:
            self.drawn.append(text)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._is_replaced = False
        elif tag == "select":
            self._select = ""
        elif tag == "details" and self._folds:
            self._folds.pop()
        self._put(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._put(data)

    def handle_entityref(self, name: str) -> None:
        self._put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._put(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._put(f"<!--{data}-->")
