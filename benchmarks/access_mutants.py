"""How much of access control the matrix holds: takes away one check at a time and counts whom nobody misses.

    .venv/bin/python -m benchmarks.access_mutants [--list] [--pages] [WORD ...]

`--list` names the mutants and tries none; `--pages` tries those of decorators alone; words choose mutants by their name.

A mutant is (1) the predicate of one @allow that lets everybody in, (2) one @signed_in that is gone, (3) one
`if ...: raise NotFound` (or Http404) that never raises, (4) one predicate function that is always true, (5) one query
that forgets whose rows it reads. Mutants are made at run time in this process: no file is written. Each is tried with
the cells of tests/access/policy.yaml whose pages ran through the place, those of strangers first, until one disagrees.

Many pages have two locks: a predicate, and a loader that finds nothing for a stranger. One that is gone alone changes no
answer. It counts apart as "held" if somebody is let in when both are gone who is not when the other alone is gone.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import sys
import textwrap
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

SOURCE = Path(__file__).resolve().parents[1] / "src" / "rounds"
REFUSALS = {"NotFound", "Http404"}
# Those whom a page does not expect come first: they kill soonest.
ORDER = ("newcomer", "dan", "site_admin", "other_coordinator", "cleo", "residency_director", "director")
TRACED = ("chief", "alice", "bob", "residency_director", "site_admin", "newcomer")
# Words that hold a check inside a query: whose rows, or in which program.
OWN = {"user", "user_id", "owner_id", "person_id", "person", "by_user_id", "institution_id", "cohort_id"}


@dataclass(frozen=True)
class Mutant:
    """One check that is gone; `apply` takes it away and returns what brings it back."""

    name: str
    apply: Callable[[], Callable[[], None]]
    codes: frozenset[CodeType] = frozenset()
    addresses: tuple[str, ...] = ()


# finding


def decorator_mutants(addresses: list[Any]) -> Iterator[Mutant]:
    """Make one for each address: its predicate is always true, or its @signed_in is gone."""
    from rounds.core.access import is_member

    for address in addresses:
        for view in layers(address.view):
            cells = dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=False))
            if "who" in cells and "load" in cells:
                who = cells["who"].cell_contents
                if who is not is_member:
                    yield Mutant(f"@allow of {address.name}", opened(cells["who"]), addresses=(address.name,))
                if cells["load"].cell_contents is not None:
                    opening = unlocked(cells["load"])
                    yield Mutant(f"loader of {address.name}", opening, addresses=(address.name,))
            elif view.__qualname__.startswith("signed_in.") and view.__closure__:
                yield Mutant(f"@signed_in of {address.name}", unsigned(view), addresses=(address.name,))


def layers(view: Any) -> Iterator[FunctionType]:
    while isinstance(view, FunctionType):
        yield view
        view = getattr(view, "__wrapped__", None)


def opened(cell: Any) -> Callable[[], Callable[[], None]]:
    def apply() -> Callable[[], None]:
        import rules

        before = cell.cell_contents
        cell.cell_contents = rules.predicate(lambda viewer, thing=None: True)

        def undo() -> None:
            cell.cell_contents = before

        return undo

    return apply


def unlocked(cell: Any) -> Callable[[], Callable[[], None]]:
    """Let a loader find whatever anybody of the institution may find; what is one's own stays one's own."""

    def apply() -> Callable[[], None]:
        before = cell.cell_contents
        cell.cell_contents = lambda viewer, **arguments: before(all_powerful(viewer), **arguments)

        def undo() -> None:
            cell.cell_contents = before

        return undo

    return apply


def all_powerful(viewer: Any) -> Any:
    """Return the viewer with every role, in the whole institution and in each scope in which anybody holds one."""
    from rounds.core.access import Grant
    from rounds.core.enums import Role
    from rounds.people.models import RoleAssignment

    scopes = {None, *RoleAssignment.objects.values_list("scope_id", flat=True)}
    grants = frozenset(Grant(role, scope) for role in Role.values for scope in scopes)
    return replace(viewer, grants=grants)


def unsigned(view: FunctionType) -> Callable[[], Callable[[], None]]:
    """Let the guard believe that everybody is signed in."""
    source = textwrap.dedent(
        """
        def outer(view):
            def guarded(request, **arguments):
                return view(request, **arguments)
            return guarded
        """
    )
    space: dict[str, Any] = {}
    exec(source, space)
    names = view.__code__.co_freevars
    code = next(one for one in space["outer"].__code__.co_consts if isinstance(one, CodeType))
    if code.co_freevars != names:
        code = code.replace(co_freevars=names)
    return swapped(view, code)


def swapped(function: FunctionType, code: CodeType) -> Callable[[], Callable[[], None]]:
    def apply() -> Callable[[], None]:
        before = function.__code__
        function.__code__ = code

        def undo() -> None:
            function.__code__ = before

        return undo

    return apply


def function_mutants() -> Iterator[Mutant]:
    """Make one for each refusal, each predicate function and each owner in a query, in every module of the product."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        if {"migrations", "cli", "demo", "pairing", "sheets"} & set(parts):
            continue
        module = importlib.import_module(".".join(part for part in parts if part != "__init__"))
        for name, value in vars(module).items():
            held = getattr(value, "fn", value)  # a predicate of `rules` holds its function
            function = inspect.unwrap(held) if callable(held) else held
            if not isinstance(function, FunctionType) or function.__module__ != module.__name__:
                continue
            if function.__closure__:
                continue
            yield from mutants_of(function, f"{'.'.join(parts)}.{name}")


