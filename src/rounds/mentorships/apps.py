from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "rounds.mentorships"
    label = "mentorships"

    def ready(self) -> None:
        from rounds.core.access import add_grant_source
        from rounds.core.mail import Source, add_source
        from rounds.mentorships.audiences.selectors import (
            add_audiences_of_pairs,
            add_charges_of_pairs,
            add_plans_of_surveys,
        )
        from rounds.mentorships.dues import tasks  # noqa: F401  (what the worker does every hour)
        from rounds.mentorships.dues.selectors.telling import SOURCE, lines_to_tell
        from rounds.mentorships.dues.services import settle_reminders
        from rounds.mentorships.growth.selectors.asks import SOURCE as ASKS
        from rounds.mentorships.growth.selectors.asks import asks_to_tell
        from rounds.mentorships.growth.services.asks import settle_asks
        from rounds.mentorships.meetings.selectors import roles_of_assistants
        from rounds.mentorships.models import MentorLoad, Mentorship
        from rounds.mentorships.news.selectors import SOURCE as NEWS
        from rounds.mentorships.news.selectors import news_to_tell
        from rounds.mentorships.news.services import settle_news
        from rounds.mentorships.safeguards.services.keeping import keep_what_is_changed
        from rounds.mentorships.services.merging import lock_pairs, merge_pairs
        from rounds.people.services.merge_steps import add_merge_step

        add_source(Source(SOURCE, lines_to_tell, settle_reminders))
        add_source(Source(ASKS, asks_to_tell, settle_asks))
        add_audiences_of_pairs()
        add_charges_of_pairs()
        add_plans_of_surveys()
        add_source(Source(NEWS, news_to_tell, settle_news))
        add_grant_source(roles_of_assistants)
        add_merge_step(merge_pairs, lock=lock_pairs, counts=(Mentorship, MentorLoad))
        keep_what_is_changed()
