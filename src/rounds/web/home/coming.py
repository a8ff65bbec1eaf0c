"""What comes in a pair's year, by day: what is open, and the next of each kind."""

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.mentorships.agreements.selectors import SignedTerms
from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.selectors import facts_of
from rounds.mentorships.dues.selectors.plans import plans_of
from rounds.mentorships.dues.values import Due, ahead
from rounds.mentorships.models import Mentorship
from rounds.web.home.slots import YearRow
from rounds.web.words.dues import due_words


def coming_of(
    request: Request, pairs: list[Mentorship], signed: dict[UUID, SignedTerms]
) -> dict[UUID, list[YearRow]]:
    """Return what is ahead of the reader in each pair, but for debriefs, which have a row of their own."""
    facts, today = facts_of(pairs, to_tell=False, signed=signed), institution_today()
    plans = plans_of({pair.cycle.program_id for pair in pairs})
    me = request.viewer.own_id
    found = {}
    for pair in pairs:
        mine = Subject.MENTOR if pair.mentor_id == me else Subject.MENTEE
        to_come = ahead(facts[pair.id], today, plan=plans.of_pair(pair))
        dues = [one for one in to_come if one.subject in (Subject.PAIR, mine)]
        words = _words(dues)
        found[pair.id] = [YearRow(90, _("Coming up"), words[0], more=words[1:])] if words else []
    return found


def _words(dues: list[Due]) -> tuple[str, ...]:
    return tuple(
        due_words(one.rule, one.due_on) for one in dues if one.due_on is not None and one.rule != Rule.SILENCE
    )
