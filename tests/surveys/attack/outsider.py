"""Every way of linking that the outsider can think of, and how likely chance would do as well.

Two measures over all ways at once: the most people that any way links, and the strongest correlation of ranks. Each is held
against the same over worlds in which the true owners are shuffled; looking at two costs a factor of two.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from rounds.core.encryption import CannotOpen, unseal
from rounds.surveys.box.sealing import Unreadable, open_draft
from tests.surveys.attack.evidence import Evidence, Row, number_of, rows_about, words_of

PERMUTATIONS = 4999
ANSWERS = "surveys_anonymousanswer", "surveys_anonymoustext"
NOBODY = -1


@dataclass
class Found:
    """What an attack came to: hits and correlation of its best ways, and the same in shuffled worlds."""

    table: str
    people: int
    ways: int
    hits: int
    best: str
    correlation: float
    chance_hits: np.ndarray
    chance_correlation: np.ndarray

    @property
    def p(self) -> float:
        return pooled_p([self])


def pooled_p(found: list[Found]) -> float:
    """Return how likely shuffled worlds do as well as all these attacks together."""
    hits = _share(sum(one.hits for one in found), sum(one.chance_hits for one in found))
    correlation = _share(
        sum(one.correlation for one in found), sum(one.chance_correlation for one in found) - 1e-12
    )
    return min(1.0, 2 * min(hits, correlation))


def _share(seen: float, chance: Any) -> float:
    return float((1 + np.sum(chance >= seen)) / (1 + len(chance)))


def attack(evidence: Evidence, table: str, owners: list[int], contents: list[Any], seed: int) -> Found:
    """Link the rows of a table of answers to people by every way; `owners` is the truth, for counting alone."""
    about = rows_about(evidence)
    rows = _answer_rows(evidence, table)
    answer_side = _answer_numbers(evidence, table, [row["id"] for row in rows], contents)
    person_side = {
        **_person_numbers(evidence, about),
        **{f"known {name}": np.array(v) for name, v in evidence.known.items()},
    }
    names, guesses = _ranked_guesses(answer_side, person_side, np.random.default_rng(seed))
    for name, guess in (
        ("a shared word", _by_words(evidence, about, rows)),
        ("a draft that opens", _by_drafts(evidence, about, contents)),
    ):
        names.append(name)
        guesses.append(guess)
    return _count(
        table, names, np.array(guesses, dtype=np.int32), answer_side, person_side, np.array(owners), seed
    )


def _answer_rows(evidence: Evidence, table: str) -> list[Row]:
    return sorted(evidence.dumps[-1][table], key=lambda row: row["id"])


def opened(row: Row) -> Any:
    """Open what rounds.env opens."""
    try:
        return unseal(row["sealed"], institution_id=UUID(row["institution_id"]), row_id=UUID(row["id"]))
    except CannotOpen:
        return None


def _answer_numbers(
    evidence: Evidence, table: str, ids: list[str], contents: list[Any]
) -> dict[str, np.ndarray]:
    sides = {"length of what is in it": np.array([len(json.dumps(one)) for one in contents], float)}
    for copy, dump in enumerate(evidence.dumps):
        by_id = {row["id"]: row for row in dump[table]}
        if set(ids) <= by_id.keys():
            for column in by_id[ids[0]]:
                numbers = [number_of(by_id[one][column]) for one in ids]
                _add(sides, f"{column}@{copy}", numbers)
    return sides


def _person_numbers(evidence: Evidence, about: dict[str, dict[str, list[Row]]]) -> dict[str, np.ndarray]:
    sides: dict[str, np.ndarray] = {}
    for place, rows in about.items():
        counts = Counter({person: len(rows.get(person, [])) for person in evidence.people})
        _add(sides, f"rows in {place}", [float(counts[person]) for person in evidence.people])
        columns = {column for own in rows.values() for row in own for column in row}
        for column in columns:
            numbers = []
            for person in evidence.people:
                own = [number_of(row.get(column)) for row in rows.get(person, [])]
                numbers.append(min((one for one in own if one is not None), default=None))
            _add(sides, f"{place}.{column}", numbers)
    return sides


def _add(sides: dict[str, np.ndarray], name: str, numbers: list[float | None]) -> None:
    """Keep a column in which something differs; what is missing comes first."""
    if any(number is not None for number in numbers):
        column = np.array([-1.0 if number is None else number for number in numbers])
        if np.ptp(column) > 0:
            sides[name] = column


def _ranked_guesses(
    answers: dict[str, np.ndarray], people: dict[str, np.ndarray], random: np.random.Generator
) -> tuple[list[str], list[np.ndarray]]:
    """Guess by rank: the answer that is first by one column belongs to the person who is first, or last, by another."""
    names, guesses, seen = [], [], set()
    orders = {name: _order(column, random) for name, column in people.items()}
    for left, column in answers.items():
        places = _order(column, random)
        for right, order in orders.items():
            for turned in (order, order[::-1]):
                guess = np.full(len(column), NOBODY)
                size = min(len(places), len(turned))
                guess[places[:size]] = turned[:size]
                if guess.tobytes() not in seen:
                    seen.add(guess.tobytes())
                    names.append(f"{left} beside {right}")
                    guesses.append(guess)
    return names, guesses


def _order(column: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the places from the smallest to the largest, equal ones in any order."""
    return np.lexsort((random.random(len(column)), column))


