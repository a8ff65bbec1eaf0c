"""Names in a row."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def few_names(names: Sequence[str], shown: int) -> str:
    """Return the first names in a row, and how many more there are."""
    said, more = ", ".join(names[:shown]), len(names) - shown
    return said if more <= 0 else _("%(names)s and %(count)s more") % {"names": said, "count": more}
