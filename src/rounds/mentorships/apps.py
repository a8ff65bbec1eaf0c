from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "rounds.mentorships"
    label = "mentorships"
