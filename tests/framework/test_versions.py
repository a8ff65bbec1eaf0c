"""A published version never changes; a change is a copy."""

import pytest
from django.db import DatabaseError, transaction

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError, OutOfOrder
from rounds.framework import services
from rounds.framework.models import Crosswalk, Domain, FrameworkVersion, Indicator, MilestoneCode, Track
from rounds.framework.selectors import crosswalks_of, current_version, list_milestones, map_rows
from rounds.framework.values import first_version
from tests.access.matrix import client_of
from tests.world import build_world


@pytest.fixture
def by(in_hospital):
    return system(in_hospital.id)


@pytest.fixture
def published(by):
    return services.install_first_version(by=by)


def test_first_version_is_whole(published):
    rows = map_rows(published)

    assert [row.domain.key for row in rows] == ["SELF", "ETH", "TEAM", "DEV", "IMP", "STR", "FIN", "POL"]
    assert all(len(row.cells) == 5 and all(row.cells) for row in rows)
    assert [track.key for track in Track.objects.filter(version=published)] == list(first_version.TRACKS)
    assert current_version() == published


def test_installing_twice_changes_nothing(published, by):
    again = services.install_first_version(by=by)

    assert again == published
    assert Indicator.objects.count() == 40


def test_milestone_codes_are_keyed_by_specialty(published):
    themes = {
        code.specialty: code.theme for code in MilestoneCode.objects.filter(code="PROF2", version="2.0")
    }

    assert themes == {"Internal medicine": "prof.ethics", "Otolaryngology": "prof.account"}
    assert all(code.version == "local" for code in MilestoneCode.objects.filter(is_local=True))


