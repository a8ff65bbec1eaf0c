"""The first day of an institution: its two founders do what takes two, and the command makes mail live."""

import pytest
from click.testing import CliRunner

from rounds.accounts.enums import Switch
from rounds.accounts.services.access_changes import confirm_change, list_changes, request_role
from rounds.accounts.services.logins import accept_invitation, invite_person
from rounds.accounts.services.switches import request_switch
from rounds.cli.installation.institution import FirstUser, create_institution
from rounds.cli.mail import mail
from rounds.core.access import viewer_for
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import AuditEvent, Institution, User
from rounds.people.services import create_person
from tests.access.matrix import client_of
from tests.world import Actor


@pytest.fixture
def founders(db):
    """Return administrator and coordinator as they act a minute after setup."""
    token = create_institution(
        name="St. Brigid",
        slug="st-brigid",
        timezone="America/Chicago",
        administrator=FirstUser("Sam", "Server", "sam@st-brigid.example"),
        password="a lantern in the ward",
        coordinator=FirstUser("Alva", "Office", "alva@st-brigid.example"),
    )
    institution = Institution.objects.get()
    with scope(institution.id):
        alva = accept_invitation(token=token, user=None)
        sam = User.objects.get(email="sam@st-brigid.example")
        yield viewer_for(institution.id, sam.id), viewer_for(institution.id, alva.id)


def test_mail_is_made_live_by_the_two_founders_on_the_first_day(founders):
    administrator, coordinator = founders

    change = request_switch(switch=Switch.MAIL_LIVE, by=coordinator)
    confirm_change(change=change, by=administrator)

    assert Institution.objects.get().mail_is_live


def test_third_coordinator_begins_on_the_first_day_by_both_founders_alone(founders):
    administrator, coordinator = founders
    third = create_person(
        by=coordinator, given_name="Tess", family_name="Third", email="tess@st-brigid.example"
    )
    tess = accept_invitation(token=invite_person(person=third, by=coordinator), user=None)
    hers = viewer_for(administrator.institution_id, tess.id)

    with pytest.raises(DomainError, match="Only the site administrator"):
        request_role(person=third, role="coordinator", by=coordinator)
    change = request_role(person=third, role="coordinator", by=administrator)
    with pytest.raises(OutOfOrder, match="fourth day"):
        confirm_change(change=change, by=hers)
    with pytest.raises(OutOfOrder):
        confirm_change(change=change, by=administrator)
    assert page_of(change, hers).text.count("a coordinator of all programs") == 1
    assert [one.id for one in list_changes(coordinator)] == [change.id]
    confirm_change(change=change, by=coordinator)

    assert None in viewer_for(administrator.institution_id, tess.id).scopes("coordinator")


def page_of(change, viewer):
    actor = Actor("tess", Institution.objects.get(), User.objects.get(id=viewer.user_id), None)
    return client_of(actor).get(f"/st-brigid/access/{change.id}/", follow=True)


# rounds mail


@pytest.fixture
def command(founders, monkeypatch):
    monkeypatch.setattr("rounds.cli.mail.start_django", lambda: None)  # it is started
    return lambda *words, typed="": CliRunner().invoke(mail, words, input=typed)


def test_command_says_of_each_institution_whether_mail_is_live(command):
    Institution.objects.create(slug="elsewhere", name="Elsewhere", mail_is_live=True)

    assert command("state").output == "elsewhere: live\nst-brigid: in rehearsal\n"


def test_command_asks_with_numbers_and_makes_mail_live_and_back(command):
    live = command("live", "st-brigid", typed="y\n")
    was_live = Institution.objects.get().mail_is_live
    back = command("rehearse", "st-brigid", typed="y\n")

    assert "messages reach 2 people with an address; 0 have none" in live.output
    assert live.output.endswith("Mail is live.\n")
    assert was_live
    assert back.output.endswith("Mail is in rehearsal.\n")
    assert not Institution.objects.get().mail_is_live
    assert list(
        AuditEvent.objects.filter(action__startswith="institution.mail")
        .order_by("number")
        .values_list("action", flat=True)
    ) == ["institution.mail_live", "institution.mail_rehearsal"]


def test_command_changes_nothing_without_a_yes_and_names_what_is_there(command):
    no, unknown = command("live", "st-brigid", typed="n\n"), command("live", "st-bridget", typed="y\n")

    assert not Institution.objects.get().mail_is_live
    assert (no.exit_code, unknown.exit_code) == (1, 1)
    assert "There is no institution st-bridget. There is: st-brigid" in unknown.output
