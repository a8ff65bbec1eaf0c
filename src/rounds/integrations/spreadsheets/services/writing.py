"""Writing a checked file in one short transaction."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import Way, check_references_now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.jobs import start_job
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport, WayBack
from rounds.integrations.spreadsheets.services.checking import check_again
from rounds.integrations.spreadsheets.services.plans.people import TRAINING_TITLE
from rounds.integrations.spreadsheets.services.plans.people_rows import PlannedPeople
from rounds.integrations.spreadsheets.services.plans.places import PLACES
from rounds.integrations.spreadsheets.services.plans.preview import Outcome, Tell, silent
from rounds.integrations.spreadsheets.services.remembering import remember
from rounds.integrations.spreadsheets.services.steps import KEPT, is_large, locked_in, see_same_version
from rounds.people.services import bulk


def write_import(*, by: Viewer, spreadsheet: SpreadsheetImport, version: int) -> bool:
    """Write every sound row, or start the job that does; returns whether it is done.

    Raises OutOfOrder, with the check renewed, when people changed since the page was shown.
    """
    if not is_large(spreadsheet):
        write_now(by=by, spreadsheet=spreadsheet, version=version)
        return True
    from rounds.integrations.spreadsheets.tasks import write_large_file

    with transaction.atomic():
        locked = locked_in(spreadsheet, ImportState.STAGED)
        see_same_version(locked, version)
        start_job(
            write_large_file,
            by=by,
            about=("spreadsheet", locked.id),
            title=_("Importing %(file)s") % {"file": locked.file_name},
            import_id=locked.id,
            version=version,
        )
    return False


def write_now(*, by: Viewer, spreadsheet: SpreadsheetImport, version: int, tell: Tell = silent) -> None:
    """Write every sound row of a file in one transaction, with one audit event; a second call changes nothing."""
    expected = (spreadsheet.opened()["preview"] or {}).get("digest")
    outcome = check_again(spreadsheet, tell=tell)
    if outcome.preview["digest"] != expected:
        raise OutOfOrder(
            _("People were changed since this page was made. Look at the new counts and import again.")
        )
    if not outcome.planned.rows:
        raise DomainError(_("There is no row to import yet. Answer what the rows wait for."))
    tell(spreadsheet.rows, spreadsheet.rows, _("Writing"))
    ways, write = _prepared(outcome, by)
    ways_back = _ways_back(spreadsheet, ways)
    with transaction.atomic():
        locked = locked_in(spreadsheet, ImportState.STAGED)
        see_same_version(locked, version)
        ways_back += _ways_back(spreadsheet, write(), after=len(ways_back))
        WayBack.objects.bulk_create(ways_back)
        locked.state, locked.written_at, locked.expires_at = ImportState.WRITTEN, now(), now() + KEPT
        locked.save(update_fields=["state", "written_at", "expires_at"])
        remember(locked)
        check_references_now()
        audit.record(
            "people.imported",
            by=by,
            kind="spreadsheet",
            object_id=locked.id,
            what=locked.kind,
            file=locked.file_name,
            digest=outcome.preview["digest"],
            **outcome.preview["counts"],
        )


def _prepared(outcome: Outcome, by: Viewer) -> tuple[list[Way], Callable[[], list[Way]]]:
    """Work out every row before the transaction opens: the ways back, and what writes in the order of dependence.

    It returns further ways back, which only the writing can tell; they are taken before the others.
    """
    planned, pairs = outcome.planned, outcome.pairs
    if pairs is not None:
        return pairs.prepare(planned.rows, by=by)
    places = {key: _used_places(planned, key, names) for key, names in planned.new_places.items()}
    entries = [row.entry for row in planned.rows if row.entry is not None]
    people = bulk.prepare_people(entries)
    lines = [line for row in planned.rows for line in row.lines]
    trained = {row.person_id: row.trained_on for row in planned.rows if row.is_trained}
    enrollments = [one.prepare(planned.rows) for one in outcome.enrollments]

    def write() -> list[Way]:
        for key, names in places.items():
            bulk.make_places(model=PLACES[key], names=names)
        bulk.write_people(people)
        bulk.note_hands(entries, by=by)
        return [
            bulk.write_lines(lines),
            bulk.write_training(trained, title=TRAINING_TITLE),
            *(enroll() for _way, enroll in enrollments),
        ]

    ways = [bulk.way_of_places(model=PLACES[key], names=names) for key, names in places.items()]
    return [*ways, dict(people.way_back), *(way for way, _enroll in enrollments)], write


def _ways_back(spreadsheet: SpreadsheetImport, ways: Iterable[Way], *, after: int = 0) -> list[WayBack]:
    """Seal what leads back; empty steps are left out."""
    rows: list[WayBack] = []
    for way in ways:
        if any(way.values()):
            row = WayBack(
                spreadsheet=spreadsheet,
                institution_id=spreadsheet.institution_id,
                number=after + len(rows),
            )
            row.seal_value(way)
            rows.append(row)
    return rows


def _used_places(planned: PlannedPeople, key: str, names: dict[str, UUID]) -> dict[str, UUID]:
    """Leave out places that only rows with problems name."""
    if key == "training_program":
        used: set[UUID | None] = {line.training_program_id for row in planned.rows for line in row.lines}
    else:
        used = {row.entry.stage.get(f"{key}_id") for row in planned.rows if row.entry and row.entry.stage}
    return {name: pk for name, pk in names.items() if pk in used}
