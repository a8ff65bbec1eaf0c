"""What reminders of a pair say: what, why it comes, who sees the answer, where it is done."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.models import DayMail, Institution
from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.selectors.telling import ToldNow, told_on
from rounds.mentorships.models import Mentorship
from rounds.programs.models import Enrollment
from rounds.programs.selectors.hours import shared_hours
from rounds.web import mail
from rounds.web.mail.day import Told
from rounds.web.words.hours import free_words

TIMES = 2


def words_of_dues(institution: Institution, days: Sequence[DayMail]) -> dict[UUID, list[Told]]:
    """Write the reminders of some mails that still hold."""
    told = told_on({(day.person_id, day.on) for day in days})
    return {
        day.id: [_told(one, institution) for one in told.get((day.person_id, day.on), ())] for day in days
    }


def _told(one: ToldNow, institution: Institution) -> Told:
    pair = one.pair
    other = pair.mentee.full_name if one.to == Subject.MENTOR else pair.mentor.display_name
    title, why, sees, page = WORDS[one.due.rule](one, other)
    return Told(title, why, sees, mail.link(institution, page[0], mentorship_id=pair.id, **page[1]))


Page = tuple[str, dict[str, str]]
Written = tuple[str, str, str, Page]


def _sees_contact() -> str:
    return _("The program office sees that you talked and how long, never what was said.")


def _sees_own() -> str:
    return _("Only you see your answer; the program office sees that you answered.")


def _day(one: ToldNow) -> str:
    return date_format(one.due.due_on, "j F") if one.due.due_on else ""


def _first(one: ToldNow, other: str) -> Written:
    began = date_format(one.pair.opened_on, "j F") if one.pair.opened_on else ""
    return (
        _("Plan a first conversation with %(other)s") % {"other": other},
        _("You two began on %(day)s, and no conversation is logged yet.") % {"day": began},
        _sees_contact(),
        ("pairs:plan", {}),
    )


def _agreement(one: ToldNow, other: str) -> Written:
    return (
        _("The agreement with %(other)s waits for you") % {"other": other},
        _("Both sign in the first weeks what you two expect: how often, how long, what stays between you."),
        _("You two read it. The program office sees whether both have signed."),
        ("pairs:agreement", {}),
    )


def _goals(one: ToldNow, other: str) -> Written:
    return (
        _("Write down a first goal"),
        _("The conversations with %(other)s go further with one or two goals.") % {"other": other},
        _("You and your mentor read it. The program office sees that there is one."),
        ("growth:pair", {}),
    )


def _check_in(one: ToldNow, other: str) -> Written:
    return (
        _("A check-in with %(other)s before %(day)s") % {"other": other, "day": _day(one)},
        _("Any conversation of 15 minutes counts; none is logged for this part of the year."),
        _sees_contact(),
        ("pairs:plan", {}),
    )


def _silence(one: ToldNow, other: str) -> Written:
    free = _two_times(one.pair)
    more = " " + _("Both of you have said that you are free on %(times)s.") % {"times": free} if free else ""
    return (
        _("No contact with %(other)s is logged") % {"other": other},
        _("It is longer ago than you agreed. If you talked, log it; if not, plan a time.") + more,
        _sees_contact(),
        ("pairs:log", {}),
    )


def _two_times(pair: Mentorship) -> str:
    sides = Enrollment.objects.select_related("institution", "cohort").in_bulk(
        [pair.mentee_enrollment_id, pair.mentor_enrollment_id]
    )
    mentee, mentor = sides[pair.mentee_enrollment_id], sides[pair.mentor_enrollment_id]
    words = free_words(shared_hours(mentee, mentor, zone=mentee.institution.timezone)) or []
    return _(" and ").join(words[:TIMES])


def _debrief(one: ToldNow, other: str) -> Written:
    return (
        _("A rotation has ended: talk it over with %(other)s") % {"other": other},
        _("Half an hour about what you met there; it closes by itself after three weeks."),
        _("You two read what you write. The program office sees that you talked."),
        ("pairs:debrief", {"rotation_id": one.due.key}),
    )


def _mid_point(one: ToldNow, other: str) -> Written:
    return (
        _("Half of your time with %(other)s is over: is it right as it is?") % {"other": other},
        _("Both are asked once, in the middle. A change of mentor needs no reason."),
        _sees_own(),
        ("pairs:question", {"occasion": "mid_point"}),
    )


def _review(one: ToldNow, other: str) -> Written:
    return (
        _("Is what you agreed with %(other)s still right?") % {"other": other},
        _("The day has come on which you two wanted to look at it again; one press each, or a new version."),
        _("You two read it. The program office sees whether both have signed."),
        ("pairs:agreement", {}),
    )


def _closing(one: ToldNow, other: str) -> Written:
    end = one.pair.planned_end_on or one.pair.cycle.ends_on
    return (
        _("Your time with %(other)s ends on %(day)s") % {"other": other, "day": date_format(end, "j F")},
        _("Plan a last conversation, and say whether you end here or go on informally."),
        _("Each chooses alone. Both choices are shown once both are there."),
        ("pairs:question", {"occasion": "closing"}),
    )


def _afterward(one: ToldNow, other: str) -> Written:
    return (
        _("Three months on: are you still in touch with %(other)s?") % {"other": other},
        _("You chose to go on informally. This is asked once."),
        _("The program office sees a count, never who said what."),
        ("pairs:question", {"occasion": "afterward"}),
    )


WORDS: dict[Rule, Callable[[ToldNow, str], Written]] = {
    Rule.FIRST_CONVERSATION: _first,
    Rule.AGREEMENT: _agreement,
    Rule.GOALS: _goals,
    Rule.CHECK_IN: _check_in,
    Rule.SILENCE: _silence,
    Rule.DEBRIEF: _debrief,
    Rule.MID_POINT: _mid_point,
    Rule.REVIEW: _review,
    Rule.CLOSING: _closing,
    Rule.AFTERWARD: _afterward,
}
