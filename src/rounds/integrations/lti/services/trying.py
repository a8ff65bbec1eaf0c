"""Trying a platform: its keys are read, nothing is written there."""

from email.utils import parsedate_to_datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.services import note_failure, note_trial
from rounds.integrations.lti.services.keys import read_keys
from rounds.integrations.lti.values.platform import Platform
from rounds.integrations.outgoing import Answer, NoAnswer, NotAllowed

CLOCK_SECONDS = 60


def try_platform(*, connection: Connection, by: Viewer) -> str:
    """Read the keys of a platform and return what was found, in a sentence; raises OutOfOrder where nothing is entered."""
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
    if (off := _seconds_off(answer)) > CLOCK_SECONDS:
        sentence += " " + _(
            "Its clock and ours are %(seconds)s seconds apart: launches fail until both are right."
        ) % {"seconds": off}
    note_trial(connection=connection, sentence=sentence, counts={"keys": len(keys)}, by=by)
    return sentence


def _failed(connection: Connection, reason: str) -> str:
    words = {
        "inside": _(
            "Its keys stand on an address inside the hospital that is not listed. Nothing was asked."
        ),
        "slow": _("The address of its keys did not answer within ten seconds."),
        "name": _("The host of its keys is not known."),
        "size": _("The address of its keys sends more than 5 MB."),
        "keys": _("The address of its keys answers, but not with keys."),
    }
    sentence = words.get(reason, _("The address of its keys could not be read."))
    note_failure(connection=connection, what="try", problem=reason, sentence=sentence)
    return sentence


def _seconds_off(answer: Answer) -> int:
    """Return how far the platform's clock is from ours; 0 where it does not say."""
    try:
        there = parsedate_to_datetime(answer.headers.get("date", ""))
        return round(abs((there - now()).total_seconds()))
    except (TypeError, ValueError):
        return 0
