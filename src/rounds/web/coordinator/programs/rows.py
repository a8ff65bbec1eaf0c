"""A row of the list of a cohort's people, ready to be shown."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rounds.core.access import Request
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.forms.topics import MENTEE_TOPICS, MENTOR_TOPICS
from rounds.programs.selectors.chase import ChaseRow
from rounds.programs.selectors.progress import SENT, TO_CONFIRM
from rounds.web.addresses import address

TOPIC_WORDS = {topic.key: topic.title for topic in (*MENTEE_TOPICS, *MENTOR_TOPICS)}


@dataclass(frozen=True)
class IntakeRow:
    """One person and how far intake has come, in plain words, so that the same row is drawn once."""

    name: str
    href: str
    # where the office fills in for them; empty where it can't
    enter_href: str
    department: str
    gone_on: date | None
    side: str
    # empty while enrolled, as nearly everybody is
    enrollment_state: str
    state: str
    topic: str
    since: datetime | None
    email: str
    reminded_at: datetime | None
    # when a reminder that waits leaves
    leaves_at: datetime | None


def intake_row(request: Request, row: ChaseRow, *, can_enter: bool) -> IntakeRow:
    """Return a person of a cohort as it is read."""
    is_done = row.state in (SENT, TO_CONFIRM)
    is_enrolled = row.enrollment_state == EnrollmentState.ENROLLED
    return IntakeRow(
        name=row.name,
        href=address(request, "programs:person", enrollment_id=row.enrollment_id),
        enter_href=address(request, "intake:resume", enrollment_id=row.enrollment_id)
        if can_enter and not is_done
        else "",
        department=row.department,
        gone_on=row.gone_on,
        side=str(Side(row.side).label),
        enrollment_state="" if is_enrolled else str(EnrollmentState(row.enrollment_state).label),
        state=row.state,
        topic=str(TOPIC_WORDS.get(row.topic, "")),
        since=row.since,
        email=row.email,
        reminded_at=row.reminded_at,
        leaves_at=row.leaves_at,
    )


TO_CONFIRM_LISTS = frozenset({"confirm", "imported", "to_confirm"})
NOBODY = {
    **dict.fromkeys(TO_CONFIRM_LISTS, gettext_lazy("Nobody has answers to confirm")),
    "applied": gettext_lazy("Nobody has applied"),
    "bounced": gettext_lazy("No mail has come back"),
    "sent": gettext_lazy("Nobody has sent answers"),
    "not_started": gettext_lazy("Nobody has yet to start"),
    "stopped": gettext_lazy("Nobody has stopped on the way"),
}


def list_heading(show: str, count: int, *, is_complete: bool, to_confirm: int) -> str:
    """Return what a list of people says of itself, by the selection; nobody is said in words.

    is_complete: everybody has sent answers, and none wait to be confirmed, else `to_confirm` do.
    """
    if not count:
        if is_complete and show in ("", "missing"):
            return _("Intake is complete here")
        if to_confirm and show in ("", "missing"):
            words = ngettext(
                "Nobody has to finish intake; %(count)s person has answers to confirm",
                "Nobody has to finish intake; %(count)s people have answers to confirm",
                to_confirm,
            )
            return words % {"count": to_confirm}
        return str(NOBODY.get(show, _("Nobody has to finish intake")))
    if show in TO_CONFIRM_LISTS:
        words = ngettext(
            "%(count)s person has answers to confirm", "%(count)s people have answers to confirm", count
        )
    elif show == "applied":
        words = ngettext("%(count)s person has applied", "%(count)s people have applied", count)
    elif show == "bounced":
        words = ngettext(
            "%(count)s person is not reached by mail", "%(count)s people are not reached by mail", count
        )
    elif show == "sent":
        words = ngettext("%(count)s person has sent answers", "%(count)s people have sent answers", count)
    else:
        words = ngettext(
            "%(count)s person has not finished intake", "%(count)s people have not finished intake", count
        )
    return words % {"count": count}


def remind_words(show: str, count: int) -> str:
    """Return the button of a list: a reminder to finish, or to confirm what the office brought along."""
    if show in TO_CONFIRM_LISTS:
        return ngettext("Ask %(count)s person to confirm…", "Ask %(count)s people to confirm…", count) % {
            "count": count
        }
    return ngettext("Remind %(count)s person…", "Remind %(count)s people…", count) % {"count": count}
