"""Drawings: shapes with places and roles. A role says what a shape means; the dress says how that looks."""

from __future__ import annotations

from dataclasses import dataclass, field

from rounds.charts.letters import SIZE, SMALL, width


@dataclass(frozen=True)
class Text:
    """Place words on a baseline."""

    x: float
    y: float
    words: str
    role: str = "ink"  # ink, second, meta, strong, series-2
    anchor: str = "start"
    size: float = SIZE

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom of the words."""
        long = width(self.words, self.size, strong=self.role in ("strong", "series-2"))
        left = {"start": self.x, "middle": self.x - long / 2, "end": self.x - long}[self.anchor]
        return left, self.y - 0.76 * self.size, left + long, self.y + 0.24 * self.size


@dataclass(frozen=True)
class Line:
    """Draw a straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str = "rule"


@dataclass(frozen=True)
class Shape:
    """Draw through points: a line, or an area where it is closed."""

    points: tuple[tuple[float, float], ...]
    role: str
    closed: bool = False


@dataclass(frozen=True)
class Box:
    """Draw a rectangle."""

    x: float
    y: float
    width: float
    height: float
    role: str = "bar"


@dataclass(frozen=True)
class Dot:
    """Draw a circle."""

    x: float
    y: float
    r: float = 5
    role: str = "dot"


Mark = Text | Line | Shape | Box | Dot


@dataclass(frozen=True)
class Drawing:
    """Hold a picture's shapes for one width, its title and what it shows in words."""

    width: float
    height: float
    title: str
    description: str
    marks: tuple[Mark, ...]


@dataclass
class Sheet:
    """Collect shapes from top to bottom."""

    width: float
    marks: list[Mark] = field(default_factory=list)

    @property
    def is_narrow(self) -> bool:
        """Tell whether labels must stand above their rows."""
        return self.width < 480

    def text(
        self, x: float, y: float, words: str, role: str = "ink", *, anchor: str = "start", small: bool = False
    ) -> None:
        """Place words, if there are any."""
        if not words:
            return
        self.marks.append(Text(x, y, words, role, anchor, SMALL if small else SIZE))

    def line(self, x1: float, y1: float, x2: float, y2: float, role: str = "rule") -> None:
        """Draw a line."""
        self.marks.append(Line(x1, y1, x2, y2, role))

    def box(self, x: float, y: float, wide: float, high: float, role: str = "bar") -> None:
        """Draw a rectangle, unless it has no width."""
        if wide > 0:
            self.marks.append(Box(x, y, wide, high, role))

    def dot(self, x: float, y: float, role: str = "dot", r: float = 5) -> None:
        """Draw a circle."""
        self.marks.append(Dot(x, y, r, role))

    def shape(self, points: list[tuple[float, float]], role: str, *, closed: bool = False) -> None:
        """Draw through points."""
        self.marks.append(Shape(tuple(points), role, closed))

    def interval(self, low: float, high: float, y: float, role: str = "interval") -> None:
        """Draw an interval with its ends."""
        self.line(low, y, high, y, role)
        self.line(low, y - 5, low, y + 5, role)
        self.line(high, y - 5, high, y + 5, role)

    def hatched(self, x: float, y: float, wide: float, high: float, reason: str) -> None:
        """Draw a field that shows nothing, with the reason in it and strokes behind."""
        self.box(x, y, wide, high, "hidden")
        self.text(x + 8, y + high / 2 + 4.5, reason, "second", small=True)
        begins = x + 16 + width(reason, SMALL)
        place = begins
        while place + high < x + wide:
            self.line(place, y + high, place + high, y, "hatch")
            place += 7

    def done(self, height: float, title: str, description: str) -> Drawing:
        """Return the drawing."""
        return Drawing(self.width, round(height, 1), title, description, tuple(self.marks))
