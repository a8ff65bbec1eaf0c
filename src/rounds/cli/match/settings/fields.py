"""Kinds of values in a settings file. TOML says itself what is a number and what a text, so nothing is converted."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from rounds.cli.match.settings.sentences import MayHave, Must, Needs


def refuse(be: str, words: tuple[str, ...] = ()) -> ValidationError:
    """Return the error that says what a value must be."""
    return ValidationError([Must(be, words)])


class Table(Schema):
    """A table with names of its own; any other name is a mistake."""

    class Meta:
        unknown = RAISE

    is_ = "a table"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        names = tuple(self.fields)
        said: dict[str, Any] = {
            "unknown": MayHave(names),
            "type": Must(f"{self.is_} with any of {', '.join(names)}"),
        }
        self.error_messages = {**self.error_messages, **said}


class Value(fields.Field):
    """A value of one kind; `reads` returns it, or raises what it must be."""

    def __init__(self, reads: Callable[[Any], Any], **options: Any) -> None:
        needed: dict[str, Any] = {"required": [Needs(str(options.pop("needs", "")))]}
        super().__init__(error_messages=needed, **options)
        self.reads = reads

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        return self.reads(value)


class Names(fields.Dict):
    """A table whose names come from a list, or are the writer's own; `reads` gets name and value."""

    def __init__(self, be: str, reads: Callable[[str, Any], Any], known: tuple[str, ...] = ()) -> None:
        super().__init__(error_messages={"invalid": [Must(be)]})
        self.be, self.reads, self.known = be, reads, known

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        if not isinstance(value, Mapping):
            raise refuse(self.be)
        wrong: dict[str, Any] = {}
        right: dict[str, Any] = {}
        for key, item in value.items():
            if self.known and key not in self.known:
                wrong[key] = [MayHave(self.known)]
                continue
            try:
                right[key] = self.reads(key, item)
            except ValidationError as error:
                wrong[key] = error.messages
        if wrong:
            raise ValidationError(wrong, valid_data=right)
        return right


class Rows(fields.List):
    """A list of values of one kind."""

    def __init__(self, be: str, one: fields.Field) -> None:
        super().__init__(one, error_messages={"invalid": [Must(be)]})


def whole(low: int | None = None, high: int | None = None, **options: Any) -> Value:
    """Return a field of a whole number in a range."""
    be = "a whole number"
    if low is not None:
        be += f", {low:,} or more" if high is None else f" from {low:,} to {high:,}"

    def read(value: Any) -> int:
        ok = isinstance(value, int) and not isinstance(value, bool)
        if not ok or (low is not None and value < low) or (high is not None and value > high):
            raise refuse(be)
        return int(value)

    return Value(read, needs=be, **options)


def switch() -> Value:
    """Return a field of true or false, as TOML writes them: without quotes."""

    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            raise refuse("true or false, without quotes")
        return value

    return Value(read)


def text(**options: Any) -> Value:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise refuse("a text in quotes")
        return value

    return Value(read, needs="a text in quotes", **options)


def word(*words: str) -> Value:
    """Return a field of one of these words."""
    be = f"one of {', '.join(words)}"

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise refuse(be, words)
        return value

    return Value(read)


def day() -> Value:
    def read(value: Any) -> datetime.date:
        if isinstance(value, str):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass
        if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
            raise refuse("a day such as 2026-07-01")
        return value

    return Value(read)
