from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    name = "rounds.framework"
    label = "framework"
