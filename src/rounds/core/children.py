"""Running a function in a process of its own: it can be killed, and it never holds up the heartbeat.

The new process imports this module before Django is set up, so nothing here may import a model.
"""

import multiprocessing
import os
import pickle  # nosec B403
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from typing import Any

import django

Report = Callable[[int, int, str], None]


class ChildFailed(RuntimeError):
    """The function raised in its process, the process died, or its time was up."""

    def __init__(self, message: str, *, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


def run_in_child(
    function: Callable[..., Any],
    *arguments: Any,
    progress: Report | None = None,
    seconds: float | None = None,
) -> Any:
    """Call function(*arguments, report) in a new process and return what it returns.

    The function must be in a module, arguments and result must pickle, and it needs no database.
    `report(done, total, message)` reaches `progress` here; if that raises (the lease is lost, somebody
    pressed Stop), the process is killed and the error goes on. It dies with this process, too.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    call = pickle.dumps((function, arguments))
    process = context.Process(target=_child, args=(theirs, call), daemon=True)
    process.start()
    theirs.close()
    deadline = time.monotonic() + seconds if seconds is not None else None
    try:
        while True:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise ChildFailed(f"It took longer than {seconds:.0f} seconds.", kind="TimeoutError")
            if not wait([ours], left):
                continue
            try:
                what, value = ours.recv()
            except EOFError:
                process.join(5)
                raise ChildFailed(f"Its process ended with code {process.exitcode}.") from None
            if what == "done":
                return value
            if what == "failed":
                kind, message = value
                raise ChildFailed(message, kind=kind)
            if progress is not None:
                progress(*value)
    finally:
        ours.close()
        process.kill()
        process.join()
        process.close()


def _child(pipe: Connection, call: bytes) -> None:
    threading.Thread(target=_die_with_parent, daemon=True).start()
    django.setup()

    def report(done: int, total: int, message: str = "") -> None:
        pipe.send(("progress", (done, total, message)))

    try:
        function, arguments = pickle.loads(call)  # noqa: S301  # nosec B301
        answer: tuple[str, Any] = ("done", function(*arguments, report))
    except Exception as error:
        answer = ("failed", (type(error).__name__, str(error)))
    pipe.send(answer)
    pipe.close()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
