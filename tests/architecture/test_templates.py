"""Templates: each stands in the folder of the area that shows it, and each name leads to a file."""

import re
from importlib.util import find_spec
from pathlib import Path

import rounds.web

SOURCE = Path(rounds.web.__file__).parents[1]
TEMPLATES = SOURCE / "web" / "templates"
NAMED = re.compile(r"""["']([a-z0-9_/]+\.(?:html|txt))["']""")
DOCUMENT = re.compile(r'"templates/([a-z0-9_/]+\.typ)"')
# Beside the areas of web: what several of them share, and what allauth calls by names of its own.
SHARED = "components"
OF_ALLAUTH = "mfa"
# Django asks for these by itself; 409 and 400 are ours.
STATUS_PAGES = {"403.html", "404.html", "500.html"}


def names_in(path: Path) -> set[str]:
    """Return the templates that a file names."""
    return set(NAMED.findall(path.read_text()))


def existing() -> set[str]:
    return {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*")}


def strays(web: Path, templates: Path) -> list[str]:
    """Return the names of templates that stand in another area than the file that names them.

    Pages of `web/coordinator/people/` stand in `templates/coordinator/people/`, of `web/home/` in `templates/home/`.
    """
    found = []
    for file in [*web.rglob("*.py"), *templates.rglob("*.html")]:
        root = templates if templates in file.parents else web
        area = file.relative_to(root).parts[:-1][:2]
        if not area or area[0] in {SHARED, "templatetags"}:
            continue  # a frame, a component or a tag serves every area
        of_one = "/".join(area[: 2 if area[0] == "coordinator" else 1]) + "/"
        found += [
            f"{file.relative_to(web)} names {name}"
            for name in sorted(names_in(file))
            if "/" in name and not name.startswith((of_one, f"{SHARED}/"))
        ]
    return found


def test_folders_of_templates_are_areas_of_web():
    areas = {path.parent.name for path in (SOURCE / "web").glob("*/__init__.py")}

    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}

    assert folders - areas == {SHARED, OF_ALLAUTH}


def test_templates_are_shown_by_their_own_area():
    assert strays(SOURCE / "web", TEMPLATES) == []


def test_template_of_another_area_is_found(tmp_path):
    view, page = tmp_path / "coordinator/year/views.py", tmp_path / "templates/home/page.html"
    for path in (view, page):
        path.parent.mkdir(parents=True)
    view.write_text('["coordinator/people/list.html", "coordinator/year/list.html"]')
    page.write_text('{% include "people/row.html" %}{% include "components/pages.html" %}')

    found = strays(tmp_path, tmp_path / "templates")

    assert found == [
        "coordinator/year/views.py names coordinator/people/list.html",
        "templates/home/page.html names people/row.html",
    ]


def test_templates_that_are_named_exist():
    named = {name for file in SOURCE.rglob("*.py") for name in names_in(file)}
    named |= {name for file in TEMPLATES.rglob("*.html") for name in names_in(file)}

    assert named - existing() == set()


def test_templates_are_all_used():
    python = "\n".join(file.read_text() for file in SOURCE.rglob("*.py"))
    used = {*NAMED.findall(python), *DOCUMENT.findall(python), *STATUS_PAGES}
    used |= {name for file in TEMPLATES.rglob("*.html") for name in names_in(file)}

    unused = {
        name for name in existing() - used if not is_called_in_parts(name, python) and not is_of_allauth(name)
    }

    assert unused == set()


def is_called_in_parts(name: str, python: str) -> bool:
    """Tell whether a text of mail is called by its kind or prefix."""
    kind = re.sub(r"^mail/|_(subject|message)(?=\.txt$)|\.txt$", "", name)
    return f'"{kind}"' in python


def is_of_allauth(name: str) -> bool:
    """Tell whether a page of sign-in takes the place of one that allauth brings and calls."""
    allauth = find_spec("allauth")
    return any((Path(place) / "templates" / name).exists() for place in allauth.submodule_search_locations)
