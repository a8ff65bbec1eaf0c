from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "rounds.core"
    label = "core"
