"""The colors: every text token can be read on every ground it may have, light and dark."""

import re
from pathlib import Path

import pytest

import rounds.web

STYLES = Path(rounds.web.__file__).parent / "static" / "rounds"
GROUNDS = ("ground", "surface", "sunken")
TEXTS = ("ink", "ink-2", "ink-3", "accent", "act", "wait", "ok", "info")
# What has to be seen but is not text: control borders, bars, the focus ring.
MARKS = ("edge", "bar", "bar-2", "loss", "focus")
PAIRS = [(text, ground, 4.5) for text in TEXTS for ground in GROUNDS]
PAIRS += [(mark, ground, 3.0) for mark in MARKS for ground in GROUNDS]
PAIRS += [(tone, f"{tone}-soft", 4.5) for tone in ("act", "wait", "ok", "info", "accent")]
PAIRS += [("ink", f"{tone}-soft", 4.5) for tone in ("act", "wait", "ok", "info", "accent")]
PAIRS += [("on-accent", "accent", 4.5), ("on-accent", "accent-strong", 4.5), ("on-toast", "toast", 4.5)]
PAIRS += [("surface", "act", 4.5), ("toast-edge", "toast", 3.0), ("ink-2", "ghost", 4.5)]


def tokens_of(name):
    found = re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", (STYLES / name).read_text())
    return dict(found)


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color):
    """Relative luminance, WCAG 2.2."""
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("sheets", [("tokens.css",), ("tokens.css", "dark.css"), ("tokens.css", "print.css")])
def test_tokens_contrast(sheets):
    tokens = {name: color for sheet in sheets for name, color in tokens_of(sheet).items()}

    pale = {
        f"{front} on {back}": round(contrast(tokens[front], tokens[back]), 2)
        for front, back, least in PAIRS
        if contrast(tokens[front], tokens[back]) < least
    }

    assert not pale


def test_colors_stand_in_tokens_only():
    token_files = {"tokens.css", "dark.css", "print.css"}

    strays = {
        sheet.name: re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\")", sheet.read_text())
        for sheet in STYLES.glob("*.css")
        if sheet.name not in token_files
    }

    assert not {name: colors for name, colors in strays.items() if colors}


def test_no_inline_style_in_templates():
    templates = Path(rounds.web.__file__).parent / "templates"

    styled = [
        path.name
        for path in templates.rglob("*.html")
        if "mail" not in path.parts
        # an argument of a template's tag is no attribute
        and re.search(
            r"\sstyle=|<style|\son[a-z]+=|<script>", re.sub(r"{%.*?%}", "", path.read_text(), flags=re.S)
        )
    ]

    assert not styled


def test_vendored_files_as_in_manifest():
    import hashlib
    import json

    vendor = STYLES.parent / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text())

    found = {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert found == manifest["sha256"]


def test_lists_say_how_they_look():
    """A list without a class hangs its marks outside of its card."""
    templates = Path(rounds.web.__file__).parent / "templates"
    of_errors = {"error_summary.html", "problems.html"}  # styled by the notice around them

    bare = [
        path.name
        for path in templates.rglob("*.html")
        if "mail" not in path.parts and re.search(r"<[uo]l>", path.read_text())
    ]

    assert set(bare) <= of_errors


def test_buttons_with_a_name_may_break():
    """A long name in a button pushes a phone page sideways, unless the button may break it."""
    templates = Path(rounds.web.__file__).parent / "templates"
    button = r'<(?:button|a) class="button([^"]*)"[^>]*>\s*(?:\{% icon [^%]*%\})?\s*'
    named = re.compile(button + r"\{% blocktranslate (?:trimmed )?with name=")

    stiff = [
        path.name
        for path in templates.rglob("*.html")
        for classes in named.findall(path.read_text())
        if "may-break" not in classes
    ]

    assert stiff == []
