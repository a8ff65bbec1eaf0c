"""The office's own word to pairs with a trouble: ready text that it may change, one message a person, held for 15 minutes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.fields import is_mail_address
from rounds.core.mail import Batch, new_batch, queue_mail
from rounds.core.mail.selectors import Tries, tries_today
from rounds.core.models import Institution, OutgoingMail
from rounds.mentorships.dues.selectors import Trouble
from rounds.mentorships.dues.selectors.nudges import NUDGE as KIND
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.web import mail

PLACEHOLDERS = ("name", "other", "program", "sender", "link")
# What is said of each trouble, by the word of its list.
SUBJECTS = {
    "first": gettext_lazy("A first conversation with {other}"),
    "silent": gettext_lazy("You and {other}"),
    "unsigned": gettext_lazy("Your agreement with {other}"),
}
BODIES = {
    "first": gettext_lazy(
        "Dear {name},\n\nyou and {other} are a pair in {program}, and no conversation is logged yet. Half an hour is"
        " enough for a beginning. Is something in the way? Answer this message, and we help.\n\n{link}\n\n{sender}"
    ),
    "silent": gettext_lazy(
        "Dear {name},\n\nnothing is logged between you and {other} for longer than you agreed. If you talked, one press"
        " logs it. If not: is something in the way? Answer this message, and we help.\n\n{link}\n\n{sender}"
    ),
    "unsigned": gettext_lazy(
        "Dear {name},\n\nthe agreement between you and {other} is not signed by both yet. It takes ten minutes, and both"
        " of you then know what to expect.\n\n{link}\n\n{sender}"
    ),
}
PAGES = {"first": "pairs:plan", "silent": "pairs:log", "unsigned": "pairs:agreement"}


@dataclass(frozen=True)
class Letter:
    """One message of a nudge: to whom, of which pair."""

    person: Person
    other: Person
    pair: Mentorship

    def key(self, show: str) -> str:
        """Return what the message of today is known by, whichever try it is."""
        return f"{KIND}:{show}:{self.pair.id}:{self.person.id}:{institution_today()}"


@dataclass(frozen=True)
class Reach:
    """Whom a nudge reaches now, and who has got it today already, or gets it soon.

    The message of somebody without a usable address waits for its correction.
    """

    letters: list[Letter]
    got: int
    waiting: int
    unreached: list[Letter]


def reach_of(letters: Sequence[Letter], show: str) -> Reach:
    """Return which messages can be sent now: what was stopped or came back is sent again, what waits is not."""
    tries = tries_today(kind=KIND)
    known = [(letter, tries.get(letter.key(show), Tries())) for letter in letters]
    ready = [letter for letter, tried in known if tried.can_be_sent]
    return Reach(
        [letter for letter in ready if is_mail_address(letter.person.email)],
        sum(tried.is_sent for _letter, tried in known),
        sum(tried.waits and not tried.is_sent for _letter, tried in known),
        [letter for letter in ready if not is_mail_address(letter.person.email)],
    )


def letters_of(rows: Sequence[Trouble]) -> list[Letter]:
    """Return a message for each of the two of every pair who is here."""
    today = institution_today()
    pairs = Mentorship.objects.select_related("mentee", "mentor").in_bulk([row.pair.id for row in rows])
    found = []
    for row in rows:
        pair = pairs[row.pair.id]
        for person, other in ((pair.mentee, pair.mentor), (pair.mentor, pair.mentee)):
            is_here = person.left_on is None or person.left_on > today
            if is_here:
                found.append(Letter(person, other, pair))
    return found


def written(letter: Letter, wording: mail.Text, show: str, program: Program, by: Viewer) -> mail.Text:
    """Write one message in the office's words."""
    institution = Institution.objects.get(id=by.institution_id)
    values = {
        "name": letter.person.display_name,
        "other": letter.other.display_name,
        "program": program.name,
        "sender": by.name,
        "link": mail.link(institution, PAGES[show], mentorship_id=letter.pair.id),
    }
    return mail.Text(mail.fill(wording.subject, values), mail.fill(wording.body, values))


@transaction.atomic
def send_nudge(
    letters: Sequence[Letter], wording: mail.Text, show: str, *, program: Program, by: Viewer
) -> tuple[Batch, int]:
    """Queue the messages in one batch that can be stopped, and return how many leave; nobody gets the same twice on a day."""
    batch, queued, tries = new_batch(), 0, tries_today(kind=KIND)
    reach = reach_of(letters, show)
    for letter in (*reach.letters, *reach.unreached):
        text, key = written(letter, wording, show, program, by), letter.key(show)
        message = queue_mail(
            key=f"{key}:{tries[key].over if key in tries else 0}",
            kind=KIND,
            to_address=letter.person.email,
            subject=text.subject,
            body=text.body,
            by=by,
            to_person_id=letter.person.id,
            batch=batch,
            from_name=program.name,
            reply_to=program.reply_to,
            program_id=program.id,
            ids={"pair": letter.pair.id, "trouble": show},
        )
        queued += message.batch_id == batch.id and message.state == OutgoingMail.State.WAITING
    if queued:
        audit.record(
            "pairs.nudged", by=by, kind="program", object_id=program.id, program_id=program.id, people=queued
        )
    return batch, queued


def ready_wording(show: str) -> mail.Text:
    """Return the ready text of a trouble."""
    return mail.Text(str(SUBJECTS[show]), str(BODIES[show]))


def problem_of(words: str) -> str:
    """Return what is wrong with a subject or a text, empty when nothing is."""
    unknown = mail.unknown_placeholders(words, set(PLACEHOLDERS))
    if not unknown:
        return ""
    return _("Nobody fills in %(names)s. Known are: %(known)s.") % {
        "names": ", ".join("{" + one + "}" for one in unknown),
        "known": ", ".join("{" + one + "}" for one in PLACEHOLDERS),
    }
