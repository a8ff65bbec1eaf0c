"""Who may read across institutions: the few modules that say so here, each with its reason."""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "rounds"
ACROSS = {
    "core": "the worker, mail, keys and migrations work for all institutions",
    "cli": "the one at the keyboard runs the whole installation",
    "web/demo/views.py": "the demo's page of all mail; not there in production",
    "accounts/services/logins.py": "an invitation's token is read before its institution is known",
    "programs/selectors/awaited.py": "at sign-in an address is all that is known of who asks",
    "insights/selectors/following.py": "the link of a mail is read before its institution is known",
    "rollout/selectors/links.py": "the link of a mail is read before its institution is known",
    "rollout/selectors/dossiers/naming.py": "a dossier's code is read before its institution is known",
    "surveys/answering/selectors.py": "the link of a mail is read before its institution is known",
    "integrations/lti/selectors.py": "the code of a launch says in which institution it counts",
    "integrations/spreadsheets/services/undoing.py": "the daily chore that deletes files past their time",
}


def reads_across(source, allowed):
    """Return the files that use `everywhere` and are not allowed to."""
    found = []
    for path in sorted(source.rglob("*.py")):
        name = str(path.relative_to(source))
        if not any(name == one or name.startswith(one + "/") for one in allowed):
            found += [name] if re.search(r"\.(everywhere|_base_manager)\b", path.read_text()) else []
    return found


def test_nobody_else_reads_across_institutions():
    assert reads_across(SOURCE, ACROSS) == []


def test_a_read_across_institutions_is_found(tmp_path):
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "page.py").write_text("people = Person.everywhere.all()\n")

    assert reads_across(tmp_path, ACROSS) == ["web/page.py"]
