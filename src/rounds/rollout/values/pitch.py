"""What a pitch consists of: ten sections with their purpose and the words that they begin with."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ASK, COST_OF_NOTHING, OTHERS, MONEY, SOURCES = 1, 2, 3, 7, 10
# Nothing unverified stands where somebody is asked for something or told what it costs.
SURE = (ASK, COST_OF_NOTHING, MONEY)


@dataclass(frozen=True)
class Section:
    """One section: its title, what it is for, and the words that a new pitch begins with."""

    number: int
    title: Promise
    purpose: Promise
    begins_with: Promise


def _section(number: int, title: Promise, purpose: Promise, begins_with: Promise) -> Section:
    return Section(number, title, purpose, begins_with)


t = gettext_lazy
SECTIONS = (
    _section(
        1,
        t("What we ask"),
        t("Hours of mentors, money, until when: first, and in one breath."),
        t("We ask for protected hours of mentors, a coordinator’s time, and a decision on how it goes on."),
    ),
    _section(
        2,
        t("What leaving things as they are costs here"),
        t("Two figures of our own, each with source and year."),
        t("What it costs here that people leave and posts stay open, as far as we know it."),
    ),
    _section(
        3,
        t("What others found, for and against"),
        t("Who has tried it, what came of it, and what did not."),
        t("Mentoring has been studied more often than compared; both kinds of findings follow."),
    ),
    _section(
        4,
        t("The ladder, with our head counts"),
        t("How many residents, fellows and faculty stand on which rung."),
        t("Residents, fellows, junior faculty, mid-career, executives: each tier mentors the one below."),
    ),
    _section(
        5,
        t("Objectives by tier"),
        t("One to three a tier, with measure and day."),
        t("What each tier is to reach is agreed before the pilot begins, and locked by two people."),
    ),
    _section(
        6,
        t("The pilot, and what it can’t show"),
        t("One department, six months; which questions stay open."),
        t(
            "We can see large changes in confidence. Promotion, retention and safety can’t be judged in six months."
        ),
    ),
    _section(
        7,
        t("What it costs, in cash and in kind"),
        t("Two sums, never one."),
        t("Cash and time in kind are two sums. Time is a cost as well: somebody has to be given it."),
    ),
    _section(
        8,
        t("Risks, and our answers"),
        t("What may go wrong, and what we do then."),
        t("What is said to a mentor is never used for evaluation, renewal or discipline."),
    ),
    _section(
        9,
        t("What each of you gives"),
        t("By name of the office: hours, rooms, data, a signature."),
        t("A sponsor, a seat on the committee, and the hours of the mentors in your department."),
    ),
    _section(10, t("Sources"), t("Written by itself: each figure with source, year and status."), t("")),
)


def digest_of(facts: dict[str, Any]) -> str:
    """Return the digest of frozen facts: the same facts, the same digest."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
