"""A published version never changes; a change is a copy."""

import pytest
from django.db import DatabaseError, transaction

from rounds.core.access import system
from rounds.core.errors import DomainError, OutOfOrder
from rounds.framework import first_version, services
from rounds.framework.models import Crosswalk, Domain, FrameworkVersion, Indicator, MilestoneCode, Track
from rounds.framework.selectors import current_version, map_rows


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
