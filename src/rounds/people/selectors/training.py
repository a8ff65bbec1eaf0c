"""What "trained" means, once for every page and figure: the house's own modules 1 and 6, or a training from elsewhere."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.dates import months_after
from rounds.people.models import TrainingRecord

# How to begin, and what to do when it goes wrong; everything else is an offer.
NEEDED = ("1", "6")
# After so many months a training wants a refresher.
FRESH_MONTHS = 24
SOON_MONTHS = 3


@dataclass(frozen=True)
class Trained:
    """What somebody has on record: modules, hours, and the day of the newest record; none of it is a rating."""

    modules: frozenset[str] = frozenset()
    hours: Decimal = Decimal(0)
    has_elsewhere: bool = False
    # None where no record has a day
    last_on: date | None = None
    days: tuple[date, ...] = field(default=(), compare=False)

    @property
    def is_trained(self) -> bool:
        """Tell whether it is enough to be called trained."""
        return self.has_elsewhere or self.modules >= set(NEEDED)

    @property
    def has_begun(self) -> bool:
        """Tell whether there is some training, and not enough."""
        return bool(self.modules) and not self.is_trained

    @property
    def fresh_until(self) -> date | None:
        """Return the day from which a refresher is due; None where nobody knows when they trained, or who is not trained."""
        return months_after(self.last_on, FRESH_MONTHS) if self.is_trained and self.last_on else None

    def is_due(self, day: date) -> bool:
        """Tell whether a refresher is due within three months of a day."""
        until = self.fresh_until
        return until is not None and until <= months_after(day, SOON_MONTHS)


def trained_of(people: Collection[UUID]) -> dict[UUID, Trained]:
    """Return what each of these people has on record; one query for any number."""
    rows = TrainingRecord.objects.filter(person_id__in=among(people)).filter(
        Q(done_on=None) | Q(done_on__lte=institution_today())
    )
    found: dict[UUID, list[tuple[str, Decimal | None, date | None]]] = {one: [] for one in people}
    for person_id, *row in rows.order_by().values_list("person_id", "module", "hours", "done_on"):
        found[person_id].append((row[0], row[1], row[2]))
    return {person_id: _trained(mine) for person_id, mine in found.items()}


def _trained(rows: Iterable[tuple[str, Decimal | None, date | None]]) -> Trained:
    rows = list(rows)
    days = sorted(on for _module, _hours, on in rows if on)
    return Trained(
        frozenset(module for module, _hours, _on in rows if module),
        sum((hours for _module, hours, _on in rows if hours), Decimal(0)),
        any(not module for module, _hours, _on in rows),
        days[-1] if days else None,
        tuple(days),
    )
