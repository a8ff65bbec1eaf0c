from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "rounds.core"
    label = "core"

    def ready(self) -> None:
        # What each domain does by itself: its jobs and chores, and what it does when events happen.
        autodiscover_modules("tasks", "handlers")
