"""Find a person, a task or a page: what the reader may open, and nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from rounds.core.access import Request
from rounds.web.frame.tasks import tasks_for
from rounds.web.shell import Shell

MOST = 20


@dataclass(frozen=True)
class Found:
    """One line of the answer."""

    label: str | Promise
    meta: str | Promise
    href: str
    icon: str


# source(request, words): what an area finds, best first; it must ask as request.viewer.
Source = Callable[[Request, str], Iterable[Found]]
SOURCES: list[Source] = []


def find_pages(request: Request, words: str) -> list[Found]:
    """Return the entries of the reader's own navigation whose names contain the words."""
    shell = Shell(request)
    entries = [*shell.areas, *shell.more_areas, *shell.tabs, *shell.account_links]
    seen = {
        entry.href: entry for entry in reversed(entries) if words.casefold() in str(entry.label).casefold()
    }
    return [Found(entry.label, "", entry.href, entry.icon) for entry in reversed(seen.values())]


def find_tasks(request: Request, words: str) -> list[Found]:
    """Return what the reader may do, by the words in which people ask for it."""
    return [
        Found(one.task.label, one.program.name if one.program else "", one.href, one.task.icon)
        for one in tasks_for(request, words)
    ]


def find_others(request: Request, words: str) -> list[Found]:
    """Return what the areas find, people first."""
    found: list[Found] = []
    for source in SOURCES:
        found += list(source(request, words))[:MOST]
    return found
