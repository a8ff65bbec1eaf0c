"""Telling a platform who is done: one of one, nightly; never an answer. Of anonymous surveys only many at once, in no order."""

from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.clock import now
from rounds.integrations.connections.enums import ConnectionState
from rounds.integrations.connections.models import Connection
from rounds.integrations.connections.selectors import is_on
from rounds.integrations.connections.services import note_failure, note_success
from rounds.integrations.lti.models import LtiTask
from rounds.integrations.lti.services.calling import Caller, NotTrusted
from rounds.integrations.lti.services.completions import Done, due_of
from rounds.integrations.lti.values.launches import SCORE
from rounds.integrations.outgoing import NoAnswer, NotAllowed

SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"


def tell_completions(connection: Connection) -> None:
    """Tell a platform who is done since the last night. What it refuses for good is not tried again, the rest tomorrow."""
    if connection.state != ConnectionState.ON:
        return
    told = refused = 0
    caller, moment = Caller(connection, SCORE), now()
    try:
        for done in due_of(connection):
            if not is_on(connection):
                break
            if _tell(caller, done, moment):
                told += 1
            else:
                refused += 1
    except NotTrusted:
        words = _("The platform refused our credential, so nobody's completion is told there.")
        note_failure(connection=connection, what="done", problem="credential", sentence=words, is_final=True)
        return
    except (NoAnswer, NotAllowed) as error:
        words = _("The platform did not take who is done; what is left is tried again tomorrow.")
        note_failure(connection=connection, what="done", problem=error.reason, sentence=words)
        return
    if told or refused:
        _note(connection, told, refused)


def _note(connection: Connection, told: int, refused: int) -> None:
    sentence = ngettext(
        "The platform was told that %(told)s survey is done.",
        "The platform was told that %(told)s surveys are done.",
        told,
    ) % {"told": told}
    if refused:
        sentence += " " + ngettext(
            "It takes no completion of %(refused)s account.",
            "It takes no completion of %(refused)s accounts.",
            refused,
        ) % {"refused": refused}
    note_success(
        connection=connection, what="done", sentence=sentence, counts={"told": told, "refused": refused}
    )


def _tell(caller: Caller, done: Done, moment: datetime) -> bool:
    """Tell one completion; True once it is told, False where it is refused for good. NoAnswer: another time."""
    score = {
        "userId": done.subject,
        "scoreGiven": 1,
        "scoreMaximum": 1,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": moment.isoformat(),
    }
    answer = caller.call(scores_of(done.line_item), method="POST", kind=SCORE_TYPE, body=score)
    rows = LtiTask.objects.filter(id__in=[one.id for one in done.tasks])
    if 200 <= answer.status < 300:
        return bool(rows.update(told_at=moment, line_item=done.line_item))
    if answer.status == 401:
        raise NotTrusted
    if answer.status == 429 or not 400 <= answer.status < 500:
        raise NoAnswer(str(answer.status))
    rows.update(refused=str(answer.status))
    return False


def scores_of(line_item: str) -> str:
    """Return where completions of a line item go: before what the platform asks with."""
    parts = urlsplit(line_item)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + "/scores", parts.query, ""))