def mutants_of(function: FunctionType, name: str) -> Iterator[Mutant]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError):
        return
    top = tree.body[0]
    if not isinstance(top, ast.FunctionDef):
        return
    places = sum(1 for _ in changes(top))
    for number in range(places):
        fresh = ast.parse(textwrap.dedent(inspect.getsource(function)))
        body = fresh.body[0]
        assert isinstance(body, ast.FunctionDef)
        what, change = list(changes(body))[number]
        change()
        body.decorator_list = []
        body.returns = None
        ast.fix_missing_locations(fresh)
        space: dict[str, Any] = {}
        compiled = compile(fresh, function.__code__.co_filename, "exec", dont_inherit=True)
        code = next(
            one for one in compiled.co_consts if isinstance(one, CodeType) and one.co_name == body.name
        )
        del space
        yield Mutant(f"{name}: {what}", swapped(function, code), codes=frozenset({function.__code__}))


def changes(function: ast.FunctionDef) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what may be taken away in a function, each with the act that does it."""
    for node in ast.walk(function):
        if isinstance(node, ast.If) and any(refuses(one) for one in node.body):
            yield f"never refuses ({ast.unparse(node.test)[:70]})", never(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if called in ("filter", "get", "get_object_or_404"):
                for keyword in node.keywords:
                    if (keyword.arg in OWN and "viewer" in ast.unparse(keyword.value) + called) or (
                        called == "get_object_or_404" and keyword.arg in OWN
                    ):
                        yield f"forgets {keyword.arg}=...", without(node, keyword)
    is_predicate = function.name.startswith(("is_", "can_", "may_", "_may_", "sees_", "_can_", "_is_"))
    arguments = {one.arg for one in function.args.args}
    if is_predicate and arguments & {"viewer", "by"}:
        yield "always true", always(function)


def refuses(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Raise) or node.exc is None:
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id in REFUSALS


def never(node: ast.If) -> Callable[[], None]:
    return lambda: setattr(node, "test", ast.Constant(False))


def without(call: ast.Call, keyword: ast.keyword) -> Callable[[], None]:
    return lambda: call.keywords.remove(keyword)


def always(function: ast.FunctionDef) -> Callable[[], None]:
    return lambda: setattr(function, "body", [ast.Return(ast.Constant(True))])


# trying


class Trial:
    """The matrix over one world, asked cell by cell."""

    def __init__(self, world: Any) -> None:
        from tests.access.matrix import ANONYMOUS, all_addresses, asker_of, read_policy

        self.world, self.policy = world, read_policy()
        self.addresses = {address.name: address for address in all_addresses()}
        names = [ANONYMOUS, *ORDER, *(name for name in world.actors if name not in ORDER)]
        self.clients = {name: asker_of(world.actors.get(name)) for name in names}

    def ask(self, who: str, name: str, *, all_cells: bool = True) -> str | None:
        """Return the first disagreement of one actor with one address, perhaps in the cells that are denied alone."""
        from tests.access.matrix import METHODS, ask, disagreement, is_allowed, things_for

        address, actor = self.addresses[name], self.world.actors.get(who)
        for thing in things_for(address, self.world):
            for method in METHODS:
                rule = self.policy[name].get(method)
                allowed = is_allowed(rule, actor, thing, self.world)
                if allowed and not all_cells:
                    continue
                answer = ask(self.clients[who], address, method, thing)
                problem = disagreement(allowed, actor, method, rule, answer)
                leaks = [
                    word.field
                    for word in self.world.words
                    if word.text in answer.text and word.leaks(who, name)
                ]
                if problem or (leaks and name != "demo_mail"):
                    return f"{who}, {method} {name} with {thing.label}: {problem or leaks}"
        return None

    def missed(self, mutants: list[Mutant], names: list[str], people: Iterable[str] = ()) -> str | None:
        """Return who misses checks that are all gone at once: the first disagreement of these people, or of anybody."""
        undo = [mutant.apply() for mutant in mutants]
        try:
            # A page that is opened shows in cells that are denied; a query that forgets its owner also in others.
            all_cells = not all(mutant.addresses for mutant in mutants)
            asked = (
                self.ask(who, name, all_cells=all_cells) for who in people or self.clients for name in names
            )
            return next((found for found in asked if found), None)
        finally:
            for back in reversed(undo):
                back()

    def holder(self, mutant: Mutant, names: list[str], locks: Iterable[Mutant]) -> str | None:
        """Return the other lock, or all of them, by which a page is held when this one is gone."""
        for name in names:
            others = [lock for lock in locks if name in lock.addresses and lock.name != mutant.name]
            for gone in [*([one] for one in others), others]:
                for who in self.clients:
                    let_in = self.missed([*gone, mutant], [name], [who])
                    if let_in and "answers 5" not in let_in and not self.missed(gone, [name], [who]):
                        return f"{', '.join(one.name for one in gone)}; without: {let_in}"
        return None

    def traced(self) -> dict[CodeType, set[str]]:
        """Return through which functions of ours the pages of each address run: each actor's own thing, and a foreign one."""
        from tests.access.matrix import METHODS, ask, is_allowed, things_for

        found: dict[CodeType, set[str]] = defaultdict(set)
        ours = str(SOURCE)
        for who in TRACED:
            for name, address in self.addresses.items():
                things = things_for(address, self.world)

                def note(frame: Any, event: str, argument: Any, name: str = name) -> None:
                    if event == "call" and frame.f_code.co_filename.startswith(ours):
                        found[frame.f_code].add(name)

                for method in METHODS:
                    rule = self.policy[name].get(method)
                    sorts = {is_allowed(rule, self.world.actors[who], one, self.world): one for one in things}
                    for thing in sorts.values():
                        sys.setprofile(note)
                        try:
                            ask(self.clients[who], address, method, thing)
                        finally:
                            sys.setprofile(None)
        return found


