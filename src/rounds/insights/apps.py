from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "rounds.insights"
    label = "insights"

    def ready(self) -> None:
        from rounds.insights import tasks  # noqa: F401  (what the worker does by itself)
        from rounds.insights.models import OutcomeEvent
        from rounds.insights.services.following import merge_follow_ups
        from rounds.insights.services.forgetting import merge_remembered
        from rounds.insights.services.helping import merge_talks
        from rounds.insights.services.leaving_out import merge_wishes
        from rounds.people.services.merge_steps import add_merge_step

        # outcomes move with the person: nothing of two records collides
        add_merge_step(merge_talks, counts=(OutcomeEvent,))
        add_merge_step(merge_follow_ups)
        add_merge_step(merge_remembered)
        add_merge_step(merge_wishes)
