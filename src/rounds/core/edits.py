"""Forms that change what is on record: they write what was changed on their page, and ask where two changed the same.

A page says beside each field what it showed, as a mark. A save that comes back with the mark tells what its reader
changed, and what somebody else has changed meanwhile.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

PREFIX = "shown-"


def mark_of(value: Any) -> str:
    """Return the mark of a value that a page shows: the keys of a choice of several, of anything else a digest."""
    if isinstance(value, list | tuple | Set):
        return " ".join(sorted(str(one) for one in value))
    text = _plain(value)
    return blake2b(text.encode(), digest_size=6).hexdigest() if text else ""


def _plain(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Model):
        return str(value.pk)
    return str(value).replace("\r\n", "\n").strip()


@dataclass(frozen=True)
class Merged:
    """What to write, and of what both changed, what the other one wrote."""

    values: dict[str, Any]
    theirs: dict[str, Any]


def merge(sent: Mapping[str, Any], typed: Mapping[str, Any], now: Mapping[str, Any]) -> Merged:
    """Return what to write of what was typed: what its reader left alone stays as it is on record now.

    A field that came without its mark counts as typed.
    """
    merged = Merged({}, {})
    for name, value in typed.items():
        shown, current = sent.get(f"{PREFIX}{name}"), now.get(name)
        if shown is None:
            merged.values[name] = value
        elif isinstance(value, list | tuple | Set):
            merged.values[name] = _merged_choices(shown.split(), value, current or ())
        elif mark_of(value) == shown:
            merged.values[name] = value if mark_of(current) == shown else current
        else:
            merged.values[name] = value
            if mark_of(current) not in (shown, mark_of(value)):
                merged.theirs[name] = current
    return merged


def _merged_choices(shown: Iterable[str], typed: Iterable[str], current: Iterable[str]) -> list[str]:
    """Return what is on record with what was ticked and without what was unticked."""
    before, chosen = set(shown), list(typed)
    kept = [one for one in current if one in chosen or one not in before]
    return kept + [one for one in chosen if one not in kept and one not in before]


def marks_sent(sent: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, str]:
    """Return the marks for a page that is shown again: as they came, and where it asks, of what the other one wrote."""
    marks = {name: str(sent[name]) for name in sent if name.startswith(PREFIX)}
    return marks | {f"{PREFIX}{name}": mark_of(value) for name, value in theirs.items()}


def changed_meanwhile(now: Any) -> str:
    """Return the sentence beside a field that two have changed."""
    return _(
        "Somebody else has changed this to “%(now)s” meanwhile. Yours stands here: save again to put it in its place."
    ) % {"now": now}


class EditForm(forms.BaseForm):
    """A mixin of forms that edit a record: what their page's reader left alone is not written over.

    Where somebody else has changed the same field to another value, both are shown and nothing is written; the next
    save counts as an answer.
    """

    @property
    def is_edit(self) -> bool:
        """Tell whether the form shows what is on record; an empty one has nothing to compare with."""
        instance = getattr(self, "instance", None)
        return bool(self.initial) if instance is None else not instance._state.adding

    def mark_shown(self, name: str) -> str:
        """Return the mark that the page carries for a field: of what it showed first, or of what is on record."""
        sent = self.data.get(f"{PREFIX}{self.add_prefix(name)}") if self.is_bound else None
        return mark_of(self._on_record(name)) if sent is None else str(sent)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        if not self.is_edit:
            return
        typed = {name: value for name, value in self.cleaned_data.items() if name in self._compared()}
        sent = {
            f"{PREFIX}{name}": mark
            for name in typed
            if (mark := self.data.get(f"{PREFIX}{self.add_prefix(name)}")) is not None
        }
        merged = merge(sent, typed, {name: self._on_record(name) for name in typed})
        for name, value in merged.values.items():
            if value is not typed[name]:
                self.cleaned_data[name] = _as_cleaned(self.fields[name], value)
        for name, theirs in merged.theirs.items():
            self._ask(name, theirs)

    def _compared(self) -> list[str]:
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]

    def _on_record(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _ask(self, name: str, theirs: Any) -> None:
        """Say what the other one wrote, and let the next save count as an answer."""
        data: Any = self.data
        self.data = sent = data.copy()
        sent[f"{PREFIX}{self.add_prefix(name)}"] = mark_of(theirs)
        self.add_error(name, changed_meanwhile(_in_words(self.fields[name], theirs)))


def _as_cleaned(field: forms.Field, value: Any) -> Any:
    """Return what is on record as the field would return it: the row of a key, words for none."""
    try:
        return field.clean(value)
    except forms.ValidationError:  # recorded by another rule
        return value


def _in_words(field: forms.Field, value: Any) -> str:
    """Return a value as the page shows it: the words of a choice, yes or no, the text."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ModelChoiceField):
        return str(_as_cleaned(field, value) or _("nothing"))
    words = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return words.get(str(value), _plain(value)) or _("nothing")
