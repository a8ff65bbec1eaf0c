"""Why this pair, why not that one, why nobody, and who else: everything that people are told about a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rounds.pairing.arguments import Checks
from rounds.pairing.explaining.reasons import Alternative, NotChosen, PairReasons, RunnerUp, Unmatched
from rounds.pairing.explaining.solved import BANNED, Solved
from rounds.pairing.explaining.unmatched import why_unmatched
from rounds.pairing.problem.columns import Ints
from rounds.pairing.scoring.contributions import Contribution
from rounds.pairing.scoring.rules import in_public_words, why_not
from rounds.pairing.solving.bounds import row_blocks

MASTERED = 4  # a level at which a gap counts as covered: reliably and under pressure


class Explainer(Solved):
    """Says of one problem and its solution what people ask."""

    def pair(self, mentee: str, mentor: str) -> PairReasons:
        """Explain one pair, chosen or not."""
        row, column = self.places(mentee, mentor)
        parts = self.contributions.of(row, column)
        gaps, levels = self.problem.mentees.gaps[row], self.problem.mentors.expertise[column]
        names = self.problem.axes.domains
        order = [place for place in np.argsort(-gaps, kind="stable").tolist() if gaps[place]]
        return PairReasons(
            mentee,
            mentor,
            sum(part.micro for part in parts),
            parts,
            tuple(names[place] for place in order if levels[place] >= MASTERED),
            tuple(names[place] for place in order if levels[place] < MASTERED),
            self.removals.warnings.get((row, column), ()),
            self._runner_up(row, column, parts),
        )

    def not_chosen(self, mentee: str, mentor: str) -> NotChosen:
        """Explain why a pair was not chosen, with the least that forcing it would cost the run."""
        row, column = self.places(mentee, mentor)
        score = int(self.instance.scorer.at(np.array([row]), np.array([column]))[0]) * self.instance.scale
        rules = why_not(self.problem, mentee, mentor)
        for rule, least in (("minimum", self.instance.minimum), ("floor", self.instance.floor)):
            if not rules and least is not None and score < least * self.instance.scale:
                rules = (rule,)
        short = None
        if not rules and self.solution.proof and self.instance.demand[row] > 0:
            reduced = self.reduced(row)
            short = self.loss(self.gain(row, reduced) - int(reduced[column]))
        return NotChosen(mentee, mentor, score, rules, in_public_words(rules), short)

    def _runner_up(self, row: int, column: int, parts: tuple[Contribution, ...]) -> RunnerUp | None:
        """Return the best mentor of the mentee's list who is not theirs: the same order as the list."""
        scores = self.scores(np.array([row]))[0]
        mentee = self.problem.mentees.ids[row]
        for mentor in (*self.solution.mentors_of.get(mentee, ()), self.problem.mentors.ids[column]):
            scores[self.problem.mentor_place[mentor]] = BANNED
        if not len(scores) or scores.max() == BANNED:
            return None
        other = int(scores.argmax())
        theirs = self.contributions.of(row, other)
        gaps = tuple((mine.key, mine.micro - his.micro) for mine, his in zip(parts, theirs, strict=True))
        return RunnerUp(self.problem.mentors.ids[other], sum(gap for _, gap in gaps), gaps)

    def alternatives_for_mentee(self, mentee: str, limit: int = 10) -> tuple[Alternative, ...]:
        """Rank the mentors a mentee could have, best score first; personal rules leave no trace."""
        row = self.problem.row_of(mentee)
        check_limit(limit)
        scores = self.scores(np.array([row]))[0]
        chosen = set(self.solution.mentors_of.get(mentee, ()))
        return self._ranked(scores, self.problem.mentors.ids, chosen, limit)

    def alternatives_for_mentor(self, mentor: str, limit: int = 10) -> tuple[Alternative, ...]:
        """Rank the mentees a mentor could have, best score first; personal rules leave no trace."""
        return self._for_mentors([mentor], limit)[mentor]

    def alternatives_for_mentors(self, limit: int = 10) -> dict[str, tuple[Alternative, ...]]:
        """Rank the mentees of every mentor in one pass."""
        return self._for_mentors(self.problem.mentors.ids, limit)

    def _for_mentors(self, mentors: Sequence[str], limit: int) -> dict[str, tuple[Alternative, ...]]:
        check_limit(limit)
        places = np.array([self.problem.column_of(mentor) for mentor in mentors], dtype=np.int64)
        best = np.full((len(places), 0), BANNED, dtype=np.int64)
        who = np.zeros((len(places), 0), dtype=np.int64)
        for rows in row_blocks(self.instance):
            best = np.concatenate([best, self.scores(rows)[:, places].T], axis=1)
            who = np.concatenate([who, np.broadcast_to(rows, (len(places), len(rows)))], axis=1)
            order = np.argsort(-best, axis=1, kind="stable")[:, :limit]
            best, who = np.take_along_axis(best, order, axis=1), np.take_along_axis(who, order, axis=1)
        found = {}
        for at, mentor in enumerate(mentors):
            chosen = set(self.solution.mentees_of.get(mentor, ()))
            names = [self.problem.mentees.ids[row] for row in who[at].tolist()]
            found[mentor] = tuple(
                Alternative(name, score, name in chosen)
                for name, score in zip(names, best[at].tolist(), strict=True)
                if score != BANNED
            )
        return found

    def _ranked(
        self, scores: Ints, names: tuple[str, ...], chosen: set[str], limit: int
    ) -> tuple[Alternative, ...]:
        order = np.argsort(-scores, kind="stable")[:limit].tolist()
        return tuple(
            Alternative(names[place], int(scores[place]), names[place] in chosen)
            for place in order
            if scores[place] != BANNED
        )

    def unmatched(self) -> tuple[Unmatched, ...]:
        """Say for each mentee without a mentor why, and the nearest fix."""
        return tuple(why_unmatched(self, mentee) for mentee in self.solution.unmatched)


def check_limit(limit: int) -> None:
    """Raise InvalidInput unless a limit is a whole number, 0 or more."""
    given = Checks("arguments")
    given.whole("The limit", limit, 0)
    given.close()
