"""Reads for schedules: whom a name may mean."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.selectors import import_for
from rounds.people.models import Person
from rounds.sheets.schedules import Known


def schedule_for(viewer: Viewer, schedule_id: UUID) -> SpreadsheetImport:
    """Return one's own schedule on its way in, as any import; NotFound for another kind of file."""
    spreadsheet = import_for(viewer, schedule_id)
    if spreadsheet.kind != ImportKind.SCHEDULE:
        raise NotFound
    return spreadsheet


def known_people() -> list[Known]:
    """Return everybody on record who has not left."""
    here = Q(left_on=None) | Q(left_on__gt=institution_today())
    rows = Person.objects.filter(here, merged_into=None).order_by("folded_family", "folded_given", "id")
    return [
        Known(str(key), f"{given} {family}".strip(), email)
        for key, given, family, email in rows.values_list("id", "given_name", "family_name", "email")
    ]


def described_people(keys: Iterable[str]) -> dict[str, str]:
    """Return people in words that tell them from a namesake."""
    rows = Person.objects.filter(id__in=list(keys))
    return {str(one.id): ", ".join(filter(None, (one.full_name, one.email, one.employee_id))) for one in rows}


def person_by_address(address: str) -> str:
    """Return who on record has an address, "" for nobody."""
    found = [one.key for one in known_people() if one.email.casefold() == address.strip().casefold()]
    return found[0] if len(found) == 1 else ""