def _by_words(evidence: Evidence, about: dict[str, dict[str, list[Row]]], rows: list[Row]) -> np.ndarray:
    """Guess by a long word, or its digest, that stands beside one answer and about one person."""
    own: dict[str, set[int]] = {}
    for place, person in enumerate(evidence.people):
        cells = [
            cell for rows_of in about.values() for row in rows_of.get(person, []) for cell in row.values()
        ]
        cells += [line for line in evidence.lines if person in line]
        for word in words_of(cells):
            own.setdefault(word, set()).add(place)
    guess = np.full(len(rows), NOBODY)
    for number, row in enumerate(rows):
        hits = [own[word] for word in words_of(list(row.values())) if len(own.get(word, ())) == 1]
        if hits:
            guess[number] = next(iter(hits[0]))
    return guess


def _by_drafts(evidence: Evidence, about: dict[str, dict[str, list[Row]]], contents: list[Any]) -> np.ndarray:
    """Guess by drafts: try every secret that stands about a person on every draft in every copy."""
    drafts = {row["digest"]: row for dump in evidence.dumps for row in dump.get("surveys_blinddraft", [])}
    guess = np.full(len(contents), NOBODY)
    for place, person in enumerate(evidence.people):
        cells = [cell for rows in about.values() for row in rows.get(person, []) for cell in row.values()]
        for secret in _secrets(cells):
            row = drafts.get(hashlib.sha256(secret).hexdigest())
            if row is not None:
                _match(guess, place, _open(row, secret), contents)
    return guess


def _secrets(cells: list[Any]) -> set[bytes]:
    found = {cell for cell in cells if isinstance(cell, bytes) and len(cell) == 32}
    for word in words_of(cells):
        if len(word) == 64:
            try:
                found.add(bytes.fromhex(word))
            except ValueError:
                continue
    return found


def _open(row: Row, secret: bytes) -> dict[str, Any]:
    try:
        answers: dict[str, Any] = open_draft(row["sealed"], key=secret, box_id=UUID(row["box_id"]))
    except Unreadable:
        return {}
    return answers


def _match(guess: np.ndarray, place: int, draft: dict[str, Any], contents: list[Any]) -> None:
    for number, content in enumerate(contents):
        whole = isinstance(content, dict) and all(draft.get(key) == value for key, value in content.items())
        if draft and (whole or content in draft.values()):
            guess[number] = place


def _count(
    table: str,
    names: list[str],
    guesses: np.ndarray,
    answers: dict[str, np.ndarray],
    people: dict[str, np.ndarray],
    owners: np.ndarray,
    seed: int,
) -> Found:
    random = np.random.default_rng([seed, 1])
    left = _standard(np.array(list(answers.values())))
    right = _standard(np.array(list(people.values())))
    hits = (guesses == owners).sum(axis=1)
    chance_hits, chance_correlation = np.zeros(PERMUTATIONS), np.zeros(PERMUTATIONS)
    size = right.shape[1]
    for number in range(PERMUTATIONS):
        shuffled = random.permutation(size)[owners]
        chance_hits[number] = (guesses == shuffled).sum(axis=1).max()
        chance_correlation[number] = _strongest(left, right, shuffled)
    best = int(hits.argmax())
    correlation = _strongest(left, right, owners)
    return Found(
        table,
        len(owners),
        len(names),
        int(hits[best]),
        names[best],
        correlation,
        chance_hits,
        chance_correlation,
    )


def _standard(columns: np.ndarray) -> np.ndarray:
    """Return ranks with mean 0 and length 1; equal ones share the mean of their places."""
    ranks = []
    for column in columns:
        _values, inverse, counts = np.unique(column, return_inverse=True, return_counts=True)
        middle = np.cumsum(counts) - (counts - 1) / 2
        rank = middle[inverse] - middle[inverse].mean()
        ranks.append(rank / np.linalg.norm(rank))
    return np.array(ranks)


def _strongest(left: np.ndarray, right: np.ndarray, owners: np.ndarray) -> float:
    own = right[:, owners]
    own = own - own.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(own, axis=1)
    own = own[norms > 1e-9] / norms[norms > 1e-9, None]
    return float(np.abs(left @ own.T).max())
