from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "rounds.mentorships"
    label = "mentorships"

    def ready(self) -> None:
        from rounds.mentorships.services.merging import lock_pairs, merge_pairs
        from rounds.people.services.merge_steps import add_merge_step

        add_merge_step(merge_pairs, lock=lock_pairs)
