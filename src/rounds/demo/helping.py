"""Where people of the invented hospital turn with trouble."""

from rounds.core.access import Viewer
from rounds.people.enums import HelpTopic
from rounds.people.services.structure import save_help_route

ROUTES = {
    HelpTopic.DANGER: ("On-call counselor", "555-0140", "At any hour, for you or about somebody else."),
    HelpTopic.HARASSMENT: ("Ombuds office", "555-0141", "You can stay unnamed. Weekdays, 8 to 17."),
    HelpTopic.IMPAIRMENT: (
        "Physician health program",
        "555-0142",
        "Confidential advice before anything is reported.",
    ),
    HelpTopic.SAFETY: ("Patient safety line", "555-0143", "At any hour; a nurse answers."),
}


def say_where_help_is(office: Viewer) -> None:
    """Enter the four routes."""
    for topic, (name, phone, words) in ROUTES.items():
        save_help_route(topic=topic, by=office, name=name, phone=phone, words=words)
