"""What others see of somebody, as the page draws it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sight:
    """One thing of mine, and who reads it."""

    thing: str
    readers: str
    only_you: bool = False


@dataclass(frozen=True)
class Sights:
    """Things that belong together, under one heading."""

    key: str
    title: str
    sights: list[Sight]
