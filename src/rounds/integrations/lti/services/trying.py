"""Trying a platform: its keys are read, a token is asked for, nothing is written there."""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.services import TRY, note_failure, note_trial
from rounds.integrations.lti.services.calling import Caller, NotTrusted
from rounds.integrations.lti.services.keys import read_keys
from rounds.integrations.lti.services.rosters import SCOPE
from rounds.integrations.lti.values.platform import Platform
from rounds.integrations.outgoing import Answer, NoAnswer, NotAllowed

CLOCK_SECONDS = 60


@dataclass(frozen=True)
class Tried:
    """What came back, in a sentence, and whether all of it was well."""

    sentence: str
    is_good: bool


def try_platform(*, connection: Connection, by: Viewer) -> Tried:
    """Read a platform's keys and ask it for an access token, writing nothing there; OutOfOrder where nothing is entered.

    Launches need the keys alone: where only the token fails, the connection counts as tried, and the sentence says so.
    """
    if not connection.settings:
        raise OutOfOrder(_("Enter first what the platform shows."))
    try:
        keys, answer = read_keys(Platform.of(connection.settings).keys_url)
    except (NoAnswer, NotAllowed) as error:
        return _failed(connection, error.reason)
    if not keys:
        return _failed(connection, "keys")
    sentence = ngettext(
        "The platform answers; it has %(keys)s key.", "The platform answers; it has %(keys)s keys.", len(keys)
    ) % {"keys": len(keys)}
    is_good = True
    if (off := _seconds_off(answer)) > CLOCK_SECONDS:
        is_good = False
        sentence += " " + _(
            "Its clock and ours are %(seconds)s seconds apart: launches fail until both are right."
        ) % {"seconds": off}
    if not _gives_token(connection):
        is_good = False
        sentence += " " + _(
            "It gives us no access token, so the course hears of nobody who is done, and nobody can be read out of it;"
            " launches work. Look at the address for access tokens, and at what the platform allows Rounds."
        )
    note_trial(connection=connection, sentence=sentence[:300], counts={"keys": len(keys)}, by=by)
    return Tried(sentence, is_good)


def _gives_token(connection: Connection) -> bool:
    try:
        Caller(connection, SCOPE).ask_token()
    except (NoAnswer, NotAllowed, NotTrusted):
        return False
    return True


def _failed(connection: Connection, reason: str) -> Tried:
    words = {
        "inside": _(
            "Its keys stand on an address inside the hospital that is not listed. Nothing was asked."
        ),
        "slow": _("The address of its keys did not answer within ten seconds."),
        "name": _("The host of its keys is not known."),
        "size": _("The address of its keys sends more than 5 MB."),
        "keys": _(
            "The address of its keys answers, but not with keys. Compare it with what the platform shows."
        ),
    }
    sentence = words.get(reason, _("The address of its keys could not be read."))
    note_failure(connection=connection, what=TRY, problem=reason, sentence=sentence)
    return Tried(sentence, is_good=False)


def _seconds_off(answer: Answer) -> int:
    """Return how far the platform's clock is from ours; 0 where it does not say."""
    try:
        there = parsedate_to_datetime(answer.headers.get("date", ""))
        return round(abs((there - now()).total_seconds()))
    except (TypeError, ValueError):
        return 0
