"""Open edX's own platform code (lti-consumer-xblock) in a minimal host. Runs in an environment of its own.

`python host.py PORT LAUNCH LOGIN KEYS`: one course with 250 people and one link. It is asked over HTTP as a platform is;
what a browser does between the two is done by the test.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings

PORT, LAUNCH, LOGIN, KEYS = int(sys.argv[1]), *sys.argv[2:5]
BASE = f"http://127.0.0.1:{PORT}"
settings.configure(
    PLATFORM_NAME="St. Brigid Learn",
    SECRET_KEY="of a test",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "lti_consumer"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from Cryptodome.PublicKey import RSA  # noqa: E402
from lti_consumer.data import Lti1p3LaunchData  # noqa: E402
from lti_consumer.lti_1p3.consumer import LtiAdvantageConsumer  # noqa: E402

SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
ROSTER = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
PEOPLE, A_PAGE = 250, 50
told: list[dict] = []
platform_key = RSA.generate(2048).export_key().decode()


def consumer() -> LtiAdvantageConsumer:
    """Return the platform's side of one link, as Open edX makes it anew for each request."""
    made = LtiAdvantageConsumer(
        iss=BASE,
        lti_oidc_url=LOGIN,
        lti_launch_url=LAUNCH,
        client_id="rounds-1",
        deployment_id="1",
        rsa_key=platform_key,
        rsa_key_id="platform-1",
        redirect_uris=[LAUNCH],
        tool_keyset_url=KEYS,
    )
    made.enable_ags(lineitems_url=f"{BASE}/items", lineitem_url=f"{BASE}/items/7")
    made.enable_nrps(f"{BASE}/members")
    made.enable_deep_linking(LAUNCH, f"{BASE}/placed")
    return made


def data_of(given: dict[str, str]) -> Lti1p3LaunchData:
    return Lti1p3LaunchData(
        user_id=given["user"],
        user_role="student",
        config_id="1",
        resource_link_id="link-1",
        message_type=given.get("type", "LtiResourceLinkRequest"),
        context_id="course-1",
        context_title="Leading",
    )


def launch(given: dict[str, str]) -> dict[str, str]:
    """Answer what a tool has sent a browser for with what the browser posts there."""
    made = consumer()
    made.set_user_data(user_id=given["login_hint"], role="student")
    made.set_resource_link_claim("link-1")
    made.set_context_claim("course-1", context_title="Leading")
    made.set_custom_parameters({"rounds_wave": given.get("wave", "")})
    return made.generate_launch_request(given)


def member(number: int) -> dict[str, object]:
    return {
        "status": "Active",
        "user_id": f"edx-{number}",
        "given_name": "Ann",
        "family_name": f"Lee{number:03}",
        "email": f"ann{number}@st-brigid.example",
        "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
    }


class Handler(BaseHTTPRequestHandler):
    """One address for each thing that a platform is asked."""

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(place.query).items()}
        if place.path == "/keys":
            self.reply(consumer().get_public_keyset())
        elif place.path == "/begin":
            self.reply({"to": consumer().prepare_preflight_url(data_of(given))})
        elif place.path == "/authorize":
            self.reply(launch(given))
        elif place.path == "/told":
            self.reply(told)
        elif place.path == "/members" and self.may(ROSTER):
            first = int(given.get("from", 0))
            rest = first + A_PAGE
            more = {"Link": f'<{BASE}/members?from={rest}>; rel="next"'} if rest < PEOPLE else {}
            self.reply({"id": BASE, "members": [member(n) for n in range(first, rest)]}, more)
        else:
            self.reply({}, status=401)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/token":
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.reply(consumer().access_token(form))
        elif self.path == "/placed":
            answer = parse_qs(body)["JWT"][0]
            self.reply(consumer().check_and_decode_deep_linking_token(answer))
        elif self.path == "/items/7/scores" and self.may(SCORE):
            told.append(json.loads(body))
            self.reply({})
        else:
            self.reply({}, status=401)

    def may(self, scope: str) -> bool:
        return bool(
            consumer().check_token(self.headers.get("Authorization", "").removeprefix("Bearer "), [scope])
        )

    def reply(self, value: object, headers: dict[str, str] | None = None, status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


print("ready", flush=True)
ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
