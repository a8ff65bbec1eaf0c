"""A row of the list of people, ready to be shown."""

from dataclasses import dataclass
from datetime import date

from rounds.core.access import Request
from rounds.people.enums import Tier
from rounds.people.selectors.directory import DirectoryRow
from rounds.web.addresses import address


@dataclass(frozen=True)
class PersonRow:
    """One person of the list in plain words, so that the same row is drawn once."""

    href: str
    name: str
    email: str
    left_on: date | None
    has_stage: bool
    tier: str
    rank: str
    pgy: str
    department: str
    section: str
    site: str
    roles: str


def person_row(request: Request, row: DirectoryRow) -> PersonRow:
    """Return a person of the list as it is read."""
    person, stage = row.person, row.stage
    return PersonRow(
        href=address(request, "people:detail", person_id=person.id),
        name=person.display_name,
        email=person.email or person.personal_email,
        left_on=person.left_on,
        has_stage=stage is not None,
        tier=str(Tier(stage.tier).label) if stage and stage.tier else "",
        rank=stage.rank if stage else "",
        pgy=str(stage.pgy) if stage and stage.pgy is not None else "",
        department=stage.department.name if stage and stage.department else "",
        section=stage.section if stage else "",
        site=stage.site.name if stage and stage.site else "",
        roles=", ".join(row.roles),
    )
