"""What the invented pairs have talked about: conversations with notes and agreed lines, and the silences."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import uuid4

from django.db.models import F

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.mentorships.agreements.services import EarlierAgreement, record_signed_agreements
from rounds.mentorships.agreements.values.terms import default_terms
from rounds.mentorships.conversations.services.bulk import (
    PastConversation,
    PastNote,
    record_past_conversations,
)
from rounds.mentorships.conversations.services.correcting import Correction, correct_conversation
from rounds.mentorships.conversations.services.notes import Line
from rounds.mentorships.enums import Audience, Mode
from rounds.mentorships.growth.selectors.goals import goals_about
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS

# How a pair keeps contact: days between two conversations, and after how many days it fell silent.
MONTHLY, OFTEN, SELDOM = 30, 19, 41
# Of 40 pairs in a row: one never began, two have gone silent.
NEVER, SILENT = {17}, {8, 29}
SILENT_FOR = 75
DONE_AFTER = 45
UNSIGNED = {17, 34}
FIRST_WITHIN = 24

PRIVATE = (
    "Ask for the variance report of the last quarter before we meet again.",
    "I talked too much. Next time: begin with the question, then wait.",
    "The committee is a good first room. Find out who sets its agenda.",
    "Nervous about the budget meeting; wrote down three questions to bring.",
)
SHARED = (
    "We went through the unit's staffing plan line by line. Next: one page, one chart.",
    "Role play of the handover that went badly. Calm voice, short sentences, names.",
    "What a good agenda looks like; we rewrote the one for Thursday.",
    "Who decides on telehealth hours, and what each of them needs to hear.",
)
HERS = (
    "Draft one page on discharge times",
    "Ask the charge nurse what she would change first",
    "Bring the monthly report",
    "Lead the huddle twice and ask for feedback",
    "Read the unit's budget and mark three questions",
    "Write down how beds are asked for on a full night",
    "Sit beside the charge nurse for one shift",
    "Draft the agenda for the next team meeting",
    "Compare our handover with that of another unit",
    "Ask two fellows how they plan their year",
    "Bring one case of a late consult, without names",
    "Write the first page of the proposal",
)
HIS = (
    "Introduce to the finance lead",
    "Send the committee's last minutes",
    "Sit in on the Thursday meeting and take notes",
    "Look over the draft before it goes out",
    "Name two people who have done this before",
    "Ask for a seat in the planning group",
)


def let_them_talk(random: Random, office: Viewer, pairs: Sequence[Mentorship], day: date) -> int:
    """Give each pair the conversations of its months until a day, most of them as agreed; return how many."""
    talks = [talk for number, pair in enumerate(pairs) for talk in _talks_of(random, pair, number % 40, day)]
    count = record_past_conversations(conversations=talks, by=office)
    _correct_one(office, pairs, day)
    return count


def _correct_one(office: Viewer, pairs: Sequence[Mentorship], day: date) -> None:
    """Let one mentee have corrected the minutes of the last conversation that the mentor had logged."""
    since = day - timedelta(days=21)
    rows = Conversation.objects.filter(COUNTS, mentorship__in=pairs, minutes=30, held_on__gte=since)
    talk = rows.filter(logged_by=F("mentorship__mentor")).order_by("held_on", "mentorship__mentee").last()
    if talk is None or talk.held_on is None:
        return
    mentee = talk.mentorship.mentee
    said = Correction(
        entry_id=uuid4(), seen=None, held_on=talk.held_on, minutes=45, mode=talk.mode, goals=goals_about(talk)
    )
    by = Viewer(office.institution_id, mentee.user_id, mentee.id, mentee.full_name)
    correct_conversation(conversation_id=talk.id, said=said, by=by)


def let_them_sign(random: Random, office: Viewer, pairs: Sequence[Mentorship]) -> None:
    """Let most pairs have signed what they agree on within their first weeks; of 40 in a row, two have not."""
    agreements = []
    for number, pair in enumerate(pairs):
        if number % 40 in UNSIGNED or pair.opened_on is None:
            continue
        signed_on = pair.opened_on + timedelta(days=random.randrange(6, 28))
        terms = replace(
            default_terms(signed_on + timedelta(days=random.choice((182, 270)))),
            minutes=random.choice((30, 30, 45, 60)),
        )
        agreements.append(EarlierAgreement(pair=pair, terms=terms, signed_at=_evening_of(signed_on)))
    record_signed_agreements(agreements=agreements, by=office)


def _talks_of(random: Random, pair: Mentorship, number: int, day: date) -> list[PastConversation]:
    if number in NEVER or pair.opened_on is None:
        return []
    until = day - timedelta(days=SILENT_FOR if number in SILENT else 1)
    every = random.choices((MONTHLY, OFTEN, SELDOM), weights=(6, 3, 2))[0]
    on = pair.opened_on + timedelta(days=random.randrange(3, FIRST_WITHIN))
    talks: list[PastConversation] = []
    # no pair agrees on the same twice, as long as there are others
    lines = random.sample(HERS, len(HERS)), random.sample(HIS, len(HIS))
    while on <= until:
        talks.append(_talk(random, pair, on, _agreed(random, pair, on, lines, len(talks))))
        on += timedelta(days=every + random.randrange(-5, 6))
    if talks and number not in SILENT and (day - talks[-1].held_on).days > 55:
        on = until - timedelta(days=random.randrange(9))
        talks.append(_talk(random, pair, on, _agreed(random, pair, on, lines, len(talks))))
    return talks


def _agreed(
    random: Random, pair: Mentorship, on: date, lines: tuple[list[str], list[str]], number: int
) -> tuple[Line, ...]:
    hers, his = (some[number % len(some)] for some in lines)
    of_mentee = Line(hers, pair.mentee_id, on + timedelta(days=21))
    return (of_mentee, Line(his, pair.mentor_id)) if random.random() < 0.4 else (of_mentee,)


def _talk(random: Random, pair: Mentorship, on: date, agreed: tuple[Line, ...]) -> PastConversation:
    by_mentee = random.random() < 0.6
    notes = []
    if random.random() < 0.3:
        author = random.choice((pair.mentee_id, pair.mentor_id))
        notes.append(PastNote(author_id=author, audience=Audience.PRIVATE, text=random.choice(PRIVATE)))
    if random.random() < 0.3:
        author = random.choice((pair.mentee_id, pair.mentor_id))
        notes.append(PastNote(author_id=author, audience=Audience.PAIR, text=random.choice(SHARED)))
    minutes, mode = random.choice((15, 30, 30, 30, 45, 45, 60)), random.choice(Mode.values)
    is_done = random.random() < 0.5
    done = range(len(agreed)) if _is_long_ago(on) else range(int(is_done))
    return PastConversation(
        mentorship_id=pair.id,
        held_on=on,
        minutes=minutes,
        mode=mode,
        logged_by_id=pair.mentee_id if by_mentee else pair.mentor_id,
        logged_at=_evening_of(on),
        notes=tuple(notes),
        agreed=agreed,
        done={place: _soon_after(random, on) for place in done},
    )


def _soon_after(random: Random, on: date) -> date:
    return min(institution_today(), on + timedelta(days=random.randrange(2, 21)))


def _is_long_ago(on: date) -> bool:
    """Tell whether what was agreed on a day is done by now, as a rule: nobody keeps a list of old promises."""
    return institution_today() - on > timedelta(days=DONE_AFTER)


def _evening_of(on: date) -> datetime:
    moment = now()
    return min(moment, datetime.combine(on, time(22), tzinfo=moment.tzinfo))
