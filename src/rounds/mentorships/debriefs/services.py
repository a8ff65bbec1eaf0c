"""Writing a debrief, and letting one go. No audit row tells of either: that one is there is private too."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.conversations.services.log import Held, locked_running, log_conversation
from rounds.mentorships.debriefs.selectors import counted_as
from rounds.mentorships.debriefs.values import LONGEST_ANSWER, MOST_CHANGES, PROMPTS
from rounds.mentorships.models import Debrief, Mentorship
from rounds.programs.models import Rotation


@retried
def write_debrief(
    *, mentorship_id: UUID, rotation: Rotation, held: Held, answers: Mapping[str, str], by: Viewer
) -> Debrief:
    """Log the conversation, unless one counts already, and keep what was written; a form sent twice is one row.

    Raises OutOfOrder when the rotation has a debrief, or the pair does not run; SameDay and FutureDay as any log.
    """
    pair = locked_running(mentorship_id)
    known: Debrief | None = Debrief.objects.filter(rotation=rotation).first()
    if known is not None:
        return _the_same(known, pair, held.entry_id)
    kept = _checked(answers)
    talk = counted_as(pair, rotation) or log_conversation(mentorship_id=pair.id, held=held, by=by)
    debrief = Debrief(
        mentorship=pair, rotation=rotation, conversation=talk, by_id=by.own_id, entry_id=held.entry_id
    )
    debrief.seal_value(kept)
    debrief.save(force_insert=True)
    return debrief


def _the_same(known: Debrief, pair: Mentorship, entry_id: UUID) -> Debrief:
    if known.mentorship_id != pair.id:  # a mentee with two mentors: neither pair learns what the other did
        raise OutOfOrder(_("No debrief of this rotation is open here any more."))
    if known.entry_id != entry_id:
        raise OutOfOrder(_("This rotation has its debrief already. Open it to read it."))
    return known


@transaction.atomic
def change_debrief(*, debrief: Debrief, answers: Mapping[str, str], by: Viewer) -> Debrief:
    """Write other answers; what it said stays beside them. `debrief` is the row as its form has compared it.

    Raises OutOfOrder when another window has changed it since, it was let go, or the pair does not run.
    """
    locked_running(debrief.mentorship_id)
    row: Debrief = Debrief.objects.get(id=debrief.id, by_id=by.own_id)
    if row.is_let_go or row.version != debrief.version:
        raise OutOfOrder(
            _("This debrief was changed in another window. Open it again: yours is still in the form.")
        )
    kept = _checked(answers)
    if kept == row.answers:
        return row
    if row.version > MOST_CHANGES:
        raise OutOfOrder(
            _("This debrief was changed 20 times and stays as it is. What is new fits into a note.")
        )
    moment = now()
    row.seal_answers(kept, until=moment)
    row.version, row.changed_at = row.version + 1, moment
    row.save(update_fields=["sealed", "version", "changed_at"])
    return row


def _checked(answers: Mapping[str, str]) -> dict[str, str]:
    """Return what was written, of those prompts to which something was."""
    kept = {key: answers.get(key, "").strip() for key in PROMPTS}
    for key, text in kept.items():
        if len(text) > LONGEST_ANSWER:
            raise DomainError(
                _("This answer has %(count)s characters; %(most)s fit. Shorten it.")
                % {"count": len(text), "most": LONGEST_ANSWER},
                field=key,
            )
    return {key: text for key, text in kept.items() if text}


@retried
def let_debrief_go(*, mentorship_id: UUID, rotation: Rotation, entry_id: UUID, by: Viewer) -> Debrief:
    """Say that a rotation needs no debrief; no reason is asked, nobody is told."""
    pair = locked_running(mentorship_id)
    known: Debrief | None = Debrief.objects.filter(rotation=rotation).first()
    if known is not None:
        return _the_same(known, pair, entry_id)
    debrief = Debrief(mentorship=pair, rotation=rotation, by_id=by.own_id, entry_id=entry_id, is_let_go=True)
    debrief.seal_value({})
    debrief.save(force_insert=True)
    return debrief


@transaction.atomic
def take_back_letting_go(*, debrief: Debrief, by: Viewer) -> None:
    """Open a debrief again that was let go; one that was held stays."""
    locked_running(debrief.mentorship_id)
    Debrief.objects.filter(id=debrief.id, is_let_go=True).delete()
