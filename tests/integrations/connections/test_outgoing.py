"""The one way out: none of the inside is reached by an address that somebody enters; a host that the operator lists is."""

import socket
import time

import pytest

from rounds.integrations import outgoing
from rounds.integrations.lti.forms import PlatformForm
from rounds.integrations.outgoing import NoAnswer, NotAllowed, ask
from tests.integrations.connections.serving import certificate, serving
from tests.worlds.year_surveys.connections import PLATFORM

# what is refused by its spelling alone: in forms too, before anything is kept
SPELLED = [
    "http://learn.example/keys",
    "ftp://learn.example/keys",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "https://127.0.0.1/",
    "https://127.0.0.1:8000/healthz",
    "https://127.1/",
    "https://0/",
    "https://0.0.0.0/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://127.0.0.1./",
    "https://10.0.0.5/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a00:5]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fd00:ec2::254]/",
    "https://localhost/",
    "https://app.localhost/",
    "https://metadata.google.internal/",
    "https://redcap/",
    "https://learn.example@127.0.0.1/",
    "https://learn.example\\@127.0.0.1/",
    "https://①②⑦.0.0.1/",
    "https://learn.example/\r\nHost: 127.0.0.1",
    "https://learn%2eexample/",
    "https:///keys",
]
# what a name may turn out to be: refused once it is resolved
RESOLVED = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1"]


@pytest.fixture
def connected(monkeypatch):
    """Return the addresses that were connected to; none is."""
    tried = []

    def connect(place, *more, **options):
        tried.append(place)
        raise OSError("no connection in this test")

    monkeypatch.setattr(socket, "create_connection", connect)
    return tried


def resolving(monkeypatch, *addresses):
    asked = []

    def found(host, port, **options):
        asked.append(host)
        return [(0, 0, 0, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


def test_there_are_forty_of_them():
    assert len(SPELLED) == 40


@pytest.mark.parametrize("address", SPELLED)
def test_an_address_of_the_inside_is_never_connected_to(address, connected, monkeypatch):
    asked = resolving(monkeypatch, "127.0.0.1")

    with pytest.raises(NotAllowed):
        ask(address)

    assert (connected, asked) == ([], [])


@pytest.mark.parametrize("field", ["login_url", "token_url", "keys_url"])
@pytest.mark.parametrize("address", SPELLED)
def test_a_form_takes_no_address_of_the_inside(field, address):
    form = PlatformForm({**PLATFORM, "deployments": "1", field: address})

    assert list(form.errors) == [field]


@pytest.mark.parametrize("address", RESOLVED)
def test_a_name_that_leads_inside_is_never_connected_to(address, connected, monkeypatch):
    resolving(monkeypatch, "93.184.216.34", address)  # one good one does not help

    with pytest.raises(NotAllowed):
        ask("https://learn.example/keys")

    assert connected == []


def test_a_name_is_resolved_once_and_that_address_is_used(connected, monkeypatch):
    asked = resolving(monkeypatch, "93.184.216.34")

    with pytest.raises(NoAnswer):
        ask("https://learn.example/keys")

    assert asked == ["learn.example"]
    assert connected == [("93.184.216.34", 443)]


def test_metadata_of_a_cloud_are_refused_even_to_a_listed_host(connected, monkeypatch, settings):
    settings.INSIDE_HOSTS = ["redcap.hospital.example"]
    resolving(monkeypatch, "169.254.169.254")

    with pytest.raises(NotAllowed):
        ask("https://redcap.hospital.example/")

    assert connected == []


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("inside"))


@pytest.fixture
def inside(pem, settings, monkeypatch):
    """Serve on this machine, which the operator has listed; (address, what it answers)."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    answers = {}
    with serving(answers, pem) as port:
        settings.INSIDE_HOSTS = [f"127.0.0.1:{port}"]
        yield f"https://127.0.0.1:{port}", answers


def test_a_listed_host_inside_works(inside, settings):
    address, answers = inside
    answers["/keys"] = (200, {"Content-Type": "application/json"}, [b'{"keys"', b": []}"])

    found = ask(f"{address}/keys?of=rounds")

    assert (found.status, found.body, found.headers["content-type"]) == (
        200,
        b'{"keys": []}',
        "application/json",
    )
    settings.INSIDE_HOSTS = []
    with pytest.raises(NotAllowed):
        ask(f"{address}/keys")


def test_a_redirect_is_an_answer_and_is_not_followed(inside):
    address, answers = inside
    answers["/keys"] = (302, {"Location": "https://169.254.169.254/", "Content-Length": "0"}, [])

    assert ask(f"{address}/keys").status == 302


def test_a_certificate_of_nobody_known_is_refused(inside, monkeypatch):
    address, answers = inside
    answers["/keys"] = (200, {}, [b"{}"])
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(NoAnswer) as refused:
        ask(f"{address}/keys")

    assert refused.value.reason == "SSLCertVerificationError"


def test_more_than_five_megabytes_and_more_than_ten_seconds_are_not_waited_for(inside, monkeypatch):
    address, answers = inside
    answers["/big"] = (200, {}, (b"x" * 65_536 for _each in range(160)))
    answers["/slow"] = (200, {}, (time.sleep(0.05) or b"x" for _each in range(100)))
    answers["/cut"] = (200, {"Content-Length": "100"}, [b"x"])
    found = {}
    for path in ("/big", "/slow", "/cut"):
        if path == "/slow":
            monkeypatch.setattr(outgoing, "SECONDS", 0.3)
        with pytest.raises(NoAnswer) as refused:
            ask(address + path)
        found[path] = refused.value.reason
        monkeypatch.setattr(outgoing, "SECONDS", 10)

    assert found["/big"] == "size"
    assert found["/slow"] == "slow"
    assert found["/cut"] in ("cut", "IncompleteRead")
