from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "rounds.mentorships"
    label = "mentorships"

    def ready(self) -> None:
        from rounds.mentorships.joining import settle_pairs
        from rounds.people.joining import add_settler

        add_settler(settle_pairs)
