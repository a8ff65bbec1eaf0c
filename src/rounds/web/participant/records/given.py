"""Who reads what somebody wrote or shows of their growth: goals, questions, feedback, debriefs, reports."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from rounds.mentorships.growth.selectors.written import Given
from rounds.web.participant.records.sights import Sight


def of_growth(goals: int, own_ratings: int, releases: int) -> Iterator[Sight]:
    """Return who reads what is one's own, whatever the pair; nothing of what there is none of."""
    if goals:
        yield Sight(
            _("Your goals (%(count)s)") % {"count": goals},
            _(
                "You, and each mentor those that you show. The program office sees that you have one, never which."
            ),
        )
    if own_ratings:
        yield Sight(
            _("How you rate yourself"),
            _("You, and a mentor to whom you show it. Nobody of the program office."),
        )
    if releases:
        yield Sight(
            _("What you released to your residency (%(count)s)") % {"count": releases},
            _("You and the program director (PD) who got it. It can't be recalled."),
        )


def of_what_was_given(given: Mapping[Given, int], other: str, office: str) -> Iterator[Sight]:
    """Return who reads what one wrote or shows in a pair; nothing of what there is none of."""
    both = {"name": other, "office": office}
    two = _("%(name)s and you.") % both
    words = {
        Given.GOALS: (
            _("Goals that you show (%(count)s)"),
            _("%(name)s and you. %(office)s see that you have a goal, never which.") % both,
        ),
        Given.PROGRESS: (_("Where you stand"), two),
        Given.RATINGS: (_("Your ratings (%(count)s)"), two),
        Given.ASKS: (_("Your questions (%(count)s)"), two),
        Given.FEEDBACK: (
            _("Your open feedback (%(count)s)"),
            _("%(name)s and you. It counts in no figure.") % both,
        ),
        Given.DOORS: (
            _("Doors that you entered (%(count)s)"),
            _("%(name)s and you. How many a mentor opened counts for the mentor's own record.") % both,
        ),
        Given.DEBRIEFS: (
            _("Debriefs (%(count)s)"),
            _("%(name)s and you. %(office)s see that a conversation was held, and how long.") % both,
        ),
        Given.REPORTS: (
            _("Your reports on Leadership Communication (%(count)s)"),
            _("%(name)s and you, and a program director (PD) what you release.") % both,
        ),
        Given.ANSWERS: (
            _("Your answers to reports (%(count)s)"),
            _("%(name)s and you, and a program director (PD) where %(name)s releases it.") % both,
        ),
    }
    for kind, (thing, readers) in words.items():
        if count := given.get(kind, 0):
            yield Sight(thing % {"count": count}, readers)
