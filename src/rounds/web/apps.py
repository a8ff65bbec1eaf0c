from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rounds.web"
    label = "web"

    def ready(self) -> None:
        from rounds.web.account import sessions  # noqa: F401  (its receivers begin and end sessions)
