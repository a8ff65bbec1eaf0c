from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "rounds.integrations"
    label = "integrations"
