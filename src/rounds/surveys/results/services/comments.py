"""Every change of comments: gathered as figures come out, then passed, reworded or held by whoever reads them first."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.surveys.enums import CommentState
from rounds.surveys.models import Comment, Publication, Wave
from rounds.surveys.results.selectors.comments import written_in

MOST_CHARACTERS = 600


def gather_comments(*, publication: Publication, people: int) -> int:
    """Copy the comments of a wave that enough people have answered, without whose they are; return how many."""
    wave = publication.wave
    if people < wave.k:
        return 0
    rows = []
    for key, text in written_in(wave):
        row = Comment(publication=publication, item_key=key)
        row.seal_value({"said": text, "shown": text})
        rows.append(row)
    # ids are random: in their order nothing tells who wrote what beside what
    Comment.objects.bulk_create(sorted(rows, key=lambda row: row.id), batch_size=500)
    return len(rows)


@transaction.atomic
def show_comment(*, wave: Wave, comment_id: UUID | None, words: str | None, by: Viewer) -> None:
    """Let the office read a comment, as it was written or in these words. Raises DomainError where there are none."""
    row = _locked(wave, comment_id)
    said = row.opened()["said"]
    words = said if words is None else words.strip()
    if not words:
        raise DomainError(_("Write the words that are shown, or hold the comment back."), field="words")
    row.seal_value({"said": said, "shown": words})
    is_same = words.split() == said.split()
    _settle(row, CommentState.PASSED if is_same else CommentState.REWORDED, wave, by)


@transaction.atomic
def hold_comment(*, wave: Wave, comment_id: UUID | None, by: Viewer) -> None:
    """Hold a comment back: the office doesn't read it, nor that there is one."""
    _settle(_locked(wave, comment_id), CommentState.HELD, wave, by)


def _locked(wave: Wave, comment_id: UUID | None) -> Comment:
    row = Comment.objects.select_for_update().filter(id=comment_id, publication__wave=wave).first()
    if row is None:
        raise OutOfOrder(_("This comment is not here any more. Load the page again."))
    found: Comment = row
    return found


def _settle(row: Comment, state: CommentState, wave: Wave, by: Viewer) -> None:
    row.state, row.read_by, row.read_on = state, by.name, institution_today()
    row.save(update_fields=["sealed", "state", "read_by", "read_on"])
    audit.record(
        "survey.comment_read",
        by=by,
        kind="wave",
        object_id=wave.id,
        program_id=wave.campaign.scope_id,
        became=str(state),
    )
