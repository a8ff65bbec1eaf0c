"""Answers about a schedule: kept as plain JSON in the sealed import, handed to the reader as its own type."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from rounds.sheets.schedules import Answers, Blocks, Said


def to_json(answers: Answers) -> dict[str, Any]:
    """Return answers as plain JSON."""
    return {
        "who": dict(answers.who),
        "kinds": dict(answers.kinds),
        "names": dict(answers.names),
        "cells": {cell: [_said(one) for one in said] for cell, said in answers.cells.items()},
        "blocks": _blocks(answers.blocks),
        "year": answers.year,
    }


def from_json(kept: Mapping[str, Any]) -> Answers:
    """Return what was kept."""
    blocks = kept.get("blocks")
    return Answers(
        dict(kept.get("who", {})),
        dict(kept.get("kinds", {})),
        dict(kept.get("names", {})),
        {
            cell: tuple(
                Said(word, date.fromisoformat(first), date.fromisoformat(last)) for word, first, last in said
            )
            for cell, said in kept.get("cells", {}).items()
        },
        Blocks(date.fromisoformat(blocks["first"]), blocks["days"], date.fromisoformat(blocks["last"]))
        if blocks
        else None,
        kept.get("year"),
    )


def merged(before: Answers, said: Answers) -> Answers:
    """Return earlier answers with what was said now on top."""
    return Answers(
        {**before.who, **said.who},
        {**before.kinds, **said.kinds},
        {**before.names, **said.names},
        {**before.cells, **said.cells},
        said.blocks or before.blocks,
        said.year or before.year,
    )


def _said(one: Said) -> list[str]:
    return [one.word, one.first.isoformat(), one.last.isoformat()]


def _blocks(blocks: Blocks | None) -> dict[str, Any] | None:
    if blocks is None:
        return None
    return {**asdict(blocks), "first": blocks.first.isoformat(), "last": blocks.last.isoformat()}
