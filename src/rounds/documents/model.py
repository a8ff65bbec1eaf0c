"""A document as frozen facts: what it is called, and its blocks in order. All text is plain text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Heading:
    """A heading below the title: level 1 opens a part, 2 and 3 open parts of it; none may be skipped."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; an empty line begins another paragraph, a line break stays one."""

    text: str


@dataclass(frozen=True)
class Small:
    """A remark in small print."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names with their values, tagged as a list of terms."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table with a head row; `bars` draws a bar behind the last column, as shares of 100, one a row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[float, ...] = ()
    # Columns whose values are numbers, counted from 0: set to the right.
    numbers: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError(f"Each row needs {len(self.head)} cells, as many as the head has.")
        if self.bars and len(self.bars) != len(self.rows):
            raise ValueError("There must be one bar a row.")


@dataclass(frozen=True)
class Image:
    """A drawing as SVG text that we wrote ourselves, and the words that stand for it where it can't be seen."""

    svg: str
    words: str


@dataclass(frozen=True)
class Columns:
    """Two columns side by side; they are read one after the other. A DOCX has them below each other."""

    left: tuple[Heading | Paragraph | Small | Bullets | Facts | Table | Image, ...]
    right: tuple[Heading | Paragraph | Small | Bullets | Facts | Table | Image, ...]


Block = Heading | Paragraph | Small | Bullets | Facts | Table | Image | Columns


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is written: the title, the day that it bears, who gives it, and the blocks."""

    title: str
    made_on: date
    blocks: tuple[Block, ...]
    author: str = ""
    subtitle: str = ""
    language: str = "en"
    region: str = "us"
    # "us-letter" or "a4"
    paper: str = "us-letter"
    # smaller letters and margins: much on few pages
    is_dense: bool = False
    # Said at the end when a letter is in none of the fonts; its name stands in brackets instead.
    lacking: str = "Letters that no font of this document has stand as their names in brackets."

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A document needs a title.")
        level = 0
        for block in self.read:
            if isinstance(block, Heading):
                if not 1 <= block.level <= min(level + 1, 3):
                    raise ValueError(f"The heading “{block.text}” skips a level.")
                level = block.level

    @property
    def read(self) -> Iterator[Block]:
        """Yield the blocks in the order of reading, those inside columns too."""
        for block in self.blocks:
            if isinstance(block, Columns):
                yield from (*block.left, *block.right)
            else:
                yield block
