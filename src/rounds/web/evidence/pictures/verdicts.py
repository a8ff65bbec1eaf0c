"""The look at a claim card as a picture: each analysis, the claimed size, no effect."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.charts import Between, Forest, ForestRow, Hidden, Words
from rounds.insights.models import ClaimCard, Look
from rounds.insights.selectors.claims import Card
from rounds.insights.values.claims import CLAIMS
from rounds.web.drawing.charts import Shown, shown

RATIO_TICKS, SIZE_TICKS, SHARE_TICKS = (
    (0.25, 0.5, 1.0, 2.0, 4.0),
    (-1.0, -0.5, 0.0, 0.5, 1.0),
    (0.0, 0.5, 1.0),
)


def drawn(card: ClaimCard, look: Look) -> Shown | None:
    """Return the picture of a look; None where no analysis has numbers."""
    claim = CLAIMS[card.template]
    rows = [_row(one) for one in look.analyses]
    if all(isinstance(one, Hidden) for one in rows):
        return None
    is_ratio = claim.no_effect == 1
    note = _(
        "As of %(day)s, %(have)s %(unit)s. All adjusted analyses decide together; raw ones never do."
    ) % {
        "day": date_format(look.as_of, "j M Y"),
        "have": look.have,
        "unit": claim.unit,
    }
    picture = Forest(
        Words(str(claim.name), look.words, note),
        tuple(rows),
        RATIO_TICKS if is_ratio else SHARE_TICKS if claim.key == "C1" else SIZE_TICKS,
        claim.no_effect,
        str(claim.tested),
        is_ratio=is_ratio,
        claimed=card.claimed,
        claimed_words=_("claimed"),
    )
    return shown(f"claim-{card.id}", picture)


def _row(kept: list[Any]) -> ForestRow | Hidden:
    name, value, low, high, decides, reason = kept
    if value is None or low is None or high is None:
        return Hidden(_(name), reason or _("no interval"))
    words = f"{value:.2f} ({low:.2f} to {high:.2f})".replace("-", "−")
    return ForestRow(_(name), Between(value, low, high, words), decides)


def state_of(shown: Card) -> str:
    """Return where a claim card stands, in one sentence."""
    if shown.look:
        return str(shown.look.words)
    if not shown.card.is_locked:
        return _("Not locked yet: figures of its measure are closed to whoever wrote it.")
    if not shown.claim.is_counted:
        return _("Cannot be tested here: nothing counts %(unit)s. It closes as “cannot test” on %(day)s.") % {
            "unit": shown.claim.unit,
            "day": date_format(shown.card.stop_on, "j M Y"),
        }
    if shown.claim.needs_comparison and not shown.card.compares:
        return _(
            "Cannot be tested as it is locked: nobody is compared. It closes as “cannot test” on %(day)s."
        ) % {"day": date_format(shown.card.stop_on, "j M Y")}
    said = {"have": shown.have, "needed": shown.card.needed, "unit": shown.claim.unit}
    if shown.has_few:
        return _("We cannot tell yet: fewer than 10 of %(needed)s %(unit)s.") % said
    if shown.is_whole:
        return _("%(have)s of %(needed)s %(unit)s: the one look can be taken.") % said
    words = _("We cannot tell yet: %(have)s of %(needed)s %(unit)s.") % said
    if not shown.comes_too_late:
        return words
    late = {"year": shown.expected, "day": date_format(shown.card.stop_on, "j M Y")}
    return (
        f"{words} " + _("At this pace that comes in %(year)s; it closes as “cannot test” on %(day)s.") % late
    )
