"""The home of a participant: the one thing that comes next, and who sees what."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.accounts.models import PendingChange
from rounds.core.access import Request, Viewer
from rounds.matching.models import Offer
from rounds.matching.publishing.selectors.answers import offers_of
from rounds.matching.publishing.selectors.waiting import cohorts_in_line
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import list_own_mentorships
from rounds.people.models import Person
from rounds.people.selectors import own_person
from rounds.programs.models import Cohort
from rounds.programs.selectors import cohorts_to_apply_to, enrollments_of, participation_of
from rounds.programs.selectors.intake import Participation
from rounds.web.account.changes.notices import own_changes
from rounds.web.addresses import address
from rounds.web.home.ahead import ask_of_pairs, ask_of_person
from rounds.web.home.lines import blocks_of, cards_of
from rounds.web.home.slots import Block, Card
from rounds.web.home.together import PairCard, pair_cards
from rounds.web.words.readers import readers_in_short


@dataclass(frozen=True)
class MyHome:
    """Everything on a participant's page."""

    name: str
    sentence: str
    cards: list[Card]
    pairs: list[PairCard] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    open_cohorts: list[Cohort] = field(default_factory=list)

    @property
    def readers(self) -> list[tuple[str, str, str]]:
        """Return who reads what, in a few words: an icon, the thing, the readers."""
        return readers_in_short(in_a_pair=bool(self.pairs))

    @property
    def waiting(self) -> list[Card]:
        """Return what asks something of the reader, or tells what comes."""
        return [card for card in self.cards if not card.is_settled]

    @property
    def settled(self) -> list[Card]:
        return [card for card in self.cards if card.is_settled]

    @property
    def is_empty(self) -> bool:
        return not (self.cards or self.pairs or self.blocks)


def my_home(request: Request) -> MyHome:
    """Return what waits for the viewer, the most pressing first; only the first has the filled button."""
    viewer = request.viewer
    ask_of_person(viewer)
    enrollments, pairs = enrollments_of(viewer.own_id), list_own_mentorships(viewer)
    ask_of_pairs(viewer, enrollments, pairs)
    parts = participation_of(enrollments)
    paired = {
        enrollment for pair in pairs for enrollment in (pair.mentee_enrollment_id, pair.mentor_enrollment_id)
    }
    in_line = cohorts_in_line(viewer)
    offers = offers_of(pairs)
    running = pair_cards(request, pairs, offers)
    cards = [
        *(_access_card(request, change, what) for change, what in own_changes(viewer)),
        *_pair_cards(request, viewer, pairs, offers),
        *cards_of(request),
        *(
            _intake_card(
                request,
                part,
                is_paired=part.enrollment.id in paired,
                in_line=part.enrollment.side == "mentee" and part.enrollment.cohort_id in in_line,
            )
            for part in parts
        ),
    ]
    cards.sort(key=lambda card: not card.is_next)
    blocks = blocks_of(request, [card.pair for card in running])
    waiting = sum(card.is_next for card in cards) + sum(card.waiting for card in running)
    waiting += sum(block.waits for block in blocks)
    return MyHome(
        name=_called(own_person(viewer)),
        sentence=_sentence(waiting),
        cards=cards,
        pairs=running,
        blocks=blocks,
        open_cohorts=cohorts_to_apply_to(viewer.own_id),
    )


def _called(person: Person) -> str:
    """Return how somebody is greeted: doctors by title, others by given name."""
    return f"{person.title} {person.family_name}" if person.title else person.given_name or person.family_name


def _sentence(waiting: int) -> str:
    if waiting == 0:
        return _("Nothing waits for you.")
    if waiting == 1:
        return _("One thing waits for you.")
    return _("%(count)s things wait for you.") % {"count": waiting}


def _access_card(request: Request, change: PendingChange, what: str) -> Card:
    """Return what somebody has asked to change about the reader's own access; they confirm what others asked for."""
    is_mine = change.asked_by_id == request.viewer.person_id
    title = _("A change of your access waits") if is_mine else _("Is this change of your access right?")
    day = date_format(change.asked_at, "j M Y")
    words = _("%(what)s. %(name)s asked for it on %(day)s.")
    words %= {"what": what, "name": change.asked_by.display_name, "day": day}
    if is_mine:
        words = _("%(what)s. You asked for it on %(day)s; a second person confirms it.") % {
            "what": what,
            "day": day,
        }
    return Card(
        change.get_kind_display(),
        title,
        words,
        _("Look") if is_mine else _("Look and decide"),
        address(request, "access:detail", change_id=change.id),
        is_next=not is_mine,
        tone="wait",
        state=_("Waits for a second person") if is_mine else "",
    )


