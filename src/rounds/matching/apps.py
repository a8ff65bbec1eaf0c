from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "rounds.matching"
    label = "matching"

    def ready(self) -> None:
        from rounds.matching.runs import tasks  # noqa: F401  (its jobs are known from the start)
