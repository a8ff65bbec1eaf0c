"""Who reads what: one table, from which each page makes its sentence; a test holds it against what access allows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from rounds.programs.forms.beginnings import CARD_READ


class Reader(StrEnum):
    """Who may read a thing, or what they may see of it, beside the one who wrote it."""

    OTHER = "the other of the pair"
    SHOWN = "each mentor to whom it is shown"
    OFFICE = "the program office"
    COORDINATOR = "the coordinator"
    OFFICE_KNOWS = "the program office: that there is one"
    OFFICE_COUNTS = "the program office: how many"
    DIRECTOR = "a program director: what is released"
    EMERGENCY = "who opens it in an emergency"
    ASSISTANT = "assistants: times"
    SUMS = "others: sums"


class Kind(StrEnum):
    """What somebody has in Rounds that others may read."""

    INTAKE = "intake"
    CARD = "card"
    EXCLUSION = "exclusion"
    UNSAVED = "unsaved"
    PRIVATE_NOTE = "private_note"
    SHARED_NOTE = "shared_note"
    LINE = "line"
    AGREEMENT = "agreement"
    USUAL_TERMS = "usual_terms"
    DEBRIEF = "debrief"
    GOAL = "goal"
    OWN_RATING = "own_rating"
    RATING = "rating"
    QUESTION = "question"
    FEEDBACK = "feedback"
    DOOR = "door"
    REPORT = "report"
    TALKED = "talked"
    MEETING = "meeting"
    ROTATIONS = "rotations"
    LOST_TIME = "lost_time"
    CHANGE = "change"


R, K = Reader, Kind
READ_BY: dict[Kind, frozenset[Reader]] = {
    K.INTAKE: frozenset({R.OFFICE}),
    K.CARD: frozenset({R.OTHER, R.OFFICE}),
    K.EXCLUSION: frozenset({R.COORDINATOR}),
    K.UNSAVED: frozenset(),
    K.PRIVATE_NOTE: frozenset(),
    K.SHARED_NOTE: frozenset({R.OTHER, R.EMERGENCY}),
    K.LINE: frozenset({R.OTHER}),
    K.AGREEMENT: frozenset({R.OTHER, R.OFFICE_KNOWS, R.EMERGENCY}),
    K.USUAL_TERMS: frozenset(),
    K.DEBRIEF: frozenset({R.OTHER, R.DIRECTOR, R.EMERGENCY}),
    K.GOAL: frozenset({R.SHOWN, R.OFFICE_KNOWS, R.DIRECTOR}),
    K.OWN_RATING: frozenset({R.SHOWN}),
    K.RATING: frozenset({R.OTHER}),
    K.QUESTION: frozenset({R.OTHER}),
    K.FEEDBACK: frozenset({R.OTHER}),
    K.DOOR: frozenset({R.OTHER, R.OFFICE_COUNTS}),
    K.REPORT: frozenset({R.OTHER, R.DIRECTOR}),
    K.TALKED: frozenset({R.OTHER, R.OFFICE, R.SUMS}),
    K.MEETING: frozenset({R.OTHER, R.ASSISTANT}),
    K.ROTATIONS: frozenset({R.SHOWN, R.OFFICE}),
    K.LOST_TIME: frozenset({R.OFFICE, R.SUMS}),
    K.CHANGE: frozenset({R.OFFICE}),
}


def who_reads(kind: Kind | str, *, other: str = "", office: str = "") -> str:
    """Say who reads a kind of thing: by name where a page knows the names, and what else sees a part of it."""
    readers = READ_BY[Kind(kind)]
    return " ".join([_first(readers, other, office), *_further(readers)])


def who_reads_sealed(kind: Kind | str, *, other: str = "") -> str:
    """Say the same beside a box in which somebody writes: the operator of the server and the law included."""
    return f"{who_reads(kind, other=other)} {_sealed()}"


def readers_of_change_words(names: Sequence[str], *, other: str) -> str:
    """Say who reads that somebody asks for a change of the pair, and why: by name, since not all of the office do."""
    office = _("%(names)s, program office") % {"names": ", ".join(names)} if names else ""
    who = who_reads(K.CHANGE, office=office)
    return f"{who} {_('Not %(other)s.') % {'other': other}} {_sealed()}"


def who_reads_of_mentee(kind: Kind | str, *, mentee: str) -> str:
    """Say to a mentor who reads what a mentee shows: the mentee by name, and the mentor as one of the readers."""
    first = _("%(name)s, you, and each other mentor to whom %(name)s shows it.") % {"name": mentee}
    return " ".join([first, *_further(READ_BY[Kind(kind)]), _sealed()])


def _sealed() -> str:
    return _("Whoever runs the server holds the key, and a court can order it opened.")


def in_short(kind: Kind | str) -> str:
    """Say the same in a few words, for a home page."""
    readers = READ_BY[Kind(kind)]
    who = _("you two") if R.OTHER in readers else _("you")
    if R.OFFICE in readers:
        who = _("%(who)s, program office") % {"who": who}
    if R.COORDINATOR in readers:
        who = _("%(who)s, coordinator") % {"who": who}
    return _("%(who)s; in an emergency two others") % {"who": who} if R.EMERGENCY in readers else who


def readers_in_short(*, in_a_pair: bool) -> list[tuple[str, str, str]]:
    """Return the lines of a home page: an icon, the thing, who reads it."""
    pair = [
        ("lock", _("Your private notes"), in_short(K.PRIVATE_NOTE)),
        ("people", _("Notes for both"), in_short(K.SHARED_NOTE)),
        ("clock", _("That you talked, how long"), in_short(K.TALKED)),
    ]
    return [
        *(pair if in_a_pair else []),
        ("person-lock", _("Whom you rule out"), in_short(K.EXCLUSION)),
        ("people", _("Answers"), in_short(K.INTAKE)),
        ("person-check", _("Introduction card"), card_readers()),
    ]


def _first(readers: frozenset[Reader], other: str, office: str) -> str:
    """Return the sentence of those who read all of it."""
    words = {"name": other, "office": office or _("the program office")}
    if R.COORDINATOR in readers:
        return _("Only you and the coordinator. The other person is never told.")
    if R.SHOWN in readers and R.OFFICE in readers:
        return _("You, %(office)s, and each mentor you have, from the day you began.") % words
    if R.SHOWN in readers:
        return _("You, and each mentor to whom you show it.")
    if R.OTHER in readers and R.OFFICE in readers:
        return (_("You, %(name)s and %(office)s.") if other else _("You two and %(office)s.")) % words
    if R.OTHER in readers:
        return _("You and %(name)s.") % words if other else _("You two.")
    return _("You and %(office)s.") % words if R.OFFICE in readers else _("Only you, in Rounds.")


def _further(readers: frozenset[Reader]) -> Iterable[str]:
    """Yield a sentence for each who reads it at times, or sees a part of it."""
    if R.OFFICE_KNOWS in readers:
        yield _("The program office sees that there is one, never what it says.")
    if R.OFFICE_COUNTS in readers:
        yield _("The program office sees how many, never what.")
    if R.DIRECTOR in readers:
        yield _("A program director (PD) reads what the mentee releases.")
    if R.ASSISTANT in readers:
        yield _("An assistant whom one of you has named reads and moves the times, nothing else.")
    if R.SUMS in readers:
        yield _("Others see sums of five or more.")
    if R.EMERGENCY in readers:
        yield _("In an emergency two people together can open it for an hour; you are told.")


def in_an_emergency() -> str:
    """Say what two people together can open, and what never."""
    opened = [str(_THINGS[kind]()) for kind, readers in READ_BY.items() if R.EMERGENCY in readers]
    return _(
        "Two people together can open one of these for an hour: %(things)s; never a private note. You are told, at once"
        " or within 30 days."
    ) % {"things": ", ".join(opened)}


_THINGS = {
    K.SHARED_NOTE: lambda: _("notes for both"),
    K.AGREEMENT: lambda: _("the agreement"),
    K.DEBRIEF: lambda: _("a debrief"),
}


@dataclass(frozen=True)
class HelpRow:
    """One line of the help page: what it is, and who reads it."""

    icon: str
    thing: str
    readers: str


def help_rows() -> list[HelpRow]:
    """Return who reads what, for somebody who has not written yet."""
    things = {
        K.INTAKE: ("people", _("Intake answers")),
        K.EXCLUSION: ("person-lock", _("Whom you must not be paired with")),
        K.CARD: ("person-check", _("Introduction card")),
        K.PRIVATE_NOTE: ("lock", _("Your private notes")),
        K.UNSAVED: ("pencil", _("What you typed and did not save")),
        K.SHARED_NOTE: ("people", _("Notes for both of you")),
        K.LINE: ("check-lg", _("What you agreed for next time")),
        K.AGREEMENT: ("journal-check", _("The agreement")),
        K.DEBRIEF: ("chat-left-dots", _("Debriefs")),
        K.REPORT: ("journal-check", _("Reports on Leadership Communication, and the answers")),
        K.GOAL: ("signpost-split", _("Goals")),
        K.OWN_RATING: ("graph-up", _("How you rate yourself")),
        K.RATING: ("graph-up", _("How a mentor sees you")),
        K.QUESTION: ("chat-left-dots", _("Short questions")),
        K.FEEDBACK: ("chat-left-dots", _("Open feedback")),
        K.DOOR: ("arrow-up-right", _("Doors that were opened")),
        K.TALKED: ("clock", _("That you talked, and how long")),
        K.MEETING: ("calendar3", _("When you meet")),
        K.ROTATIONS: ("calendar3", _("Rotations")),
        K.LOST_TIME: ("hourglass-split", _("Lost time that a mentor reports")),
        K.CHANGE: ("people", _("That you ask for a change of your pair, and why")),
    }
    return [
        HelpRow(icon, thing, card_readers() if kind == K.CARD else who_reads(kind))
        for kind, (icon, thing) in things.items()
    ]


def card_readers(office: str = "") -> str:
    """Say who reads an introduction card; with the office's names where a page knows them."""
    if not office:
        return str(CARD_READ)
    return _(
        "The other one of your pair, once you have approved it and the pair is published; %(office)s."
    ) % {"office": office}
