"""A launch in a frame of a course whose browser keeps no cookies of others: one press more, in a window in front."""

from __future__ import annotations

import html
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.models import Institution
from rounds.integrations.lti.services import keys
from rounds.integrations.lti.services.joining import join
from rounds.integrations.lti.values.launches import CLAIM
from tests.browser.chromium import ARGUMENTS
from tests.integrations.lti.platform import Learn
from tests.surveys.scenes import an_audience, office, opened, people, plan
from tests.worlds.year_surveys.connections import PLATFORM, a_connection

BLOCKING = "--test-third-party-cookie-phaseout"


class Course(BaseHTTPRequestHandler):
    """A course page with a link in a frame and one in a new window; signs whoever comes back."""

    learn: Learn
    to: str

    def do_GET(self):
        place = urlsplit(self.path)
        if place.path == "/course":
            self.page(
                f'<iframe src="{self.to}" width="600" height="600"></iframe><a href="{self.to}" target="_blank">Open</a>'
            )
            return
        asked = {name: values[0] for name, values in parse_qs(place.query).items()}
        fields = {"state": asked["state"], "id_token": self.learn.signed(asked)}
        inputs = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(text)}">'
            for name, text in fields.items()
        )
        self.page(
            f'<form method="post" action="{asked["redirect_uri"]}">{inputs}</form><script>document.forms[0].submit()</script>'
        )

    def page(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<!doctype html><body>{body}".encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def course(transactional_db, live_server, client, monkeypatch, settings):
    """Serve a course on another site of this machine; a survey waits for the one who opens it."""
    settings.BASE_URL = live_server.url
    cache.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Course)
    there = f"http://127.0.0.1:{server.server_address[1]}"
    settings.INSIDE_HOSTS = [there.removeprefix("http://")]
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(hospital.id):
        program, asked = uuid4(), people(3)
        by = office(hospital, program)
        with an_audience(asked[:1], asked[1]):
            (request,) = opened(plan(by, program), by)
        described = {**PLATFORM, "issuer": there, "login_url": f"{there}/authorize"}
        connection = a_connection(
            "Learn", "on", asked[1], confirmed_by=asked[2], confirmed_at=now(), settings=described
        )
        join(connection=connection, subject="subject-1", person=asked[0], by_number=False)
    learn = Learn(client, connection)
    launch = f"{live_server.url}{learn.path}/launch/"
    learn.claims |= {
        "iss": there,
        CLAIM + "target_link_uri": launch,
        CLAIM + "custom": {"rounds_wave": str(request.wave_id)},
    }
    monkeypatch.setattr(keys, "ask", learn.answer_for_keys)
    Course.learn = learn
    Course.to = f"{live_server.url}{learn.path}/login/?iss={there}&login_hint=7&target_link_uri={launch}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"{there}/course"
    server.shutdown()
    server.server_close()


@pytest.fixture
def keeps_no_cookies():
    """Open a browser that keeps no cookies inside another site's frame."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed: no frame was looked at.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, BLOCKING])
        yield running.new_context()
        running.close()


@pytest.mark.long
@pytest.mark.browser
def test_in_a_frame_without_cookies_one_press_leads_to_the_first_question(course, keeps_no_cookies):
    """Slow, because a browser of its own is started."""
    page = keeps_no_cookies.new_page()
    page.goto(course)
    inside = page.frame_locator("iframe").get_by_role("link", name="Open in a new window")
    inside.wait_for(timeout=15_000)
    assert not Session.objects.exists()  # nothing without a state that came back

    with keeps_no_cookies.expect_page() as opening:
        inside.click()
    front = opening.value
    front.wait_for_url("**/answer/1/", timeout=15_000)
    assert front.get_by_text("Page 1 of").is_visible()

    with keeps_no_cookies.expect_page() as opening:  # a link that opens a window needs no press more
        page.get_by_role("link", name="Open", exact=True).click()
    opening.value.wait_for_url("**/answer/1/", timeout=15_000)
