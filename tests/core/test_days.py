"""Whose day it is: rules count by the institution's, forms propose the reader's."""

from datetime import UTC, date, datetime

from rounds.core.access import Viewer, viewer_for
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.models import Institution, User
from rounds.people.models import Person, RoleAssignment

EVENING_IN_CHICAGO = datetime(2027, 7, 1, 1, tzinfo=UTC)  # 8 PM of 30 June; in Guam 11 AM of 1 July


def institution_in(zone):
    return Institution.objects.create(slug="here", name="Here", timezone=zone)


def test_sign_in_works_on_the_evening_of_the_last_day(db, time_machine):
    time_machine.move_to(EVENING_IN_CHICAGO)
    here = institution_in("America/Chicago")
    with scope(here.id):
        ann = Person.objects.create(
            family_name="Lee", user=User.objects.create_user("ann@x.example"), left_on=date(2027, 7, 1)
        )

        viewer = viewer_for(here.id, ann.user_id)

        assert viewer is not None
        assert viewer.today() == date(2027, 6, 30)


def test_a_role_given_this_morning_counts_in_guam(db, time_machine):
    time_machine.move_to(datetime(2027, 6, 30, 21, tzinfo=UTC))  # 7 AM of 1 July
    here = institution_in("Pacific/Guam")
    with scope(here.id):
        ann = Person.objects.create(family_name="Lee", user=User.objects.create_user("ann@x.example"))
        RoleAssignment.objects.create(person=ann, role="auditor", from_on=date(2027, 7, 1))

        assert institution_today() == date(2027, 7, 1)
        assert viewer_for(here.id, ann.user_id).has("auditor")


def test_a_form_proposes_the_day_of_the_reader_s_site(db, time_machine):
    time_machine.move_to(EVENING_IN_CHICAGO)
    here = institution_in("America/Chicago")
    with scope(here.id):
        days = [Viewer(here.id, zone=zone).today() for zone in ("", "Pacific/Guam")]

    assert days == [date(2027, 6, 30), date(2027, 7, 1)]
