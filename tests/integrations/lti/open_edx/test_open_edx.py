"""Launch, roster, completion and a placed link with Open edX's own platform code at the other end."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import threading
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import requests
from django.core.cache import cache

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.core.models import User
from rounds.integrations.lti.services.joining import join
from rounds.integrations.lti.services.own_key import ensure_key, published_keys
from rounds.integrations.lti.services.rosters import stage_roster
from rounds.integrations.lti.services.telling import tell_completions
from rounds.integrations.models import LtiCourse
from rounds.people.models import Person, RoleAssignment
from rounds.surveys.models import Request
from tests.surveys.scenes import an_audience, office, opened, people, plan
from tests.worlds.year_surveys.connections import a_connection

OTHER = os.environ.get("ROUNDS_OPEN_EDX_PYTHON", "")
ABSENT = (
    "ROUNDS_OPEN_EDX_PYTHON names no Python with Open edX's platform code: not tried with it"
    " (make test-all PART=foreign makes one)"
)
pytestmark = [pytest.mark.long, pytest.mark.skipif(not OTHER, reason=ABSENT)]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Edx:
    """The platform, and a browser that goes between it and Rounds."""

    def __init__(self, client, base, path):
        self.client, self.base, self.path = client, base, path

    def launch(self, **begun):
        """Open the link as somebody, and return where Rounds leads."""
        to = requests.get(f"{self.base}/begin", params=begun, timeout=10).json()["to"]
        there = self.client.get(to.partition("8000")[2])["Location"]
        sent = requests.get(f"{there}&wave={begun.get('wave', '')}", timeout=10).json()
        return self.client.post(f"{self.path}/launch/", sent)


@pytest.fixture
def edx(in_hospital, client, settings):
    """Start the platform on a free port of this machine, which the operator has listed; it reads our keys by HTTP."""
    cache.clear()
    port, ours = free_port(), free_port()
    base = f"http://127.0.0.1:{port}"
    settings.INSIDE_HOSTS = [f"127.0.0.1:{port}"]
    there = {
        "issuer": base,
        "client_id": "rounds-1",
        "deployments": ["1"],
        "login_url": f"{base}/authorize",
        "token_url": f"{base}/token",
        "keys_url": f"{base}/keys",
        "trusts_numbers": False,
    }
    sid, alice = people(2)
    connection = a_connection("Learn", "on", sid, confirmed_by=alice, confirmed_at=now(), settings=there)
    ensure_key(connection)
    path = f"/lti/st-brigid/{connection.id}"
    public = json.dumps(published_keys(connection)).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(public)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", ours), Keys)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    where = [f"http://127.0.0.1:8000{path}/{name}/" for name in ("launch", "login")]
    host = subprocess.Popen(
        [OTHER, Path(__file__).with_name("host.py"), str(port), *where, f"http://127.0.0.1:{ours}/keys"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert host.stdout.readline() == "ready\n"
        made = Edx(client, base, path)
        made.connection = connection
        made.by = Viewer(in_hospital.id, None, alice.id, "Alice", frozenset({Grant(Role.COORDINATOR)}))
        yield made
    finally:
        host.kill()
        host.wait()
        host.stdout.close()
        server.shutdown()
        server.server_close()


def test_launch_completion_roster_and_a_placed_link(edx, in_hospital):
    """Slow, because the other program takes seconds to start."""
    program = uuid4()
    by = office(in_hospital, program)
    asked = people(2, "q")
    with an_audience(asked[:1], asked[1]):
        (request,) = opened(plan(by, program), by)
    join(connection=edx.connection, subject="edx-7", person=asked[0], by_number=False)

    answer = edx.launch(user="edx-7", wave=str(request.wave_id))
    page = edx.client.get(answer["Location"], follow=True)
    assert page.redirect_chain == [("/answer/1/", 302)]
    assert edx.client.get(answer["Location"]).status_code == 400

    Request.objects.filter(id=request.id).update(
        state="answered", asked_on=institution_today(), answered_on=institution_today()
    )
    tell_completions(edx.connection)
    (told,) = requests.get(f"{edx.base}/told", timeout=10).json()
    assert (told["userId"], told["scoreGiven"], told["activityProgress"]) == ("edx-7", 1, "Completed")

    staged = stage_roster(course=LtiCourse.objects.get(), by=edx.by)
    assert (staged.rows, staged.kind) == (250, "roster")

    user = User.objects.create_user("chief@st-brigid.example")
    chief = Person.objects.create(user=user, given_name="Chia", family_name="Ferro", email=user.email)
    RoleAssignment.objects.create(person=chief, role="coordinator", from_on="2020-01-01")
    edx.client.force_login(user)
    answer = edx.launch(user="edx-teacher", type="LtiDeepLinkingRequest")
    page = edx.client.get(answer["Location"], follow=True)
    place = page.redirect_chain[-1][0]
    placed = unescape(edx.client.post(place, {"wave": str(request.wave_id)}).text)
    signed = re.search(r'name="JWT" value="([^"]+)"', placed)[1]
    assert urlsplit(re.search(r'action="([^"]+/placed)"', placed)[1]).netloc == urlsplit(edx.base).netloc
    (item,) = requests.post(f"{edx.base}/placed", data={"JWT": signed}, timeout=10).json()
    assert item["custom"] == {"rounds_wave": str(request.wave_id)}
    assert item["window"] == {"targetName": "_blank"}
