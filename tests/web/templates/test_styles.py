"""What pages name of the look exists, and what the look holds is named: properties, classes, icons."""

import re
from pathlib import Path

import pytest

import rounds.web
from rounds.web.templatetags import look

WEB = Path(rounds.web.__file__).parent
ROOT = WEB.parents[2]
SHEETS = sorted((WEB / "static/rounds").glob("*.css"))
SCRIPTS = sorted((WEB / "static/rounds").glob("*.js"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
CODE = sorted(WEB.parent.rglob("*.py"))
PAGES_GUIDE = ROOT / "docs/look.md"  # what it offers to authors of pages may wait for its first page


def text_of(paths: list[Path]) -> str:
    return "\n".join(path.read_text() for path in paths)


def styles() -> str:
    """Return all styles without their comments."""
    return re.sub(r"/\*.*?\*/", "", text_of(SHEETS), flags=re.S)


def properties_used(css: str) -> set[str]:
    return set(re.findall(r"var\(--([\w-]+)", css))


def properties_defined(css: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--([\w-]+)\s*:", css))


def classes_styled(css: str) -> set[str]:
    selectors = re.findall(r"([^{};]+){", css)
    return {name for selector in selectors for name in re.findall(r"\.([a-z][\w-]*)", selector)}


def classes_named(markup: str) -> set[str]:
    """Return the classes that templates or tags give; what is put in later stands as a star: tile-*."""
    values = re.findall(r'\bclass="((?:{%.*?%}|{{.*?}}|[^"])*)"', markup)
    values += re.findall(r'"class": "([a-z -]*)"', markup)
    values += re.findall(r"{% block (?:body_class|wide|width) %}(.*?){% endblock %}", markup)
    without_tags = (re.sub(r"{%.*?%}", " ", re.sub(r"{{.*?}}|{\w*}", "*", value)) for value in values)
    return {name for value in without_tags for name in value.split() if name != "*"}


def matches(pattern: str, names: set[str]) -> bool:
    """Tell whether a class, or one that its star may become, is among the names."""
    if "*" not in pattern:
        return pattern in names
    shape = re.compile(re.escape(pattern).replace(r"\*", r"[\w-]*"))
    return any(shape.fullmatch(name) for name in names)


def test_custom_properties_used_are_defined_and_defined_used():
    css = styles()

    assert properties_used(css) == properties_defined(css)


def test_classes_named_have_a_style_or_a_script():
    answered = classes_styled(styles()) | set(re.findall(r"\.([a-z][\w-]*)", text_of(SCRIPTS)))

    bare = {name for name in classes_named(text_of(TEMPLATES + CODE)) if not matches(name, answered)}

    assert bare == set()


def test_classes_styled_are_named():
    named = classes_named(text_of(TEMPLATES + CODE)) | words_in_quotes()

    starred = {one for one in named if "*" in one}
    unnamed = classes_styled(styles()) - named
    idle = {name for name in unnamed if not any(matches(one, {name}) for one in starred)}

    assert idle == set()


def words_in_quotes() -> set[str]:
    """Return what stands in quotes in scripts and tags, or as code in the guide: names put together there."""
    drawn = text_of(SCRIPTS + sorted((WEB / "templatetags").glob("*.py")))
    quoted = re.findall(r'"([^"\n]*)"', drawn) + re.findall(r"`([^`]*)`", PAGES_GUIDE.read_text())
    return {word for words in quoted for word in re.findall(r"[a-z][\w-]*", words)}


def test_names_put_together_are_read_as_such():
    markup = (
        """<i class="tile tile-{{ one.tone }}{% if a == "b" %} tile-on{% endif %}"> '<b class="place-{}">'"""
    )

    assert classes_named(markup) == {"tile", "tile-*", "tile-on", "place-*"}
    assert matches("tile-*", {"tile-act"})
    assert not matches("tile-*", {"title"})


def icons_in_sprite() -> set[str]:
    sprite = WEB / "static/vendor/bootstrap-icons/icons.svg"
    return set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite.read_text()))


def icons_named(markup: str) -> set[str]:
    """Return the icons that templates and code name where an icon belongs."""
    shapes = (
        r'{% icon "([a-z0-9-]+)"',
        r'\bicon(?:_name)?(?::\s\w+\s)?\s?[=:]\s?"([a-z0-9-]+)"',
        r'"icon": "([a-z0-9-]+)"',
        r'"(?:act|wait|ok|info)",? "([a-z0-9-]+)"',
        r'{% badge \w+ "" "([a-z0-9-]+)"',
    )
    return {name for shape in shapes for name in re.findall(shape, markup)}


def test_icons_named_are_in_the_sprite():
    assert icons_named(text_of(TEMPLATES + sorted(WEB.rglob("*.py")))) - icons_in_sprite() == set()


def test_icons_of_the_sprite_are_those_listed_and_each_is_used():
    listed = {
        line for line in (ROOT / "front_end/icons.txt").read_text().split("\n") if line and line[0] != "#"
    }
    pages = text_of(TEMPLATES + CODE)

    idle = {name for name in listed if f'"{name}"' not in pages}

    assert icons_in_sprite() == listed
    assert idle == set()


def test_icon_that_the_sprite_lacks_is_told():
    with pytest.warns(UserWarning, match="no icon 'unicorn'"):
        look.icon("unicorn")
