"""A round from its plan to its report: three people, nobody is told who declined, nothing is read before the debrief."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.models import OutgoingMail
from rounds.people.models import AuthorityLine, Origin, Person, RoleAssignment
from rounds.surveys.budget.values import academic_year
from rounds.surveys.campaigns.selectors import list_waves, wave_for
from rounds.surveys.enums import FEEDBACK360, NominationState, RoundState
from rounds.surveys.feedback360.selectors.reading import report_for
from rounds.surveys.feedback360.selectors.rounds import list_rounds, round_for
from rounds.surveys.feedback360.selectors.words import promise_to
from rounds.surveys.feedback360.services.nominating import decide_nomination, propose_person
from rounds.surveys.feedback360.services.planning import check_debriefer, check_room
from rounds.surveys.feedback360.services.releasing import begin_debrief, book_debrief, replace_debriefer
from rounds.surveys.feedback360.services.sending import decline_request, send_round, stop_round
from rounds.surveys.models import (
    AnonymousAnswer,
    AskYear,
    ExternalRater,
    LinkHash,
    Nomination,
    Release360,
    Request,
    Response,
    Round360,
    Wave,
)
from rounds.surveys.results.selectors.waiting import waves_to_publish
from tests.surveys.feedback360 import scenes

SIZES = {"peers": 7, "learners": 6, "outside": 6}


@pytest.fixture(autouse=True)
def _hospital(in_hospital, settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"


def closed(answers, *, seed=1, **more):
    """Return a round that has closed after so many of each group have answered."""
    found, draw = scenes.sent(**more), random.Random(seed)
    for group, count in answers.items():
        scenes.answer(found, group, count, draw=draw, text="canary-raters")
    scenes.answer_named(found.own, draw=draw)
    if found.supervisor:
        scenes.answer_named(found.supervisor, draw=draw, text="canary-boss")
    return found


def ready(**more):
    found = closed({"peers": 6, "learners": 3, "outside": 2}, sizes=SIZES, **more)
    with time_machine.travel(scenes.noon(found)):
        scenes.keep()
    return Round360.objects.get(id=found.id)


def test_the_database_refuses_two_of_three_in_one_person():
    found = scenes.planned()
    for field in ("debriefer", "line_manager"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round360.objects.filter(id=found.id).update(**{field: found.subject})
    with pytest.raises(IntegrityError), transaction.atomic():
        Round360.objects.filter(id=found.id).update(debriefer=found.line_manager)


def test_whom_its_person_or_their_line_manager_brought_in_decides_nothing():
    found = scenes.planned()
    fay = scenes.developer()
    helper = scenes.person("Helper")
    assert round_for(fay, found.id) == found

    # at any remove, though others gave the office since
    Origin.objects.create(person=helper, by=scenes.person("Helen"), kind="made")
    Origin.objects.create(person=scenes.person("Fay"), by=helper, kind="made")

    with pytest.raises(NotFound):
        round_for(fay, found.id)
    assert list_rounds(fay) == []
    with pytest.raises(DomainError, match="line manager"):
        check_debriefer(scenes.person("Fay"), scenes.person("Sam"), scenes.person("Helen"))
    # two who came by the same third person may act for each other
    check_debriefer(scenes.person("Fay"), scenes.person("Mira"), scenes.person("Sam"))


def test_who_has_a_say_over_the_person_does_not_debrief():
    AuthorityLine.objects.create(
        subject=scenes.person("Sam"),
        over=scenes.person("Mira"),
        kind="standing_evaluator",
        from_on=institution_today(),
    )

    with pytest.raises(DomainError, match="has a say over"):
        scenes.planned()


def test_more_rounds_than_raters_can_bear_are_refused_and_told_what_would_fit():
    residents = [scenes.person(f"R{n}").id for n in range(20)]

    with pytest.raises(DomainError) as refused:
        check_room(subjects=residents, peers=residents)

    assert "20 rounds need 6 peers each" in refused.value.message
    assert "Plan 13 now, add 11 more people" in refused.value.message


def test_a_rater_of_four_this_year_is_asked_no_more():
    found = scenes.planned()
    Nomination.objects.filter(round=found, group="supervisor").delete()
    for _ in range(4):
        Round360.objects.filter(id=found.id).update(state=RoundState.UNREAD, raters=_any_wave(found))
        found = scenes.planned()
        Nomination.objects.create(round=found, group="peers", person=scenes.person("Busy"), state="approved")
    Round360.objects.filter(id=found.id).update(state=RoundState.UNREAD, raters=_any_wave(found))
    found = scenes.planned()

    with pytest.raises(DomainError, match="rates 4 people this year"):
        propose_person(
            round_id=found.id, group="peers", person=scenes.person("Busy"), by=scenes.viewer_of(found.subject)
        )


def _any_wave(found):
    from rounds.surveys.instruments.selectors import current_version

    return Wave.objects.create(
        campaign=found.campaign,
        version=current_version("leader_360_short"),
        mode="anonymous",
        closes_on=institution_today(),
    )


def test_a_round_with_a_group_too_small_is_not_sent_and_says_what_would():
    found = scenes.approved(sizes={"peers": 8, "learners": 4})

    with pytest.raises(DomainError, match=r"4 learners and direct reports are approved; 6 to 8 .* 2 more"):
        send_round(round_id=found.id, by=scenes.developer())

    assert Round360.objects.get(id=found.id).state == RoundState.NOMINATING
    assert not OutgoingMail.objects.filter(kind="feedback360").exists()


def test_sent_twice_is_refused_and_stopped_takes_it_back():
    found = scenes.approved(sizes={"peers": 8})
    by = scenes.developer()

    messages = send_round(round_id=found.id, by=by)
    with pytest.raises(OutOfOrder, match="sent already"):
        send_round(round_id=found.id, by=by)
    stop_round(round_id=found.id, by=by)

    assert messages == 10
    assert not Request.objects.filter(wave__campaign=found.campaign).exists()
    assert Round360.objects.get(id=found.id).state == RoundState.NOMINATING
    assert send_round(round_id=found.id, by=by) == 10


def test_a_round_takes_its_minutes_of_the_year_and_gives_them_back_when_stopped():
    found = scenes.approved(sizes={"peers": 8})
    by, peer = scenes.developer(), scenes.person("Peers0")
    AskYear.objects.create(
        person=peer,
        year=academic_year(institution_today()),
        most_requests=8,
        most_minutes=2,
        most_rated=4,
        most_in_all=120,
    )

    with pytest.raises(DomainError, match="Peers0 Test was asked as much this year as may be asked"):
        send_round(round_id=found.id, by=by)
    AskYear.objects.filter(person=peer).update(most_minutes=45)
    send_round(round_id=found.id, by=by)
    taken = AskYear.objects.get(person=peer)
    stop_round(round_id=found.id, by=by)
    after = AskYear.objects.get(person=peer)

    assert (taken.rated, taken.minutes >= 4) == (1, True)
    assert (after.rated, after.minutes) == (0, 0)


def test_the_words_are_those_of_the_mode_and_what_360_adds():
    found = scenes.sent(sizes={"peers": 8})

    peer, own, boss = (
        Request.objects.filter(wave=wave).first() for wave in (found.raters, found.own, found.supervisor)
    )

    assert promise_to(peer).startswith("Anonymous. You are one of 8 who are asked.")
    assert (
        "Sam Test sees what peers say together if at least 5 of them answer, else with other groups."
        in promise_to(peer)
    )
    assert (
        "You are the only supervisor: Sam Test and Mira Test will know these answers are yours."
        in promise_to(boss)
    )
    assert promise_to(own).startswith("With your name. You and Mira Test read your answers from")
    assert not any("nonymous" in promise_to(one) for one in (own, boss))


def test_a_reserve_moves_up_when_a_rater_declines_and_the_person_is_not_told_who():
    found = scenes.sent(sizes={"peers": 8}, reserves=1)
    request = scenes.requests_in(found, "peers")[0]

    decline_request(request=request)

    asked = {one.person_id for one in scenes.requests_in(found, "peers")}
    assert len(asked) == 8
    assert request.person_id not in asked
    assert scenes.person("Peers8").id in asked
    assert Nomination.objects.get(round=found, person=request.person).state == NominationState.DECLINED
    assert (
        OutgoingMail.objects.filter(kind="feedback360", to_person_id=scenes.person("Peers8").id).count() == 1
    )


def test_too_few_answers_get_14_days_more_once_and_are_then_destroyed_unread():
    found = closed({"peers": 4}, sizes={"peers": 8})
    with time_machine.travel(scenes.noon(found)):
        scenes.keep()
        scenes.keep()
    longer = Round360.objects.get(id=found.id)

    with time_machine.travel(scenes.noon(found)):
        scenes.keep()
    ended = Round360.objects.get(id=found.id)

    assert longer.closes_on == institution_today() + timedelta(days=22 + 14)
    assert longer.state == RoundState.RUNNING
    assert ended.state == RoundState.UNREAD
    assert not AnonymousAnswer.objects.exists()
    assert not Release360.objects.exists()
    assert not Response.objects.filter(request__wave=found.supervisor).exists()


def test_groups_merge_and_raters_outside_are_forgotten_with_their_addresses():
    found = ready()

    said = found.release.opened()

    assert said["answered"] == {"learners + outside": 5, "peers": 6}
    assert said["all"] == sum(said["answered"].values()) == 11
    assert said["supervisor"]["name"] == "Helen Test"
    assert len(said["comments"]["start"]) == 11
    assert "canary-boss" not in str(said["comments"])
    assert not ExternalRater.objects.exclude(name="", email="").exists()
    assert not OutgoingMail.objects.filter(to_address__contains="out.example").exists()
    assert not LinkHash.objects.filter(request__wave=found.raters).exists()


def test_closing_twice_and_in_the_middle_leaves_one_report():
    found = ready()
    first = found.release.digest

    with time_machine.travel(scenes.noon(found, 2)):
        scenes.keep()

    assert bytes(Release360.objects.get(round=found).digest) == bytes(first)


def test_nothing_is_read_before_the_debrief_and_then_by_two_people_alone():
    found = ready()
    subject, debriefer = scenes.viewer_of(found.subject), scenes.viewer_of(found.debriefer, "mentor")
    others = [
        scenes.viewer_of(found.line_manager, "director"),
        scenes.developer(),
        scenes.viewer_of(scenes.person("Peers0"), "coordinator", "director", "auditor", "site_admin"),
    ]
    start = scenes.noon(found, 4)

    def may(at):
        with time_machine.travel(at):
            return [_reads(one, found) for one in (subject, debriefer, *others)]

    with time_machine.travel(scenes.noon(found, 1)):
        book_debrief(round_id=found.id, at=start, by=debriefer)
        with pytest.raises(OutOfOrder, match="opens when the debrief begins"):
            begin_debrief(round_id=found.id, by=debriefer)
    before, near, late = may(start - timedelta(hours=25)), may(start - timedelta(hours=23)), may(start)
    with time_machine.travel(start):
        begin_debrief(round_id=found.id, by=debriefer)
        begin_debrief(round_id=found.id, by=debriefer)

    assert before == [False] * 5
    assert near == late == [False, True, False, False, False]
    assert may(start + timedelta(minutes=1)) == [True, True, False, False, False]


def _reads(viewer, found):
    try:
        return "canary-raters" in str(report_for(viewer, found.id).said)
    except NotFound:
        return False


def test_without_a_debrief_another_debriefer_is_chosen_and_after_30_days_the_person_reads():
    found = ready()
    by, other = scenes.developer(), scenes.person("Nora")

    with pytest.raises(OutOfOrder, match="14 days"):
        replace_debriefer(round_id=found.id, debriefer=other, by=by)
    with time_machine.travel(scenes.noon(found, 16)):
        replace_debriefer(round_id=found.id, debriefer=other, by=by)
    with time_machine.travel(scenes.noon(found, 30)):
        scenes.keep()
        early = _reads(scenes.viewer_of(found.subject), found)
    with time_machine.travel(scenes.noon(found, 31)):
        scenes.keep()
        at_last = _reads(scenes.viewer_of(found.subject), found)

    assert (early, at_last) == (False, True)
    with time_machine.travel(scenes.noon(found, 31)):
        assert not _reads(scenes.viewer_of(found.debriefer), found)


def test_a_changed_report_is_not_shown():
    found = ready()
    release = found.release
    release.seal_value({**release.opened(), "all": 99})
    Release360.objects.filter(id=release.id).update(sealed=release.sealed, opened_at=now())

    assert not _reads(scenes.viewer_of(found.subject), found)


def test_the_office_of_surveys_sees_no_wave_of_it():
    found = ready()
    alice = scenes.viewer_of(scenes.person("Alice"), "coordinator", "director")

    assert not [one for one in list_waves(alice) if one.wave.campaign.audience == FEEDBACK360]
    with pytest.raises(NotFound):
        wave_for(alice, found.raters_id)


def test_figures_of_waves_are_not_worked_out_a_second_time_for_the_office():
    found = ready()

    with time_machine.travel(scenes.noon(found, 2)):
        assert found.raters_id not in waves_to_publish()


def test_a_line_runs_no_round_of_its_own():
    found = scenes.planned()
    boss = scenes.viewer_of(found.line_manager, "coordinator")

    with pytest.raises(NotFound):
        round_for(boss, found.id)
    assert list_rounds(boss) == list_rounds(scenes.viewer_of(found.subject, "coordinator")) == []
    assert [one.id for one in list_rounds(scenes.developer())] == [found.id]


def test_who_may_not_debrief_runs_no_round_either():
    found = scenes.planned()
    developer = scenes.developer()
    AuthorityLine.objects.create(
        subject=found.subject,
        over_id=developer.person_id,
        kind="standing_evaluator",
        from_on=institution_today(),
    )
    director = scenes.viewer_of(scenes.person("Dora"), "coordinator")
    RoleAssignment.objects.create(
        person_id=director.person_id, role="residency_director", from_on=institution_today()
    )

    for inside in (developer, director):
        with pytest.raises(NotFound):
            round_for(inside, found.id)
        assert list_rounds(inside) == []
        with pytest.raises(DomainError, match="has a say over"):
            check_debriefer(Person.objects.get(id=inside.person_id), found.subject, found.line_manager)


def test_leaving_somebody_out_needs_a_reason():
    found = scenes.planned()
    one = propose_person(
        round_id=found.id, group="peers", person=scenes.person("Ann"), by=scenes.viewer_of(found.subject)
    )

    with pytest.raises(DomainError, match="Say why Ann Test is not asked"):
        decide_nomination(nomination=one, state=NominationState.REFUSED, by=scenes.developer())
