"""What a participant's pages ask of the database in one go: what depends on the person, then what on the pairs.

Whoever needs an answer asks as everywhere else and finds it there already. What is missing here is asked by itself: the
page says the same and takes a query more.
"""

from rounds.accounts.selectors import ask_for_changes_about
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.together import ask_ahead
from rounds.development.selectors.training import ask_for_own_places
from rounds.matching.publishing.selectors.answers import ask_for_offers
from rounds.matching.publishing.selectors.waiting import ask_for_line
from rounds.mentorships.agreements.selectors import ask_for_pens, ask_for_signed_terms
from rounds.mentorships.conversations.selectors import asks_for_contacts
from rounds.mentorships.conversations.selectors.disputed import ask_for_disputed
from rounds.mentorships.debriefs.selectors import asks_for_debriefs
from rounds.mentorships.dues.selectors.facts import asks_for_times
from rounds.mentorships.dues.selectors.plans import ask_for_plans
from rounds.mentorships.dues.selectors.questions import ask_for_new_tiers
from rounds.mentorships.groups.selectors import ask_for_own_groups, ask_for_planned
from rounds.mentorships.growth.selectors.asks import query_for_open_asks
from rounds.mentorships.growth.selectors.feedback import ask_for_wanted_feedback
from rounds.mentorships.growth.selectors.goals import ask_for_open_goals, asks_for_goals
from rounds.mentorships.growth.selectors.ratings import ask_for_wanted_ratings
from rounds.mentorships.hours.selectors import asks_for_month
from rounds.mentorships.meetings.selectors import ask_for_proposals
from rounds.mentorships.milestones.selectors import ask_for_reports, ask_for_waiting_reports
from rounds.mentorships.models import Mentorship
from rounds.mentorships.news.selectors import ask_for_news
from rounds.mentorships.selectors import ask_for_own_mentorships
from rounds.people.selectors import ask_for_person
from rounds.programs.models import Enrollment
from rounds.programs.selectors.intake import ask_for_intakes, asks_for_participation
from rounds.surveys.answering.selectors import ask_for_own_requests
from rounds.surveys.calling.selectors import ask_for_own_call
from rounds.surveys.feedback360.selectors.home import ask_for_rounds


def ask_of_person(viewer: Viewer) -> None:
    """Ask for what the viewer takes part in."""
    ask_ahead(
        ask_for_person(viewer.own_id),
        ask_for_changes_about(viewer.own_id),
        *asks_for_participation(viewer.own_id),
        ask_for_own_mentorships(viewer),
        ask_for_line(viewer),
        ask_for_own_requests(viewer),
        ask_for_rounds(viewer),
        ask_for_own_call(viewer),
        *ask_for_own_groups(viewer),
        ask_for_planned(viewer),
    )


def ask_of_pairs(viewer: Viewer, enrollments: list[Enrollment], pairs: list[Mentorship]) -> None:
    """Ask for the state of the viewer's answers, and for all that the cards of running pairs show."""
    me, running = viewer.own_id, [pair for pair in pairs if pair.is_running]
    asks = [ask_for_intakes([one.id for one in enrollments], with_answers=False), ask_for_offers(pairs)]
    as_mentor = [pair for pair in running if pair.mentor_id == me]
    if running:
        asks += [
            *asks_for_contacts(running),
            ask_for_signed_terms(running),
            ask_for_pens(running),
            query_for_open_asks(running),
            ask_for_news(viewer, running),
            ask_for_disputed(running),
            ask_for_wanted_feedback(pair.id for pair in running if pair.mentee_id == me),
            ask_for_wanted_ratings(pair.id for pair in as_mentor),
            *asks_for_goals(running),
            ask_for_proposals(running),
            *asks_for_times(running),
            ask_for_plans({pair.cycle.program_id for pair in running}),
            ask_for_new_tiers(running),
            *asks_for_debriefs(running),
        ]
    if as_mentor:
        places = {pair.mentor_enrollment_id for pair in as_mentor}
        asks += [
            ask_for_waiting_reports([pair.id for pair in as_mentor]),
            ask_for_own_places(viewer),
            *asks_for_month(places, institution_today()),
        ]
    ask_ahead(*asks)


def ask_for_rows(running: list[Mentorship]) -> None:
    """Ask for what the page of the year says of running pairs."""
    if running:
        ask_ahead(
            *asks_for_contacts(running, with_agreed=False),
            ask_for_signed_terms(running),
            *asks_for_times(running),
            ask_for_plans({pair.cycle.program_id for pair in running}),
            ask_for_open_goals({pair.mentee_id for pair in running}),
            *asks_for_debriefs(running),
            ask_for_reports([pair.id for pair in running]),
        )
