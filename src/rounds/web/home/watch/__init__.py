"""The homes of those who watch over programs and run none: each answers the first question of its reader."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.web.home.parts import Group, count_the_work
from rounds.web.home.watch.programs import ProgramTable, program_table
from rounds.web.home.watch.records import Fact, facts_of
from rounds.web.home.watch.waiting import groups_of


@dataclass(frozen=True)
class WatchHome:
    """What waits for the reader, the programs in figures, and what is known beside them."""

    sentence: str
    groups: list[Group] = field(default_factory=list)
    table: ProgramTable | None = None
    facts: list[Fact] = field(default_factory=list)


def watch_home(request: Request) -> WatchHome:
    """Return the home of a reader with one or more roles that watch; each role adds what its matrix row allows."""
    groups = groups_of(request)
    table, facts = program_table(request), facts_of(request)
    if groups:
        sentence = count_the_work(len(groups), is_calm=False)
    elif table is not None:
        sentence = table.sentence
    else:
        sentence = _calm_words(facts)
    return WatchHome(sentence, groups, table, facts)


def _calm_words(facts: list[Fact]) -> str:
    """Say that nothing waits; and where trainees are known, whether their pairs talk, by the figure below it."""
    contact = next((one for one in facts if one.key == "contact" and one.most), None)
    if contact is None:
        return _("Nothing waits for you.")
    counts = {"all": contact.most, "silent": contact.most - contact.value}
    if contact.value == contact.most:
        return (
            _(
                "Nothing waits for you: all %(all)s residents who have a mentor talked with one in the last 90 days."
            )
            % counts
        )
    return (
        _(
            "Nothing waits for you. %(silent)s of %(all)s residents who have a mentor have not talked with one in the"
            " last 90 days."
        )
        % counts
    )
