from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rounds.web"
    label = "web"

    def ready(self) -> None:
        # receivers that begin and end sessions and write to owners; secrets that a new key must seal; what is put into mail as it leaves
        from rounds.core.mail import add_filling, add_writer
        from rounds.core.mail.days import KIND
        from rounds.insights.selectors.following import KIND as FOLLOW_UP
        from rounds.web.account.changes import notices  # noqa: F401
        from rounds.web.account.sign_in import sessions  # noqa: F401
        from rounds.web.development.mail import words_of_invitations
        from rounds.web.mail import connections  # noqa: F401
        from rounds.web.mail.asks import words_of_asks
        from rounds.web.mail.day import add_words, read_days_ahead, write_day
        from rounds.web.mail.dues import words_of_dues
        from rounds.web.mail.feedback360 import KIND as FEEDBACK
        from rounds.web.mail.feedback360 import write_feedback
        from rounds.web.mail.following import write_follow_up
        from rounds.web.mail.invitations import with_way_in
        from rounds.web.mail.meetings import pairs, proposed
        from rounds.web.mail.meetings.evening import add_evening_writer
        from rounds.web.mail.meetings.group_texts import add_group_writers
        from rounds.web.mail.news import words_of_news
        from rounds.web.mail.still_so import add_looks
        from rounds.web.mail.surveys import KIND as SURVEY
        from rounds.web.mail.surveys import LOST, words_of_surveys, write_lost, write_survey
        from rounds.web.mail.surveys import calls as calls  # noqa: PLC0414
        from rounds.web.mail.surveys.trying import TEST, write_test
        from rounds.web.rollout.dean.mail import words_of_steps
        from rounds.web.rollout.letters import KIND as SIGN_OFF
        from rounds.web.rollout.letters import write_sign_off
        from rounds.web.safeguards import notices as safeguard_notices  # noqa: F401

        add_filling(with_way_in)
        add_writer(KIND, write_day, ahead=read_days_ahead)
        add_words(words_of_dues)
        add_words(words_of_asks)
        add_words(words_of_news)
        add_words(words_of_surveys)
        add_words(words_of_invitations)
        add_words(words_of_steps)
        add_writer(SURVEY, write_survey)
        add_writer(LOST, write_lost)
        add_writer(TEST, write_test)
        add_writer(FEEDBACK, write_feedback)
        add_writer(FOLLOW_UP, write_follow_up)
        add_writer(SIGN_OFF, write_sign_off)
        pairs.add_writers()
        proposed.add_writers()
        add_group_writers()
        add_evening_writer()
        add_looks()
