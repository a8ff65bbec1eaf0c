"""The one way out: every address that somebody entered is asked through here, and none of the inside is reachable by it.

https only; the name is resolved once and that address is used; private, loopback, link-local and other special addresses
are refused in every spelling, except of hosts that the operator lists in ROUNDS_INSIDE_HOSTS; no redirect is followed; ten
seconds and 5 MB are the most.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from http.client import HTTPConnection
    from ipaddress import IPv4Address, IPv6Address

SECONDS = 10
BYTES = 5 * 1024 * 1024
LONGEST = 1_000
CHUNK = 65_536
NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
# a last label that a resolver could take for a number: 127.1, 0x7f.1, 2130706433
NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
PRINTED = re.compile(r"[!-~]+")
# IPv6 addresses that carry one of IPv4 inside, whatever it is
CARRIERS = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0/96", "fec0::/10")


class NotAllowed(Exception):
    """An address that is not asked; the reason is one word for the log, nothing was connected."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NoAnswer(Exception):
    """Nobody answers, too slowly, or with too much; the reason is one word for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status; a redirect is an answer too."""

    status: int
    headers: Mapping[str, str]  # names in small letters
    body: bytes


@dataclass(frozen=True)
class Place:
    """An address taken apart, as far as its words alone tell that it may be asked."""

    scheme: str
    host: str
    port: int
    path: str
    is_inside: bool  # listed by the operator


def place_of(address: str) -> Place:
    """Return the parts of an address; NotAllowed for one that may not be asked, as far as its spelling tells."""
    if not PRINTED.fullmatch(address) or "\\" in address or len(address) > LONGEST:
        raise NotAllowed("spelling")
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise NotAllowed("spelling") from None
    if "@" in parts.netloc or parts.fragment or not host:
        raise NotAllowed("spelling")
    is_inside = _is_listed(host, port)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_inside and not settings.PRODUCTION):
        raise NotAllowed("scheme")
    _check_host(host, is_inside)
    return Place(parts.scheme, host, port or _usual_port(parts), _path(parts), is_inside)


def ask(
    address: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """Ask an address, and return what comes back. Raises NotAllowed before anything is connected, or NoAnswer."""
    from http.client import HTTPConnection, HTTPException

    place = place_of(address)
    connection = HTTPConnection(place.host, place.port)
    line = _Line(place, _resolved(place))
    try:
        connection.sock = line.opened()
        sent = {"User-Agent": "Rounds", "Accept-Encoding": "identity", **(headers or {})}
        connection.request(method, place.path, body=body, headers=sent)
        answer = _read(connection)
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer("slow" if line.is_cut else type(error).__name__) from error
    finally:
        line.close()
        connection.close()
    if line.is_cut:  # what was cut looks like an end
        raise NoAnswer("slow")
    return answer


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is anybody's on the internet, and not one of this house, machine or network."""
    from ipaddress import ip_network

    if ip.version == 6 and any(ip in ip_network(one) for one in CARRIERS):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def _is_listed(host: str, port: int | None) -> bool:
    listed = {one.lower() for one in settings.INSIDE_HOSTS}
    return host in listed or f"{host}:{port}" in listed


def _usual_port(parts: SplitResult) -> int:
    return 443 if parts.scheme == "https" else 80


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _check_host(host: str, is_inside: bool) -> None:
    """Refuse what is no name and no plainly written public address."""
    from ipaddress import ip_address

    if is_inside:
        return
    try:
        ip = ip_address(host)
    except ValueError:
        if not NAME.fullmatch(host) or NUMBER.fullmatch(host.rpartition(".")[2]):
            raise NotAllowed("spelling") from None
        if "." not in host or host.rpartition(".")[2] in ("localhost", "local", "internal"):
            raise NotAllowed("inside") from None
        return
    if not is_public(ip):
        raise NotAllowed("inside")


def _resolved(place: Place) -> str:
    """Return the one address that is used; NotAllowed when any of the name's addresses is of the inside."""
    import socket
    from ipaddress import ip_address

    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer("name") from error
    addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    if not addresses:
        raise NoAnswer("name")
    # a cloud's metadata are nobody's host, whatever is listed
    allowed = (not one.is_link_local if place.is_inside else is_public(one) for one in addresses)
    if not all(allowed):
        raise NotAllowed("inside")
    return str(addresses[0])


class _Line:
    """A connection to an address that was looked at, cut when its time is over, whatever it is in the middle of."""

    def __init__(self, place: Place, ip: str) -> None:
        from threading import Timer

        self.place, self.ip = place, ip
        self.sock: Any = None
        self.is_cut = False
        self.timer = Timer(SECONDS, self._cut)
        self.timer.daemon = True

    def opened(self) -> Any:
        """Connect; the certificate has to be of the name."""
        import socket
        import ssl

        self.timer.start()
        self.sock = socket.create_connection((self.ip, self.place.port), timeout=SECONDS)
        if self.place.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(
                self.sock, server_hostname=self.place.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()
        return self.sock

    def close(self) -> None:
        """End it, and the clock with it."""
        self.timer.cancel()
        if self.sock is not None:
            self.sock.close()

    def _cut(self) -> None:
        import socket
        from contextlib import suppress

        self.is_cut = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _read(connection: HTTPConnection) -> Answer:
    """Read an answer piece by piece, so that an endless one is not waited for."""
    answer = connection.getresponse()
    body = bytearray()
    while piece := answer.read1(CHUNK):
        body += piece
        if len(body) > BYTES:
            raise NoAnswer("size")
    if answer.length:
        raise NoAnswer("cut")
    return Answer(answer.status, {key.lower(): value for key, value in answer.getheaders()}, bytes(body))
