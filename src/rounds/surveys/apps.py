from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "rounds.surveys"
    label = "surveys"
