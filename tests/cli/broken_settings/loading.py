"""Reads the scenes of broken settings; README.md beside it says what each line means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.grids import load_yaml

FOLDER = Path(__file__).with_name("files")
SCENES = Path(__file__).with_name("scenes.yaml")


@dataclass(frozen=True)
class Scene:
    """One settings file with one mistake; of each group of words in `quotes` and `allows` one has to be said."""

    name: str
    option: str  # --mapping or --weights
    mistake: str
    quotes: tuple[tuple[str, ...], ...]
    allows: tuple[tuple[str, ...], ...]
    mentors: Path
    or_works: str

    @property
    def settings(self) -> Path:
        return FOLDER / f"{self.name}.toml"

    @property
    def mentees(self) -> Path:
        return FOLDER / "mentees.csv"

    def unsaid(self, output: str) -> list[str]:
        """Return what an answer of the command should have said and did not."""
        groups = [(self.settings.name,), *self.quotes, *self.allows]
        return [" | ".join(words) for words in groups if not any(_stands_in(output, word) for word in words)]


def _stands_in(text: str, words: str) -> bool:
    """Return whether words stand there whole: 6 is not in 60, tier not in frontier."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def list_scenes() -> list[Scene]:
    """Return the scenes, by name."""
    return [
        Scene(
            name=name,
            option=said["option"],
            mistake=said["mistake"],
            quotes=tuple(tuple(words.split(" | ")) for words in said["quotes"]),
            allows=tuple(tuple(words.split(" | ")) for words in said["allows"]),
            mentors=FOLDER / said.get("mentors", "mentors.csv"),
            or_works=said.get("or works", ""),
        )
        for name, said in sorted(load_yaml(SCENES)["scenes"].items())
    ]


def list_together() -> list[tuple[Scene, Scene]]:
    """Return pairs of scenes for one run: a mapping and weights."""
    scenes = {scene.name: scene for scene in list_scenes()}
    return [(scenes[mapping], scenes[weights]) for mapping, weights in load_yaml(SCENES)["together"]]
