"""Who reads what somebody wrote or shows of their growth: goals, questions, feedback, debriefs, reports."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from rounds.mentorships.growth.selectors.written import Given
from rounds.web.participant.records.sights import Sight
from rounds.web.words.readers import Kind, who_reads


def of_growth(goals: int, own_ratings: int, releases: int) -> Iterator[Sight]:
    """Return who reads what is one's own, whatever the pair; nothing of what there is none of."""
    if goals:
        yield Sight(_("Your goals (%(count)s)") % {"count": goals}, who_reads(Kind.GOAL))
    if own_ratings:
        yield Sight(_("How you rate yourself"), who_reads(Kind.OWN_RATING))
    if releases:
        yield Sight(
            _("What you released to your residency (%(count)s)") % {"count": releases},
            _("You and the program director (PD) who got it. It can't be recalled."),
        )


def of_what_was_given(given: Mapping[Given, int], other: str, office: str) -> Iterator[Sight]:
    """Return who reads what one wrote or shows in a pair; nothing of what there is none of."""
    names = {"other": other, "office": office}
    two = _("%(name)s, as long as you show them.") % {"name": other}
    words = {
        Given.GOALS: (_("Goals that you show (%(count)s)"), f"{two} {who_reads(Kind.GOAL)}"),
        Given.PROGRESS: (_("Where you stand"), who_reads(Kind.RATING, **names)),
        Given.RATINGS: (_("Your ratings (%(count)s)"), who_reads(Kind.RATING, **names)),
        Given.ASKS: (_("Your questions (%(count)s)"), who_reads(Kind.QUESTION, **names)),
        Given.FEEDBACK: (_("Your open feedback (%(count)s)"), who_reads(Kind.FEEDBACK, **names)),
        Given.DOORS: (_("Doors that you entered (%(count)s)"), who_reads(Kind.DOOR, **names)),
        Given.DEBRIEFS: (_("Debriefs (%(count)s)"), who_reads(Kind.DEBRIEF, **names)),
        Given.REPORTS: (
            _("Your reports on Leadership Communication (%(count)s)"),
            who_reads(Kind.REPORT, **names),
        ),
        Given.ANSWERS: (_("Your answers to reports (%(count)s)"), who_reads(Kind.REPORT, **names)),
    }
    for kind, (thing, readers) in words.items():
        if count := given.get(kind, 0):
            yield Sight(thing % {"count": count}, readers)