@pytest.mark.parametrize("part", [Domain, Track, Indicator, Crosswalk])
def test_database_refuses_to_change_a_published_part(published, part):
    row = part.objects.filter(version=published).first()

    for act in (
        lambda: part.objects.filter(id=row.id).update(position=99),
        lambda: part.objects.filter(id=row.id).delete(),
        lambda: part.objects.create(version=published, key="new"),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            act()


def test_database_refuses_to_unpublish(published):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        FrameworkVersion.objects.filter(id=published.id).update(published_at=None)


def test_draft_is_edited_and_published_and_the_first_stays(published, by):
    draft = services.copy_version(version=published, by=by, reason="Our words for budgets")

    services.edit_draft(
        version=draft, by=by, texts={"FIN.fellow": "Reads a cost report"}, focus=set(), names={"FIN": "Money"}
    )
    services.publish_version(version=draft, by=by)

    assert current_version() == draft
    assert Indicator.objects.get(version=draft, key="FIN.fellow").text == "Reads a cost report"
    assert Indicator.objects.get(version=published, key="FIN.fellow").text != "Reads a cost report"
    assert (
        Crosswalk.objects.filter(version=draft).count() == Crosswalk.objects.filter(version=published).count()
    )


def test_edit_of_a_published_version_says_what_to_do(published, by):
    with pytest.raises(OutOfOrder, match="Copy it"):
        services.edit_draft(version=published, by=by, texts={}, focus=set(), names={})


def test_publishing_twice_is_refused(published, by):
    draft = services.copy_version(version=published, by=by, reason="")
    services.publish_version(version=draft, by=by)

    with pytest.raises(OutOfOrder, match="was published"):
        services.publish_version(version=draft, by=by)


def test_second_draft_is_refused(published, by):
    services.copy_version(version=published, by=by, reason="")

    with pytest.raises(OutOfOrder, match="still a draft"):
        services.copy_version(version=published, by=by, reason="")


def test_empty_cell_is_refused_and_named(published, by):
    draft = services.copy_version(version=published, by=by, reason="")

    with pytest.raises(DomainError, match=r"POL\.fellow is empty"):
        services.edit_draft(version=draft, by=by, texts={"POL.fellow": " "}, focus=set(), names={})


# tracks, evidence and crosswalks of a draft


@pytest.fixture
def draft(published, by):
    return services.copy_version(version=published, by=by, reason="")


def words_of(version):
    return {
        track.key: {"name": track.name, "tier_names": track.tier_names, "evidence": track.evidence}
        for track in Track.objects.filter(version=version)
    }


def test_tracks_and_crosswalks_of_a_draft_change_and_the_published_stay(published, draft, by):
    words, there = words_of(draft), crosswalks_of(draft)
    words["clinical"]["name"] = "Physicians"
    words["clinical"]["tier_names"]["resident"] = "House officer"
    words["clinical"]["evidence"]["SELF"] = ["A portfolio"]
    before = words_of(published), crosswalks_of(published)

    changed = services.edit_tracks(
        version=draft, by=by, tracks=words, crosswalks={*sorted(there)[1:], "SELF~ics.team", "NONE~nothing"}
    )

    track = Track.objects.get(version=draft, key="clinical")
    assert (track.name, track.tier_names["resident"], track.evidence["SELF"]) == (
        "Physicians",
        "House officer",
        ["A portfolio"],
    )
    assert crosswalks_of(draft) == {*sorted(there)[1:], "SELF~ics.team"}
    assert changed == 3
    assert (words_of(published), crosswalks_of(published)) == before


def test_milestones_follow_the_crosswalks_of_their_version(published, draft, by):
    services.edit_tracks(version=draft, by=by, tracks={}, crosswalks={"SELF~ics.team"})

    now = {one.title: one.domains for one in list_milestones(draft) if not one.is_local}

    assert now == {"Communication in and between teams": ("Self",)}
    assert len(list_milestones(published)) > 1


def test_saving_tracks_unchanged_changes_nothing(draft, by):
    assert (
        services.edit_tracks(version=draft, by=by, tracks=words_of(draft), crosswalks=crosswalks_of(draft))
        == 0
    )


def test_published_tracks_are_refused(published, by):
    with pytest.raises(OutOfOrder, match="cannot change"):
        services.edit_tracks(version=published, by=by, tracks={}, crosswalks=set())


@pytest.mark.parametrize(
    ("part", "key", "value", "field"),
    [
        ("name", None, "", "track-clinical"),
        ("name", None, "x" * 81, "track-clinical"),
        ("tier_names", "fellow", "", "tier-clinical-fellow"),
        ("evidence", "SELF", ["x" * 121], "evidence-clinical-SELF"),
        ("evidence", "SELF", ["x"] * 21, "evidence-clinical-SELF"),
    ],
)
def test_bad_words_of_a_track_name_their_field(draft, by, part, key, value, field):
    words = words_of(draft)
    if key is None:
        words["clinical"][part] = value
    else:
        words["clinical"][part][key] = value

    with pytest.raises(DomainError) as error:
        services.edit_tracks(version=draft, by=by, tracks=words, crosswalks=set())

    assert error.value.field == field
    assert crosswalks_of(draft)


def test_page_of_tracks_saves_and_loses_nothing_on_an_error(db):
    world = build_world()
    with scope(world.here.id):
        draft = FrameworkVersion.objects.get(published_at=None)
    alice = client_of(world.actors["alice"])
    page = f"/st-brigid/competencies/versions/{draft.id}/tracks/"
    form = {
        "track-clinical": "Physicians",
        "evidence-clinical-SELF": "One\n\nTwo ",
        "crosswalk": ["SELF~ics.team"],
    }

    wrong = alice.post(page, {**form, "tier-clinical-fellow": " "})
    right = alice.post(page, form)

    with scope(world.here.id):
        track = Track.objects.get(version=draft, key="clinical")
        assert 'href="#tier-clinical-fellow"' in wrong.text
        assert 'value="Physicians"' in wrong.text
        assert right.status_code == 302
        assert (track.name, track.evidence["SELF"]) == ("Physicians", ["One", "Two"])
        assert crosswalks_of(draft) == {"SELF~ics.team"}
