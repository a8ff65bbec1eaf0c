"""Names in a row."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rounds.matching.publishing.selectors.hand_over import Candidate


def few_names(names: Sequence[str], shown: int) -> str:
    """Return the first names in a row, and how many more there are."""
    said, more = ", ".join(names[:shown]), len(names) - shown
    return said if more <= 0 else _("%(names)s and %(count)s more") % {"names": said, "count": more}


def mentor_choices(candidates: Sequence[Candidate]) -> list[tuple[str, str]]:
    """Return mentors to choose from, each with the places that are free."""
    words = _("%(name)s, free places: %(free)s")
    return [
        (
            str(one.person_id),
            words % {"name": ", ".join(filter(None, (one.name, one.department))), "free": one.free},
        )
        for one in candidates
    ]
