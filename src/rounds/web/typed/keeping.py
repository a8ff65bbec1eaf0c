"""What was typed into a form and not saved: kept sealed for the one to whom the page was shown, and for nobody else."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.drafts import KEPT_DAYS, DraftChanged, SavedDraft, discard_draft, load_draft, save_draft
from rounds.core.edits import PREFIX
from rounds.core.errors import DomainError

MARK, SEEN = "typed_by", "typed_seen"
# sent as a page is left: a save of the same page may have arrived a moment before
LAST = "typed_last"
# under this name a draft says on which page it was typed
PAGE = "typed_on"
NOT_TYPED = frozenset({MARK, SEEN, LAST, PAGE, "csrfmiddlewaretoken", "go"})
# what a form sends beside words: the key of a choice, a number, an id, a day
_NO_WORDS = re.compile(r"[a-z_]{0,20}|[\d\s.,:/+-]*|[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass(frozen=True)
class Place:
    """A form as it was shown: in which institution, to whom, on which page."""

    institution_id: UUID
    owner_id: UUID
    page: str

    @property
    def owner(self) -> Viewer:
        """Return the owner as whom drafts are kept; holds no role."""
        return Viewer(self.institution_id, self.owner_id)

    @property
    def form_key(self) -> str:
        """Return the name of the draft; addresses may be longer than names are."""
        return f"typed:{sha256(self.page.encode()).hexdigest()[:40]}"


def texts_of(sent: QueryDict) -> list[str]:
    """Return what somebody wrote in a form, to be copied from a page that cannot show the form; no password."""
    fields = (name for name in sent if name not in NOT_TYPED and "password" not in name)
    return [text for name in fields for text in sent.getlist(name) if len(text.split()) > 1]


def words_typed(value: Any) -> list[str]:
    """Return the words of a draft, of a form or of a step-by-step one: without marks, choices and numbers."""
    if isinstance(value, dict):
        named = (item for name, item in value.items() if name != PAGE and not str(name).startswith(PREFIX))
        return [text for item in named for text in words_typed(item)]
    if isinstance(value, list):
        return [text for item in value for text in words_typed(item)]
    text = value.strip() if isinstance(value, str) else ""
    return [] if _NO_WORDS.fullmatch(text) else [text]


def page_of(value: Any) -> str:
    """Return the page on which a draft was typed; empty where it does not say."""
    return str(value.get(PAGE, [""])[0]) if isinstance(value, dict) else ""


class TooLong(DomainError):
    """More than is kept of one form."""

    def __init__(self) -> None:
        super().__init__(_("Too long to be kept while you type: save it now."))


def mark_of(place: Place) -> str:
    """Return the mark that a form carries: it says whose it is when its sender is signed in no more."""
    return signing.dumps([str(place.institution_id), str(place.owner_id), place.page], salt=MARK)


def place_of(sent: QueryDict) -> Place | None:
    """Return the place that a form was sent from; None without a mark of ours."""
    try:
        institution_id, owner_id, page = signing.loads(
            sent.get(MARK, ""), salt=MARK, max_age=KEPT_DAYS * 24 * 3600
        )
    except signing.BadSignature:
        return None
    return Place(UUID(institution_id), UUID(owner_id), page)


def keep_typed(place: Place, sent: QueryDict, *, version: int | None = None) -> SavedDraft:
    """Keep what was typed; `version` is the one that the page has seen, None keeps it whatever is there."""
    value = {name: values for name, values in sent.lists() if name not in NOT_TYPED}
    value[PAGE] = [place.page]
    if sum(len(text) for values in value.values() for text in values) > settings.BODY_BYTES_OF_STRANGERS:
        raise TooLong
    kept: dict[str, Any] = {"by": place.owner, "form_key": place.form_key, "value": value}
    try:
        return save_draft(**kept, version=version or 0)
    except DraftChanged as changed:
        if version is not None:
            raise
        return save_draft(**kept, version=changed.theirs.version)


def keep_words(viewer: Viewer, page: str, words: dict[str, list[str]]) -> None:
    """Put words into the form of a page, as if its owner had typed them there and not saved them."""
    if viewer.user_id is None:
        raise ValueError("What is typed belongs to somebody who is signed in.")
    place = Place(viewer.institution_id, viewer.user_id, page)
    drop_typed(place)
    save_draft(by=place.owner, form_key=place.form_key, value={**words, PAGE: [page]})


def typed_at(place: Place) -> SavedDraft | None:
    """Return what was typed there and not saved, None if nothing."""
    return load_draft(place.owner, place.form_key)


def drop_typed(place: Place) -> None:
    """Forget it: the form is saved."""
    discard_draft(by=place.owner, form_key=place.form_key)