@contextmanager
def world_in_a_fresh_database() -> Iterator[Any]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "rounds.config.settings_test"
    os.environ["ROUNDS_TEST_SQLITE"] = str(
        Path(os.environ.get("TMPDIR", "/tmp")) / f"mutants-{os.getpid()}.sqlite3"
    )
    import django

    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from tests.access.matrix import rolled_back
    from tests.world import build_world

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with rolled_back():
            yield build_world()
    finally:
        teardown_databases(databases, verbosity=0)


def main() -> int:
    """Print each mutant with who missed it or which other check holds it, and the figures."""
    began = time.process_time()
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    with world_in_a_fresh_database() as world:
        trial = Trial(world)
        pages = list(decorator_mutants(list(trial.addresses.values())))
        locks = list(pages)
        pages = [mutant for mutant in pages if not mutant.name.startswith("loader")]
        mutants = pages if "--pages" in sys.argv else [*pages, *function_mutants()]
        mutants = [mutant for mutant in mutants if not words or any(word in mutant.name for word in words)]
        if "--list" in sys.argv:
            print("\n".join(mutant.name for mutant in mutants))
            print(f"{len(mutants)} mutants")
            return 0
        ran = trial.traced() if any(mutant.codes for mutant in mutants) else {}
        for mutant in mutants:
            through = sorted(set().union(*(ran.get(code, set()) for code in mutant.codes)))
            locks += [replace(mutant, addresses=tuple(through))] if mutant.codes else []
        found: dict[str, list[str]] = defaultdict(list)
        for mutant in mutants:
            names = list(mutant.addresses) or sorted(
                set().union(*(ran.get(code, set()) for code in mutant.codes))
            )
            killer = trial.missed([mutant], names) if names else None
            holder = trial.holder(mutant, names, locks) if names and not killer else None
            state = "unreached" if not names else "missed" if killer else "held" if holder else "ALIVE"
            found[state].append(mutant.name)
            print(f"{state:9} {mutant.name}  <- {killer or holder or ''}", flush=True)
    tried = len(found["missed"]) + len(found["ALIVE"])
    print(f"\nnot reached by any page ({len(found['unreached'])}): " + ", ".join(found["unreached"]))
    print(f"alive ({len(found['ALIVE'])}): " + ", ".join(found["ALIVE"]))
    print(
        f"held by a second check: {len(found['held'])}; these apart, missed: {len(found['missed'])} of {tried}"
    )
    print(f"{time.process_time() - began:.0f} s of processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
