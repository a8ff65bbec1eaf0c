"""Sixty messy sheets through the pages in a browser: every cell right, asked or left out in sight, none silently wrong."""

from __future__ import annotations

import pytest

from rounds.core.access import Grant, Viewer
from rounds.core.database.scope import scope
from rounds.core.enums import Role
from rounds.people.models import Person
from tests.browser.imports.clerk import Clerk
from tests.integrations.messy_office import set_up
from tests.integrations.test_messy_sheets import Judge, compare, withheld_are_nowhere
from tests.sheets.messy_sheets.loading import list_more_shapes, list_shapes

pytestmark = pytest.mark.browser
# one of each way to ask; a sheet takes some three seconds, so the others come in make test-all
SAMPLE = {
    "mentors_and_mentees",
    "no_header",
    "department_abbreviations",
    "record_numbers",
    "redcap_three_underscores",
    "one_missing_date",
    "identity_zeros_lost",
    "header_again_on_each_page",
    "wishes_of_one_family_name",
}
SHAPES = [*list_shapes(), *list_more_shapes()]


def shapes():
    return [
        pytest.param(shape, id=shape.name, marks=() if shape.name in SAMPLE else pytest.mark.long)
        for shape in SHAPES
    ]


@pytest.mark.parametrize("shape", shapes())
def test_sheet_through_the_pages(open_window, office, shape):
    person = office.person
    by = Viewer(
        office.institution.id,
        person.user_id,
        person.id,
        person.full_name,
        frozenset({Grant(Role.COORDINATOR)}),
    )
    page = open_window(user=person.user).new_page()
    with scope(office.institution.id):
        cohorts = set_up(shape, by)
        for upload in shape.uploads:
            clerk = Clerk.bring(page, office.institution.slug, shape, upload, by, cohorts[0])
            wrong = Judge(shape, upload, clerk).judge()
            wrong += clerk.is_in_sight()
            wrong += [f"{text} is shown" for text in upload.withheld_values() if text in page.content()]

            clerk.answer_all()
            wrong += [f"{text} is shown" for text in upload.withheld_values() if text in page.content()]
            clerk.press_import()

            wrong += withheld_are_nowhere(upload, clerk)
            wrong += compare(shape, upload, cohorts)
            assert not wrong, "\n".join(wrong)
            assert clerk.rounds <= 2, "questions came up in layers"
        assert Person.objects.exclude(id=person.id).count() == shape.people
