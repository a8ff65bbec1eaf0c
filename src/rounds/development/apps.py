from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "rounds.development"
    label = "development"

    def ready(self) -> None:
        from rounds.core.mail import Source, add_source
        from rounds.development import tasks  # noqa: F401  (what the worker does every hour)
        from rounds.development.selectors.invitations import SOURCE, invitations_to_tell
        from rounds.development.services.training import settle_invitations

        add_source(Source(SOURCE, invitations_to_tell, settle_invitations))
