"""Every change of voices: enter a talk, keep its notes, write a theme, take it away and put it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.models import Theme, ThemeMention, VoiceNote, VoiceSession
from rounds.surveys.voices.selectors import GUIDE, leads_in, noted_in
from rounds.surveys.voices.values import has_quotes, repeats


@dataclass(frozen=True)
class Talk:
    """What is entered of a talk."""

    scope_id: UUID
    group: str
    held_on: date
    speakers: int


@dataclass(frozen=True)
class Words:
    """What is written as a theme, and which talks raised it."""

    text: str
    stance: str
    talk_ids: tuple[UUID, ...]


@transaction.atomic
def enter_talk(*, talk: Talk, by: Viewer) -> VoiceSession:
    """Enter a talk that was held; the same group on the same day is once. Raises DomainError."""
    if not leads_in(by, talk.scope_id):
        raise DomainError(_("Talks of a program are led from outside its office."), field="program")
    if talk.held_on > institution_today():
        raise DomainError(_("Enter a talk once it was held: this day is to come."), field="held_on")
    if current_version(GUIDE) is None:
        raise DomainError(
            _(
                "The guide is not here yet: the program office brings in the sets of questions, on the page of surveys."
            ),
            field="program",
        )
    row: VoiceSession
    row, is_new = VoiceSession.objects.get_or_create(
        scope_id=talk.scope_id,
        group=talk.group,
        held_on=talk.held_on,
        defaults={"speakers": talk.speakers, "led_by": by.name},
    )
    if is_new:
        _record("voices.talk", row.id, talk.scope_id, by)
    elif row.speakers != talk.speakers:
        words = _("This talk is entered already, with %(count)s people: correct the number beside its notes.")
        raise DomainError(words % {"count": row.speakers}, field="speakers")
    return row


@transaction.atomic
def keep_notes(
    *, talk: VoiceSession, notes: Mapping[str, str], by: Viewer, speakers: int | None = None
) -> None:
    """Keep what was noted, sealed, and how many spoke; a question that is left empty has no note any more."""
    list(VoiceSession.objects.select_for_update(no_key=True).filter(id=talk.id))
    rows = {one.item_key: one for one in VoiceNote.objects.filter(session=talk)}
    for key, text in notes.items():
        row = rows.get(key)
        if not text.strip():
            if row:
                row.delete()
            continue
        row = row or VoiceNote(session=talk, item_key=key)
        row.seal_value(text)
        row.save()
    if speakers is not None:
        VoiceSession.objects.filter(id=talk.id).update(speakers=speakers)
    _record("voices.noted", talk.id, talk.scope_id, by)


@transaction.atomic
def write_theme(*, scope_id: UUID, words: Words, by: Viewer, theme: Theme | None = None) -> Theme:
    """Write a theme in other words than anybody's, or change one. Raises DomainError for a quotation."""
    talks = set(
        VoiceSession.objects.filter(scope_id=scope_id, id__in=words.talk_ids).values_list("id", flat=True)
    )
    if not talks:
        raise DomainError(_("Tick at least one talk in which this was raised."), field="talks")
    if has_quotes(words.text):
        raise DomainError(
            _("Leave out quotation marks: say it in your own words, for a quotation gives its speaker away."),
            field="text",
        )
    if said := repeats(words.text, noted_in(talks)):
        raise DomainError(
            _(
                "“%(said)s” stands in the notes word for word. Say it in other words, so that nobody is known by theirs."
            )
            % {"said": said},
            field="text",
        )
    # one page sent twice is one theme
    list(VoiceSession.objects.select_for_update(no_key=True).filter(id__in=talks).order_by("id"))
    row = theme or _same(scope_id, words) or Theme(scope_id=scope_id, written_by=by.name)
    row.stance = words.stance
    row.seal_value(words.text)
    row.save()
    if theme is not None:  # what is written a second time takes no talk away
        ThemeMention.objects.filter(theme=row).exclude(session_id__in=talks).delete()
    there = set(ThemeMention.objects.filter(theme=row).values_list("session_id", flat=True))
    ThemeMention.objects.bulk_create(ThemeMention(theme=row, session_id=one) for one in sorted(talks - there))
    _record("voices.theme", row.id, scope_id, by)
    return row


def _same(scope_id: UUID, words: Words) -> Theme | None:
    """Return a theme of a program that says the same already."""
    rows = Theme.objects.filter(scope_id=scope_id, stance=words.stance, removed_at=None)
    return next((one for one in rows if one.opened() == words.text), None)


@transaction.atomic
def remove_theme(*, theme: Theme, by: Viewer) -> None:
    """Take a theme away from the office; twice is once."""
    if Theme.objects.filter(id=theme.id, removed_at=None).update(removed_at=now()):
        _record("voices.theme_removed", theme.id, theme.scope_id, by)


@transaction.atomic
def restore_theme(*, theme: Theme, by: Viewer) -> None:
    """Put a theme back that was taken away; twice is once."""
    if Theme.objects.filter(id=theme.id).exclude(removed_at=None).update(removed_at=None):
        _record("voices.theme", theme.id, theme.scope_id, by)


def _record(action: str, object_id: UUID, scope_id: UUID, by: Viewer) -> None:
    kind = "voice_session" if action in ("voices.talk", "voices.noted") else "theme"
    audit.record(action, by=by, kind=kind, object_id=object_id, program_id=scope_id)