def _pair_cards(
    request: Request, viewer: Viewer, pairs: list[Mentorship], offers: dict[UUID, Offer]
) -> list[Card]:
    """Return the pairs that do not run yet; those that do have cards of their own."""
    return [
        _pair_card(request, pair, offers.get(pair.id), i_am_mentor=pair.mentor_id == viewer.person_id)
        for pair in pairs
        if pair.state in OPEN and not pair.is_running
    ]


def _pair_card(request: Request, pair: Mentorship, offer: Offer | None, *, i_am_mentor: bool) -> Card:
    other = pair.mentee.full_name if i_am_mentor else pair.mentor.display_name
    to = address(request, "pairs:pair", mentorship_id=pair.id)
    if offer is not None and pair.waits_for(pair.mentor_id if i_am_mentor else pair.mentee_id):
        return _asked_card(offer, other, to, i_am_mentor=i_am_mentor)
    return _waiting_card(other, to, i_am_mentor=i_am_mentor)


def _asked_card(offer: Offer, other: str, to: str, *, i_am_mentor: bool) -> Card:
    if i_am_mentor:
        title = _("Would you mentor %(name)s?")
        words = _(
            "Read why you two, then say yes or no. A no needs no reason and is told to nobody but the office."
        )
    else:
        title = _("%(name)s would like to be your mentor")
        words = _meeting(offer) or _("Read why you two, then agree a first meeting.")
    meta, action = _("Proposed to you"), _("Read and answer")
    return Card(meta, title % {"name": other}, words, action, to, is_next=True, tone="wait")


def _waiting_card(other: str, to: str, *, i_am_mentor: bool) -> Card:
    words = _("We tell you as soon as there is an answer.")
    state = _("Waiting for an answer")
    meta = _partner(i_am_mentor=i_am_mentor)
    return Card(meta, other, words, _("Open"), to, tone="wait", state=state)


def _partner(*, i_am_mentor: bool) -> str:
    return _("Your mentee") if i_am_mentor else _("Your mentor")


def _meeting(offer: Offer) -> str:
    if offer.meeting_at is None:
        return ""
    return _("First meeting: %(at)s.") % {
        "at": f"{timezone.localtime(offer.meeting_at):%a %-d %b, %-I:%M %p}"
    }


def _intake_card(request: Request, part: Participation, *, is_paired: bool, in_line: bool) -> Card:
    is_mentor = part.enrollment.side == "mentor"
    meta = _("%(program)s, as a mentor") if is_mentor else _("%(program)s, as a mentee")
    meta %= {"program": part.program.name}
    if part.waits_for_owner or (part.is_imported and not part.is_started):
        return _confirm_card(request, part, meta)
    if part.is_sent:
        return _sent_card(request, part, meta, is_paired=is_paired, in_line=in_line)
    return _open_card(request, part, meta, is_mentor=is_mentor)


def _confirm_card(request: Request, part: Participation, meta: str) -> Card:
    words = _("The program office entered them for you. Confirm or correct them.")
    action, to = _("Look at my answers"), _page(request, "intake:check", part)
    if part.is_imported:
        words = _(
            "The program office has them from elsewhere. Correct them, then send them: about two minutes."
        )
    return Card(meta, _("Are these answers right?"), words, action, to, is_next=True, tone="wait")


def _sent_card(request: Request, part: Participation, meta: str, *, is_paired: bool, in_line: bool) -> Card:
    action, to = _("See or correct my answers"), _page(request, "intake:check", part)
    if in_line:
        title = _("You are in line for a mentor")
        words = _(
            "Mentors are asked one after the other, and places open during the year. You keep your place in line; "
            "we write as soon as somebody has said yes. Nothing is needed from you."
        )
        return Card(meta, title, words, action, to, tone="wait", state=_("In line"))
    words = _("We write to you when there is a match. Until then you can correct them.")
    if is_paired:
        words = _("You can correct them; the next match uses the newest.")
    return Card(meta, _("Your answers are in"), words, action, to, tone="ok", state=_("Sent"))


def _open_card(request: Request, part: Participation, meta: str, *, is_mentor: bool) -> Card:
    closes = part.enrollment.cohort.intake_closes_on
    until = _("Open until %(day)s.") % {"day": f"{closes:%-d %b %Y}"} if closes else _("Open now.")
    to = _page(request, "intake:resume", part)
    if part.is_started:
        title, action = _("Your answers are not finished"), _("Go on where I left off")
        words = _("What you wrote is kept.")
    else:
        title = _("Tell us what you can help with") if is_mentor else _("Tell us where you want to grow")
        words = _("About %(minutes)s minutes. You can stop and go on later.")
        words %= {"minutes": part.minutes}
        action = _("Start")
    return Card(meta, title, f"{words} {until}", action, to, is_next=True, tone="wait")


def _page(request: Request, name: str, part: Participation) -> str:
    return address(request, name, enrollment_id=part.enrollment.id)
