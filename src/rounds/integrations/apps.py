from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "rounds.integrations"
    label = "integrations"

    def ready(self) -> None:
        from rounds.integrations.calendars.services import merge_feeds
        from rounds.integrations.connections.services import merge_hands
        from rounds.people.services.merge_steps import add_merge_step

        add_merge_step(merge_feeds)
        add_merge_step(merge_hands)
