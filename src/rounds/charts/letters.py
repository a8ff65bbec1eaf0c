"""How wide words are, so that they are placed before anybody draws them: widths of Inter, in hundredths of its size.

A page sets tabular figures, paper doesn't: of the two the wider counts. tests/browser/drawings holds them to a browser.
"""

from __future__ import annotations

SIZE, SMALL = 13.0, 12.0
WIDEST = 100
LETTERS = "".join(map(chr, range(32, 127))) + "−–’“”…×²±"
REGULAR = """
28 29 47 63 64 98 64 30 39 39 65 66 29 65 29 36 65 65 65 65 65 65 65 65 65 65 29 30 66 66 66 51 97
69 65 73 72 60 59 75 74 27 57 67 57 90 75 76 64 76 64 64 65 74 69 99 68 68 63 39 36 39 47 49 32 56
61 57 61 58 37 61 59 24 24 55 24 88 59 60 61 61 39 53 33 59 56 82 55 56 55 43 33 43 66 66 50 26 44
44 86 66 44 66
"""
STRONG = """
24 33 54 65 65 101 67 33 39 39 65 68 33 65 33 38 66 66 66 66 66 66 66 66 66 66 33 34 68 68 68 55 101
74 66 74 72 61 59 75 75 28 58 71 57 93 76 77 65 77 65 65 66 73 74 103 73 72 66 39 38 39 48 51 36 58
63 59 63 59 39 63 62 27 27 57 27 91 62 61 63 63 41 55 36 62 59 84 57 60 57 46 37 46 68 68 50 30 52
52 98 68 46 68
"""
WIDTHS = {
    strong: dict(zip(LETTERS, map(int, table.split()), strict=True))
    for strong, table in ((False, REGULAR), (True, STRONG))
}


def width(words: str, size: float = SIZE, *, strong: bool = False) -> float:
    """Return the width of words; a letter that isn't in the table counts as a wide one, digits as tabular."""
    table = WIDTHS[strong]
    return sum(table.get(letter, WIDEST) for letter in words) * size / 100


def lines_of(words: str, wide: float, size: float = SMALL) -> list[str]:
    """Cut words into lines that are no wider than `wide`; a single word that is stays whole."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= wide:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
