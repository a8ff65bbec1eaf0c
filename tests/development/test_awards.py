"""Awards: nominated out of one's own pairs, read by nominator and jury alone, decided by three who stand apart."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.development.enums import Honor, Voice
from rounds.development.models import AwardRound, Certificate, JuryVoice, Nomination
from rounds.development.selectors.awards import (
    nominees_for,
    open_for,
    own_nominations,
    round_to_judge,
    standing_of,
)
from rounds.development.services.awards import (
    call_off_award,
    change_jury,
    decide_award,
    give_voice,
    nominate,
    open_award,
    take_nomination_back,
)
from rounds.people.models import Person, RoleAssignment
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair

pytestmark = pytest.mark.django_db


def as_(person, role="mentee"):
    grants = frozenset({Grant(role)})
    return Viewer(current_institution_id(), None, person.id, person.full_name, grants)


@pytest.fixture
def pair(in_hospital):
    return run_pair(make_scene(in_hospital), since=300)


@pytest.fixture
def jury(pair):
    found = []
    for number in range(4):
        one = Person.objects.create(given_name=f"J{number}", family_name="Ode", email=f"j{number}@x.example")
        RoleAssignment.objects.create(
            person=one, role="gme_officer", from_on=institution_today() - timedelta(days=9)
        )
        found.append(one)
    return found


@pytest.fixture
def award(pair, jury):
    return opened(jury[:3])


def opened(members, **other):
    given = {"award": Honor.AWARD_MENTOR, "closes_on": institution_today() + timedelta(days=20)}
    ids = [one.id for one in members]
    by = as_(members[0], "faculty_developer")
    return open_award(**{**given, **other}, jury=ids, entry_id=uuid4(), by=by)


def nominated(award, pair, words="He asked first"):
    by = as_(pair.mentee)
    return nominate(award=award, nominee_id=pair.mentor_id, words=words, entry_id=uuid4(), by=by)


def over(award):
    AwardRound.objects.update(closes_on=institution_today() - timedelta(days=1))
    award.refresh_from_db()


def test_award_is_opened_once_a_year_with_three_of_the_staff(jury, pair):
    with pytest.raises(DomainError, match="at least three"):
        opened(jury[:2])
    with pytest.raises(DomainError, match="at least three"):
        opened([*jury[:2], pair.mentee])
    with pytest.raises(DomainError, match="from the list"):
        opened(jury, award=Honor.YEAR)
    with pytest.raises(DomainError, match="day to come"):
        opened(jury, closes_on=institution_today())
    opened(jury)
    with pytest.raises(DomainError, match="already"):
        opened(jury)


def test_only_ones_own_pair_is_nominated_once_and_taken_back_with_its_words(award, pair, jury):
    made, mentee = nominated(award, pair), as_(pair.mentee)
    assert open_for(mentee) == [award]
    assert open_for(as_(pair.mentor, "mentor")) == []
    with pytest.raises(DomainError, match="already"):
        nominated(award, pair)
    for stranger in (jury[0], pair.mentor):
        with pytest.raises(DomainError, match="from the list"):
            nominate(award=award, nominee_id=pair.mentor_id, words="x", entry_id=uuid4(), by=as_(stranger))
    take_nomination_back(nomination=made, by=mentee)
    assert Nomination.objects.get().opened() == {"words": ""}
    assert own_nominations(mentee) == []
    nominated(award, pair)
    over(award)
    with pytest.raises(OutOfOrder, match="closed"):
        nominated(award, pair)


def test_jury_alone_reads_and_whoever_stands_too_near_steps_aside_unread(award, pair, jury):
    nominated(award, pair)
    (read,) = nominees_for(as_(jury[0]), award)
    assert (read.words, read.must_step_aside) == (("He asked first",), False)
    for stranger in (jury[3], pair.mentee, pair.mentor):
        with pytest.raises(NotFound):
            round_to_judge(as_(stranger), award.id)
    for near in (pair.mentor, pair.mentee):
        RoleAssignment.objects.create(
            person=near, role="coordinator", from_on=institution_today() - timedelta(days=9)
        )
    near_ones = [*jury[:2], pair.mentor, pair.mentee]
    change_jury(award=award, jury=[one.id for one in near_ones], by=as_(jury[0]))
    for near in (pair.mentor, pair.mentee):
        (read,) = nominees_for(as_(near), award)
        assert (read.words, read.must_step_aside) == ((), True)
        with pytest.raises(OutOfOrder, match="step aside"):
            give_voice(award=award, nominee_id=pair.mentor_id, says=Voice.FOR, by=as_(near))
    over(award)
    assert standing_of(award).short == 1  # two are left who may judge
    assert standing_of(award).count is None  # one nominee is fewer than five


@pytest.mark.parametrize(
    ("says", "wins"),
    [("for for for", 1), ("for for against", 1), ("for against against", 0), ("against against against", 0)],
)
def test_more_than_half_of_three_decide_and_what_each_said_is_forgotten(award, pair, jury, says, wins):
    nominated(award, pair)
    by = as_(jury[0], "faculty_developer")
    with pytest.raises(OutOfOrder, match="Not yet"):
        decide_award(award=award, by=by)
    over(award)
    for one, word in zip(jury, says.split(), strict=False):
        give_voice(award=award, nominee_id=pair.mentor_id, says=Voice.AGAINST, by=as_(one))
        give_voice(award=award, nominee_id=pair.mentor_id, says=Voice(word), by=as_(one))
    assert len(decide_award(award=award, by=by)) == wins
    assert JuryVoice.objects.count() == 0
    with pytest.raises(OutOfOrder, match="decided or was called off"):
        decide_award(award=award, by=by)
    with pytest.raises(NotFound):
        round_to_judge(as_(jury[0]), award.id)
    if wins:
        made = Certificate.objects.get(honor=Honor.AWARD_MENTOR)
        assert (made.person_id, made.of) == (pair.mentor_id, award.year)
        assert "by a jury of 3" in made.words
        assert "asked first" not in made.words


def test_award_that_was_called_off_gives_nothing_and_is_read_by_nobody(award, pair, jury):
    nominated(award, pair)
    call_off_award(award=award, by=as_(jury[0], "faculty_developer"))
    with pytest.raises(NotFound):
        round_to_judge(as_(jury[0]), award.id)
    assert Certificate.objects.count() == 0
    assert opened(jury[:3]).is_open
