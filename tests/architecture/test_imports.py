"""The contracts of imports, tried with planted violations; and what the web process must not load."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.rooms import rooms_without_contract

ROOT = Path(__file__).resolve().parents[2]

# file, line to plant in it, the contract that must break
PLANTED = [
    ("core/clock.py", "import rounds.web.shell", "The ladder"),
    ("people/apps.py", "import rounds.framework.models", "The ladder"),
    ("pairing/__init__.py", "import django", "The engines stand alone"),
    ("sheets/reading/read.py", "import rounds.core.clock", "The engines stand alone"),
    ("documents/model.py", "import django", "The engines stand alone"),
    ("web/site.py", "import typst", "Only documents write paper"),
    ("pairing/problem/people.py", "import rounds.pairing.scoring.rules", "Inside the pairing engine"),
    ("pairing/solving/flow.py", "import rounds.pairing.solving.aims", "Inside solving"),
    ("sheets/reading/model.py", "import rounds.sheets.mapping.plan", "Inside the spreadsheet engine"),
    ("programs/apps.py", "import rounds.pairing", "Only matching and the command line"),
    ("web/site.py", "import ortools", "Pages load no solver"),
    ("people/enums.py", "import rounds.people.services", "Inside a domain"),
    ("core/events.py", "import rounds.core.mail", "The rooms of core"),
    ("matching/input/values/peers.py", "import rounds.matching.input.selectors.gathering", "Inside a domain"),
    (
        "matching/input/selectors/conflicts.py",
        "import rounds.matching.runs.selectors",
        "The rooms of matching",
    ),
]
# a module that has no place in the order inside a domain
STRAY = "programs/helpers.py"


@pytest.fixture(scope="module")
def broken_contracts(tmp_path_factory):
    """Plant all violations in a copy of the source and return what import-linter says of it."""
    copy = tmp_path_factory.mktemp("planted")
    shutil.copytree(
        ROOT / "src" / "rounds",
        copy / "rounds",
        ignore=shutil.ignore_patterns("*.html", "static", "__pycache__"),
    )
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "rounds" / STRAY).write_text("")
    for file, line, _contract in PLANTED:
        path = copy / "rounds" / file
        path.write_text(path.read_text() + f"\n{line}\n")
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize(("file", "line", "contract"), PLANTED)
def test_a_planted_import_breaks_its_contract(broken_contracts, file, line, contract):
    importer = "rounds." + file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    imported = line.removeprefix("import ")
    summary, _, details = broken_contracts.partition("Broken contracts")

    assert any(said.startswith(contract) and "BROKEN" in said for said in summary.splitlines())
    assert f"{importer} -> {imported}" in details


def test_a_module_outside_the_order_breaks_the_contract(broken_contracts):
    _summary, _, details = broken_contracts.partition("Broken contracts")

    assert "not listed as layers" in details
    assert f"- rounds.{STRAY.removesuffix('.py').replace('/', '.')}\n" in details


def test_every_domain_and_every_room_has_a_contract_of_its_inside(tmp_path):
    (tmp_path / "rounds" / "programs" / "rotations").mkdir(parents=True)
    (tmp_path / "rounds" / "programs" / "rotations" / "__init__.py").write_text("")

    planted = rooms_without_contract(tmp_path / "rounds", ROOT / "pyproject.toml")

    assert rooms_without_contract(ROOT / "src" / "rounds", ROOT / "pyproject.toml") == []
    assert planted == ["rounds.programs.rotations"]


def test_web_process_loads_no_solver_and_nothing_that_speaks_to_other_systems():
    program = "import rounds.config.wsgi, sys; from django.urls import get_resolver; get_resolver().url_patterns\nprint([name for name in ('ortools', 'scipy', 'pandas', 'statsmodels', 'matplotlib') if name in sys.modules] + [name for name in sys.modules if name.startswith('rounds.integrations.lti.services')])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
