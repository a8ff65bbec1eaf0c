"""Who is in a course, read from the platform into the reviewed import: nothing is written before somebody says yes."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Viewer
from rounds.core.errors import OutOfOrder
from rounds.integrations.connections.enums import ConnectionState
from rounds.integrations.connections.selectors import is_on
from rounds.integrations.connections.services import note_failure, note_success
from rounds.integrations.lti.models import LtiCourse
from rounds.integrations.lti.services.calling import Caller, NotTrusted, read_json
from rounds.integrations.lti.values.platform import Platform
from rounds.integrations.outgoing import NoAnswer, NotAllowed
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services import stage_file

SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
MOST_PAGES = 100
NEXT = re.compile(r'<([^<>]+)>\s*;[^,]*\brel\s*=\s*"?next"?', re.IGNORECASE)
HEADER = ("Given name", "Family name", "Email", "Employee ID")
# a role in a course: ...lis/v2/membership#Instructor, ...membership/Instructor#Grader, urn:lti:role:ims/lis/Instructor, Instructor
ROLE = re.compile(
    r"https?://[^#]*/membership/(\w+)#\w+|https?://[^#]*/membership#(\w+)|urn:lti:role:ims/lis/(\w+)(?:/\w+)?|(\w+)"
)
# roles of the standard whose people teach or run a course
STAFF = {
    *("Instructor", "ContentDeveloper", "Administrator", "Manager", "Mentor", "Officer"),
    "TeachingAssistant",
}
FIELDS = ("given_name", "family_name", "email")


def stage_roster(*, course: LtiCourse, by: Viewer, teachers: bool = False) -> SpreadsheetImport:
    """Read who learns in a course, or who teaches it, and return an import to be looked at; the others are counted.

    Raises OutOfOrder with what went wrong.
    """
    connection = course.connection
    if connection.state != ConnectionState.ON:
        raise OutOfOrder(_("This connection is not on. Nothing was read."))
    try:
        members = list(_members(course))
    except NotTrusted:
        words = _(
            "The platform refused our credential: the course was not read, and the connection is stopped until somebody has looked."
        )
        note_failure(
            connection=connection, what="roster", problem="credential", sentence=words, is_final=True
        )
        raise OutOfOrder(words) from None
    except (NoAnswer, NotAllowed) as error:
        words = _("The platform did not say who is in the course.")
        note_failure(connection=connection, what="roster", problem=error.reason, sentence=words)
        raise OutOfOrder(words) from None
    trusts = Platform.of(connection.settings).trusts_numbers
    rows = [_row(one, trusts_numbers=trusts) for one in members if _teaches(one) == teachers]
    if not rows:
        raise OutOfOrder(_nobody(teachers=teachers, others=len(members)))
    staged = stage_file(
        by=by,
        kind=ImportKind.ROSTER,
        name=f"{course.title or course.context_id}.csv"[:100],
        data=_as_file(rows),
    )
    counts = {"people": len(rows), "left_out": len(members) - len(rows)}
    sentence = _read_words(teachers=teachers, **counts)
    note_success(connection=connection, what="roster", sentence=sentence, counts=counts)
    return staged


def _nobody(*, teachers: bool, others: int) -> str:
    if not others:
        return _("The platform names nobody in this course.")
    if teachers:
        return _("The platform names nobody who teaches or runs this course.")
    return _("The platform names only who teaches or runs this course.")


def _read_words(*, teachers: bool, people: int, left_out: int) -> str:
    """Say how many were read, and how many were not because they do something else in the course."""
    if teachers:
        read = ngettext(
            "The names of %(count)s person who teaches or runs a course were read, to be looked at.",
            "The names of %(count)s people who teach or run a course were read, to be looked at.",
            people,
        )
        left = ngettext(
            "Left out: %(count)s person who learns in it.",
            "Left out: %(count)s people who learn in it.",
            left_out,
        )
    else:
        read = ngettext(
            "The names of %(count)s person who learns in a course were read, to be looked at.",
            "The names of %(count)s people who learn in a course were read, to be looked at.",
            people,
        )
        left = ngettext(
            "Left out: %(count)s person who teaches or runs it.",
            "Left out: %(count)s people who teach or run it.",
            left_out,
        )
    return (
        f"{read % {'count': people}} {left % {'count': left_out}}" if left_out else read % {"count": people}
    )


def _teaches(member: Mapping[str, Any]) -> bool:
    """Tell whether somebody does anything in a course but learn there; who has no role at all learns."""
    roles = member.get("roles")
    words = [one for one in roles if isinstance(one, str)] if isinstance(roles, list) else []
    return any(_role_in_course(one) in STAFF for one in words)


def _role_in_course(text: str) -> str:
    """Return the main word of a role in a course; "" for what somebody is elsewhere, such as faculty of the hospital."""
    found = ROLE.fullmatch(text)
    return next(filter(None, found.groups()), "") if found else ""


def _members(course: LtiCourse) -> Iterator[Mapping[str, Any]]:
    """Yield the active members page by page, all from the host that was named first."""
    caller, address = Caller(course.connection, SCOPE), course.memberships_url
    host, seen = urlsplit(address).netloc, set[str]()
    while address:
        if not is_on(course.connection):
            raise OutOfOrder(_("This connection was paused meanwhile. Nothing was read."))
        seen.add(address)
        answer = caller.call(address, accept=TYPE)
        if answer.status in (401, 403):
            raise NotTrusted
        if answer.status != 200:
            raise NoAnswer(str(answer.status))
        members = read_json(answer).get("members")
        for member in members if isinstance(members, list) else []:
            if isinstance(member, dict) and member.get("status", "Active") == "Active":
                yield member
        found = NEXT.search(answer.headers.get("link", ""))
        address = found[1] if found else ""
        if address and (urlsplit(address).netloc != host or address in seen or len(seen) >= MOST_PAGES):
            raise NoAnswer("next")


def _row(member: Mapping[str, Any], *, trusts_numbers: bool) -> tuple[str, ...]:
    number = _text(member.get("lis_person_sourcedid")) if trusts_numbers else ""
    return (*(_text(member.get(name)) for name in FIELDS), number)


def _text(value: Any) -> str:
    return " ".join(value.replace("\0", "").split())[:200] if isinstance(value, str) else ""


def _as_file(rows: list[tuple[str, ...]]) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return held.getvalue().encode()
