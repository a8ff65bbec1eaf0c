"""Voices of the demo: three talks of the pilot with their notes, themes that the office reads, one that it does not yet."""

from datetime import date, timedelta
from uuid import UUID

from rounds.core.access import Grant, Viewer
from rounds.core.enums import Role
from rounds.people.models import Person
from rounds.surveys.models import VoiceSession
from rounds.surveys.voices.services import Talk, Words, enter_talk, keep_notes, write_theme

TALKS = (
    (
        "Mentees, internal medicine",
        6,
        34,
        {
            "g1": "Evening before the budget meeting: went through the numbers line by line.",
            "g3": "Clinic runs over, the talk is moved, then moved again. Several nod.",
            "g5": "Protect the hour. The form after each talk asks the same things twice.",
        },
    ),
    (
        "Mentees, internal medicine, second group",
        7,
        27,
        {
            "g2": "Two say they now ask for the agenda before they go into a meeting.",
            "g3": "Nobody covers the pager. One hour a month is there on paper.",
            "g4": "Match was right where the mentor sat on a committee they wanted to see from inside.",
        },
    ),
    (
        "Mentors",
        5,
        20,
        {
            "g1": "First time somebody asked them how they lead, not what they publish.",
            "g5": "Forms. And the reminder that comes on the day after a night.",
        },
    ),
)
THEMES = (
    ("Mentoring before a first committee seat is worth the time", "keep", (0, 1, 2)),
    ("The monthly hour needs cover, or it gives way to the ward", "change", (0, 1)),
    ("Asking the same thing in two forms", "stop", (0, 2)),
    ("Choose mentors who sit where the mentee wants to go", "keep", (1,)),
)


def let_groups_speak(office: Viewer, day: date, program: UUID, developer: Person) -> None:
    """Enter three talks that the faculty developer has led, and the themes that came of them."""
    by = Viewer(
        office.institution_id,
        None,
        developer.id,
        developer.full_name,
        frozenset([Grant(Role.FACULTY_DEVELOPER, None)]),
    )
    talks: list[VoiceSession] = []
    for group, speakers, ago, notes in TALKS:
        talk = enter_talk(talk=Talk(program, group, day - timedelta(days=ago), speakers), by=by)
        keep_notes(talk=talk, notes=notes, by=by)
        talks.append(talk)
    for text, stance, raised in THEMES:
        words = Words(text, stance, tuple(talks[one].id for one in raised))
        write_theme(scope_id=program, words=words, by=by)
