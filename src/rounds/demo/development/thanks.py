"""The page of thanks: a few mentors agreed to show their certificate, one of them without a name."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from rounds.core.access import Viewer
from rounds.development.models import Certificate
from rounds.development.services.celebrating import Agreed, read_words, show

WORDS = (
    (True, "I ask before I answer now. On the ward, too."),
    (True, ""),
    (False, "My mentee chaired her first meeting, and I learned how to sit still."),
)


def thank(certificates: Sequence[Certificate], developer: Viewer) -> None:
    """Let the people of some certificates agree to show them; the faculty developer has read the words of the first."""
    for number, (found, (with_name, words)) in enumerate(zip(certificates, WORDS, strict=False)):
        by = Viewer(developer.institution_id, None, found.person_id, found.name)
        entry_id = uuid5(UUID(int=16), f"thanks {found.honor} {number}")
        item = show(certificate=found, agreed=Agreed(with_name, words), entry_id=entry_id, by=by)
        if words and number == 0:
            read_words(shown=item, keep=True, by=developer)
