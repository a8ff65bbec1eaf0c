"""Mail of times that one of a pair proposes to the other, written as it leaves from what holds then."""

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.mail import Batch, Contents, add_writer
from rounds.core.models import OutgoingMail
from rounds.mentorships.enums import ProposalState
from rounds.mentorships.meetings.selectors import zones_of
from rounds.mentorships.models import Mentorship, ProposedTimes
from rounds.web import mail
from rounds.web.mail.meetings.pairs import HELD, institution_of, queue_to, two_of, unless_left, words_of
from rounds.web.words.series import repeated_words
from rounds.web.words.times import at_words, zone_words

PROPOSED = "times_proposed"


def tell_of_times(proposal: ProposedTimes, pair: Mentorship, by: Viewer) -> None:
    """Queue the message that times are proposed, to the other one; of times that wait again, unless they were told."""
    person = pair.mentor if proposal.proposed_by_id == pair.mentee_id else pair.mentee
    key = f"{PROPOSED}:{proposal.id}"
    before = OutgoingMail.objects.filter(kind=PROPOSED, key__startswith=key)
    stopped = before.filter(state=OutgoingMail.State.STOPPED).count()
    if stopped < before.count():
        return
    queue_to(
        PROPOSED,
        f"{key}:{stopped}" if stopped else key,
        pair,
        person,
        by,
        ids={"proposal": proposal.id},
        batch=Batch(proposal.id, now() + HELD),
    )


def _write_proposed(outgoing: OutgoingMail) -> Contents | None:
    found: ProposedTimes | None = (
        ProposedTimes.objects.filter(id=outgoing.ids["proposal"], state=ProposalState.OPEN)
        .select_related("mentorship__mentee", "mentorship__mentor", "mentorship__cycle__program")
        .first()
    )
    if found is None or not found.mentorship.is_running:
        return None
    institution = institution_of(outgoing)
    person, other = two_of(outgoing, found.mentorship)
    zone = zones_of([person.id])[person.id]
    text = mail.render(
        PROPOSED,
        {
            **words_of(person, other, found.mentorship, institution),
            "times": [at_words(one, zone) + repeated_words(found, one) for one in found.moments],
            "zone": zone_words(found.moments[0], zone),
            "minutes": found.minutes,
            "link": mail.link(institution, "pairs:proposal", proposal_id=found.id),
        },
    )
    return Contents(text.body, text.subject)


def add_writers() -> None:
    """Register what writes it as it leaves."""
    add_writer(PROPOSED, unless_left(_write_proposed))
