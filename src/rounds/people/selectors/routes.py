"""The routes to help of an institution."""

from dataclasses import dataclass

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.people.enums import HelpTopic
from rounds.people.models import HelpRoute


@dataclass(frozen=True)
class Route:
    """One topic with its route; none while nobody has entered one."""

    topic: HelpTopic
    route: HelpRoute | None


def help_routes() -> list[Route]:
    """Return every topic with its route, in the order in which they are said."""
    entered = {one.topic: one for one in HelpRoute.objects.all()}
    return [Route(topic, entered.get(topic)) for topic in HelpTopic]


def help_route_for(viewer: Viewer, help_topic: str) -> Route:
    """Return one topic with its route; NotFound for a word that is no topic."""
    if help_topic not in HelpTopic.values:
        raise NotFound
    return Route(HelpTopic(help_topic), HelpRoute.objects.filter(topic=help_topic).first())
