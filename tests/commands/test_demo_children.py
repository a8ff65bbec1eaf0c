"""What `rounds demo` leaves behind when it is killed: nothing."""

import os
import signal
import subprocess
import sys
import time

import pytest

PARENT = """
import sys, time
from rounds.cli.demo import _start
child = _start([sys.executable, "-c", "import time; time.sleep(120)"])
print(child.pid, flush=True)
time.sleep(120)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ends children with their parent")
def test_killed_demo_leaves_no_server_behind():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    alive_before = is_running(child)

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until = time.monotonic() + 20
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.1)

    try:
        assert alive_before
        assert not is_running(child)
    finally:
        parent.stdout.close()
        if is_running(child):
            os.kill(child, signal.SIGKILL)


def is_running(pid):
    """Tell whether a process is there and not just waiting to be buried."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
