from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "rounds.programs"
    label = "programs"

    def ready(self) -> None:
        from rounds.core.access import add_grant_source
        from rounds.programs.selectors import grants_for

        add_grant_source(grants_for)
