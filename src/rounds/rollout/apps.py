from django.apps import AppConfig


class RolloutConfig(AppConfig):
    name = "rounds.rollout"
    label = "rollout"

    def ready(self) -> None:
        # a stopped letter asks for no signature
        from rounds.core.mail import Source, add_source, add_stop_step
        from rounds.people.services.merge_steps import add_merge_step
        from rounds.rollout.selectors.reported.weekly import SOURCE, steps_to_tell
        from rounds.rollout.services.launching import settle_steps
        from rounds.rollout.services.links import call_off_stopped
        from rounds.rollout.services.merging import merge_dossiers

        add_stop_step(call_off_stopped)
        add_merge_step(merge_dossiers)
        add_source(Source(SOURCE, steps_to_tell, settle_steps))
