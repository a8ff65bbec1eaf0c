"""Which pages the browser visits: one module an area, with a list VISITS and a dict NOT_PAGES.

Add a module for your area. A test fails while an address with a name is in neither.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Visit:
    """One page in one state, seen by one person.

    `who` is a character of the world (None: a visitor without a session). `arguments` are those of the
    address without the institution, or a function that takes the world and returns them; `query` likewise. `weight` chooses the
    budget: participant, staff or dashboard. `state` names what is on the page when that is not the usual.
    """

    page: str
    who: str | None = "alice"
    arguments: dict[str, Any] | Callable[[Any], dict[str, Any]] | None = None
    query: str | Callable[[Any], str] = ""
    weight: str = "staff"
    state: str = ""
    status: int = 200

    def __str__(self) -> str:
        return " ".join(
            part
            for part in (
                self.page + (self.query if isinstance(self.query, str) else ""),
                self.state,
                f"as {self.who}",
            )
            if part
        )


def all_visits() -> list[Visit]:
    return [visit for module in _modules() for visit in module.VISITS]


def not_pages() -> dict[str, str]:
    """Return the names of addresses that answer with no HTML page of their own, each with the reason."""
    return {name: reason for module in _modules() for name, reason in module.NOT_PAGES.items()}


def _modules() -> list[Any]:
    return [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]


def prepare(world: Any, only: tuple[str, ...] = ()) -> None:
    """Let each area (or only those named) put what its pages need into the world, then what stands on other areas'."""
    asked = [one for one in _modules() if not only or one.__name__.rpartition(".")[2] in only]
    for step in ("prepare", "prepare_last"):
        for module in asked:
            getattr(module, step, lambda _world: None)(world)
