"""The topics of intake that each side is asked, in order."""

from rounds.programs.forms.beginnings import Card, Start
from rounds.programs.forms.growth import Aim, Grow, Milestones, Strengths
from rounds.programs.forms.people_topics import Private, Wishes
from rounds.programs.forms.topic import FormContext, TopicForm
from rounds.programs.forms.working_together import Places, Priorities, Times, Together

MENTEE_TOPICS: tuple[type[TopicForm], ...] = (
    Grow,
    Aim,
    Together,
    Times,
    Priorities,
    Wishes,
    Private,
    Start,
    Card,
)
MENTOR_TOPICS: tuple[type[TopicForm], ...] = (
    Strengths,
    Milestones,
    Together,
    Times,
    Places,
    Priorities,
    Wishes,
    Private,
    Start,
    Card,
)


def topics_for(context: FormContext) -> tuple[type[TopicForm], ...]:
    """Return the topics that a side is asked, in order."""
    topics = MENTEE_TOPICS if context.side == "mentee" else MENTOR_TOPICS
    return tuple(topic for topic in topics if topic.applies(context))
