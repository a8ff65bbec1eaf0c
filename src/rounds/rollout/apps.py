from django.apps import AppConfig


class RolloutConfig(AppConfig):
    name = "rounds.rollout"
    label = "rollout"
