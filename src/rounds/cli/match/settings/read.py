"""Both settings files, read and held against their schemas."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rounds.cli.match.settings.mapping import columns_not_in, read_mapping
from rounds.cli.match.settings.weights import read_weights
from rounds.pairing import Weights
from rounds.sheets import Answers, Plan


@dataclass
class Settings:
    """What the settings files say, as far as it can be used; `wrong` is a sentence for each mistake."""

    mapping: str  # the names of the files
    weights_file: str
    answers: dict[str, Answers]
    weights: Weights
    policy: dict[str, Any]
    wrong: list[str] = field(default_factory=list)
    found: dict[str, Any] = field(default_factory=dict)  # the mapping as it stands in its file

    def missing_columns(self, side: str, sheet: str, plan: Plan) -> list[str]:
        return columns_not_in(self.mapping, side, self.found, sheet, plan)


def read_settings(mapping: Path | None, weights: Path | None, *, today: datetime.date) -> Settings:
    """Read both files; nothing is raised, so that the sheets can be looked at in the same run."""
    wrong: list[str] = []
    mapping_name, weights_name = (path.name if path else "" for path in (mapping, weights))
    meant, counted = _read_toml(mapping, wrong), _read_toml(weights, wrong)
    answers, wrong_mapping = read_mapping(mapping_name, meant, today=today)
    found, policy, wrong_weights = read_weights(weights_name, counted)
    wrong += [*wrong_mapping, *wrong_weights]
    return Settings(mapping_name, weights_name, answers, found, policy, wrong, meant)


def _read_toml(path: Path | None, wrong: list[str]) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        wrong.append(f"{path.name} is not a TOML file: {error}. Correct that line.")
        return {}
