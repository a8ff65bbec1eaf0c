from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "rounds.surveys"
    label = "surveys"

    def ready(self) -> None:
        from rounds.core.mail import Source, add_quiet_days, add_source, add_stop_step
        from rounds.people.services.merge_steps import add_merge_step
        from rounds.surveys import tasks  # noqa: F401  (what the worker does by itself)
        from rounds.surveys.answering.services import merge_requests
        from rounds.surveys.calling.services import merge_calls
        from rounds.surveys.campaigns.selectors import SOURCE, requests_to_remind
        from rounds.surveys.campaigns.services import forget_stopped_waves, settle_reminders
        from rounds.surveys.feedback360.services.merging import merge_rounds
        from rounds.surveys.feedback360.services.sending import forget_stopped_rounds
        from rounds.surveys.quiet.selectors import quiet_days

        add_source(Source(SOURCE, requests_to_remind, settle_reminders))
        add_quiet_days(quiet_days)
        add_merge_step(merge_requests)
        add_merge_step(merge_rounds)
        add_merge_step(merge_calls)
        add_stop_step(forget_stopped_waves)
        add_stop_step(forget_stopped_rounds)
