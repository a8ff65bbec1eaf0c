"""Every visible string goes through gettext: what is left of a template without its tags has no letters."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "rounds" / "web" / "templates"
# The static 500 page has no gettext; the page of components shows invented people.
EXEMPT = ("500.html", "components/gallery/")
VISIBLE_ATTRIBUTE = re.compile(r"""\b(?:aria-label|title|placeholder|alt)="([^"]*)\"""")


def untranslated(text: str) -> list[str]:
    """Return the visible words of a template that no translation tag covers."""
    text = re.sub(r"{%-?\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", " ", text, flags=re.S)
    text = re.sub(
        r"{%\s*block (?:body_class|html_attributes|width|wide)\b.*?{%\s*endblock[^%]*%}",
        " ",
        text,
        flags=re.S,
    )
    text = re.sub(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", " ", text, flags=re.S)
    text = re.sub(r"<(script|style|svg|code|kbd)\b.*?</\1>", " ", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    text = re.sub(r"&[a-z]+;|&#\d+;", " ", text)
    attributes = [value for value in VISIBLE_ATTRIBUTE.findall(text) if re.search(r"[A-Za-z]{2}", value)]
    bare = re.sub(r"<[^>]*>", " ", text)
    return attributes + re.findall(r"[A-Za-z][A-Za-z’' ,.-]*[A-Za-z.]", bare)


def test_every_template_is_translatable():
    found = {
        str(path.relative_to(TEMPLATES)): words
        for path in TEMPLATES.rglob("*.html")
        if not str(path.relative_to(TEMPLATES)).startswith(EXEMPT)
        and (words := [w for w in untranslated(path.read_text()) if w != "Rounds"])
    }

    assert found == {}


def test_a_bare_word_is_found():
    assert untranslated('<p>{% translate "Good" %} morning</p>') == ["morning"]
    assert untranslated('<a aria-label="Open it">{{ name }}</a>') == ["Open it"]
