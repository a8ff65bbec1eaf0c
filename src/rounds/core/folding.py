"""One folding of accents and case, for finding and for order: Öztürk is found as ozturk, and stands at O.

It is done here and stored (`FoldedField`), so that SQLite and PostgreSQL find and order the same.
"""

import unicodedata
from typing import Any

from django.db import models

# letters that have no accent to take away, and are typed without their stroke or as two
PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ŋ": "n",
        "ĸ": "k",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ß": "ss",
        "ə": "e",
        "ɓ": "b",
        "ɗ": "d",
        "ƙ": "k",
        **dict.fromkeys("'’‘ʼʻ`´′", ""),
    }
)
# letters and signs that show nothing, though Unicode calls them letters or signs
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
JOINERS = "\u200c\u200d"  # part of Persian and Hindi names
LONGEST = 200


def fold(text: str) -> str:
    """Return a text in small letters without accents; whatever is no letter or digit divides words."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN)).casefold().translate(PLAIN)
    kept = (sign for sign in plain if not unicodedata.category(sign).startswith(("M", "Cf")))
    return " ".join("".join(sign if sign.isalnum() and sign not in BLANK else " " for sign in kept).split())


def order_key(sort_name: str) -> tuple[str, ...]:
    """Return what puts “Family, Given” in order, the same as the database does."""
    family, _comma, given = sort_name.partition(", ")
    return fold(family), fold(given), sort_name


def tidy(text: str) -> str:
    """Return a name without what nobody sees: accents are joined to their letters, spaces are single."""
    joined = unicodedata.normalize("NFC", text)
    seen = (
        sign
        for sign in joined
        if sign in JOINERS or not (sign in BLANK or unicodedata.category(sign) == "Cf")
    )
    return " ".join("".join(seen).split()).strip(JOINERS)


def is_visible(text: str) -> bool:
    """Tell whether a text holds a letter or a digit that somebody can see."""
    return any(sign.isalnum() and sign not in BLANK for sign in text)


class FoldedField(models.CharField):  # type: ignore[type-arg]
    """A text as it is found and ordered, kept beside the one that was typed. Compared sign by sign on every database."""

    def __init__(self, *, of: str = "", **options: Any) -> None:
        self.of = of
        super().__init__(
            **{"max_length": LONGEST, "default": "", "editable": False, "blank": True, **options}
        )

    def deconstruct(self) -> Any:
        name, path, arguments, options = super().deconstruct()
        return name, path, arguments, {**options, "of": self.of}

    def db_parameters(self, connection: Any) -> Any:
        """Return the column's type; PostgreSQL's own order would skip spaces and depend on the server's language."""
        found = super().db_parameters(connection)
        return {**found, "collation": "C"} if connection.vendor == "postgresql" else found

    def folded(self, text: str) -> str:
        return fold(text)[:LONGEST]

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Fold what the other field holds, whenever the row is saved."""
        value = self.folded(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value


def folded_beside(model: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Return changed fields of a row with the folded ones that go with them."""
    beside = {
        field.name: field.folded(values[field.of])
        for field in model._meta.concrete_fields
        if isinstance(field, FoldedField) and field.of in values
    }
    return {**values, **beside}
